// Names suggested while the reader types: a list box under the box, for keyboard, mouse and screen reader (WAI-ARIA's
// combobox pattern). Never fetches: the names are those of the results that are at hand. Loaded with the first letter typed.
// Python twin: none; tests/browser/test_search.py.

/** Names suggested at most. */
const MOST = 6;

/**
 * @param {HTMLFormElement} form
 * @param {HTMLInputElement} input
 * @param {() => void} chosen called when a name stands in the box
 * @returns {(names: string[]) => void} shows names; none hides the list
 */
export function startSuggest(form, input, chosen) {
  const list = document.createElement("ul");
  list.id = "suggestions";
  list.className = "suggestions";
  list.role = "listbox";
  list.ariaLabel = "建议的名称";
  list.hidden = true;
  form.append(list);
  input.role = "combobox";
  input.setAttribute("aria-controls", list.id);
  input.ariaAutoComplete = "list";
  input.ariaExpanded = "false";
  let at = -1;

  /** @param {number} place -1 for none */
  function mark(place) {
    at = place;
    for (const [i, option] of [...list.children].entries()) option.ariaSelected = String(i === place);
    const option = list.children[place];
    if (option === undefined) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", option.id);
    option?.scrollIntoView({ block: "nearest" });
  }

  /** @param {string[]} names */
  function show(names) {
    const some = [...new Set(names)].filter((name) => name !== input.value).slice(0, MOST);
    list.replaceChildren(
      ...some.map((name, i) => {
        const option = document.createElement("li");
        option.role = "option";
        option.id = `suggestion-${i}`;
        option.textContent = name;
        option.addEventListener("click", () => choose(name));
        return option;
      }),
    );
    list.hidden = some.length === 0;
    input.ariaExpanded = String(!list.hidden);
    mark(-1);
  }

  /** @param {string} name */
  function choose(name) {
    input.value = name;
    input.focus();
    show([]);
    chosen();
  }

  input.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const size = list.children.length;
    if (event.key === "ArrowDown") mark(at + 1 < size ? at + 1 : -1);
    else if (event.key === "ArrowUp") mark(at < 0 ? size - 1 : at - 1);
    else if (event.key === "Enter" && at >= 0) choose(list.children[at]?.textContent ?? "");
    else if (event.key === "Escape") show([]);
    else return;
    event.preventDefault();
  });
  // After the click, not when the box loses its focus: the page below must not move under the pointer.
  document.addEventListener("click", (event) => {
    if (event.target instanceof Node && !form.contains(event.target)) show([]);
  });
  return (names) => show(document.activeElement === input ? names : []);
}
