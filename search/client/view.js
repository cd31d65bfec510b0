// The page: reads the box, shows results as text nodes, keeps ?q= in the address. Never builds HTML from strings,
// never fetches or ranks. Only the newest query's answer is shown.
// Python twin: none; tests/browser/test_search.py.

/** @import { Choice, Result } from "./types.js" */

import { PAGE, sentence, told } from "./sentences.js";
import { key, marks } from "./tokens.js";

/** Pages that can be turned to: a card stands behind every result before. */
const LAST = 50;

/** Milliseconds after the last keystroke: shorter asks for words nobody meant, longer is felt. */
const PAUSE = 200;

/** @template {keyof HTMLElementTagNameMap} T @param {T} tag @param {string} name @param {...(Node | string)} children */
function element(tag, name, ...children) {
  const made = document.createElement(tag);
  made.className = name;
  made.append(...children);
  return made;
}

/** @param {string} text @param {string[]} parts */
function marked(text, parts) {
  /** @type {(Node | string)[]} */
  const nodes = [];
  let at = 0;
  for (const [start, end] of marks(text, parts)) {
    nodes.push(text.slice(at, start), element("mark", "", text.slice(start, end)));
    at = end;
  }
  return [...nodes, text.slice(at)];
}

/** @param {Result} result @param {string[]} parts @param {string} root */
function item(result, parts, root) {
  const link = element("a", "result-link", ...marked(result.title, [...parts, ...(result.found.matched ?? [])]));
  link.href = root + result.address;
  const made = element("li", `result result-${result.kind}`, element("h3", "result-title", link));
  made.dataset["result"] = String(result.found.document);
  made.dataset["kind"] = result.kind;
  if (result.code !== "") made.dataset["code"] = result.code;
  if (result.kind === "entity") {
    made.append(element("p", "result-code", "统一社会信用代码 ", ...marked(result.code, parts)));
  }
  made.append(...result.details.map((line) => element("p", "result-detail", ...marked(line, parts))));
  return made;
}

/**  */
function parts() {
  const box = document.querySelector("#search-results");
  const form = document.querySelector("main form[role=search]") ?? document.querySelector("form[role=search]");
  const input = form?.querySelector("input[name=q]");
  const status = box?.parentElement?.querySelector("[role=status]") ?? document.querySelector("[role=status]");
  const whole =
    box instanceof HTMLElement && form instanceof HTMLFormElement &&
    input instanceof HTMLInputElement && status instanceof HTMLElement;
  return whole ? { form, input, status, box } : null;
}

/** What of the results an address chooses: facets.js shows it. */
const FACETS = /** @type {const} */ (["kind", "department", "year", "order"]);

/**
 * What the view asks for: results of a page, how many there are in all (or at least), the words to mark.
 *
 * @typedef {{ shown: Result[], more: boolean, near: boolean, total: number, exact: boolean, parts: string[] }} Answer
 */

/**
 * @typedef {object} Engine
 * @property {(text: string, wanted: number, skip: number, choice: Choice | null) => Promise<Answer>} ask results of a
 *   query from the given place on
 * @property {(text: string, choice: Choice) => Promise<import("./facets.js").Counts>} count what facets would leave
 */
function choiceOf() {
  const asked = new URLSearchParams(location.search);
  /** @type {Choice} */
  const choice = {};
  for (const name of FACETS) {
    const value = asked.get(name);
    if (value !== null && value !== "") choice[name] = value;
  }
  return Object.keys(choice).length === 0 ? null : choice;
}

/** @param {Engine} engine */
export function startView({ ask, count }) {
  const page = parts();
  if (page === null) return;
  const { form, input, status, box } = page;
  const index = new URL(box.dataset["index"] ?? "index/", document.baseURI);
  const root = new URL("../../", index).pathname;
  const list = element("ol", "results");
  const pager = element("nav", "pager");
  pager.ariaLabel = "查询结果分页";
  const panel = element("div", "facets-panel");
  const facets = element("details", "facets", element("summary", "", "筛选、排序"), panel);
  facets.hidden = true;
  box.replaceChildren(facets, list, pager);
  let newest = 0;
  let place = 1;
  let timer = 0;
  let surveyed = 0;
  /** @type {((names: string[]) => void) | undefined} */
  let suggest;

  /** @param {string} state */
  function show(state) {
    box.dataset["searchState"] = state;
    box.ariaBusy = state === "loading" ? "true" : "false";
  }

  /** @param {number} to @param {string} text */
  function turn(to, text) {
    const link = element("a", "", text);
    const address = new URL(location.href);
    if (to > 1) address.searchParams.set("page", String(to));
    else address.searchParams.delete("page");
    link.href = address.pathname + address.search;
    link.rel = to > place ? "next" : "prev";
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      go(address);
    });
    return link;
  }

  /** @param {URL} address */
  function go(address) {
    history.pushState(null, "", address);
    void fromAddress().then(() => list.querySelector("a")?.focus());
  }

  /** Counts what the results hold, once the reader has opened the panel; of the newest query only. */
  async function survey() {
    if (!facets.open || facets.hidden || surveyed === newest) return;
    surveyed = newest;
    const [mine, text, choice] = [newest, input.value, choiceOf() ?? {}];
    try {
      const [{ showFacets }, counts] = await Promise.all([import("./facets.js"), count(text, choice)]);
      if (mine === newest) showFacets(panel, counts, choice, go);
    } catch (error) {
      if (mine === newest) panel.textContent = sentence(error);
    }
  }

  /** @param {Answer} answer */
  function fill({ shown, more, near, total, exact, parts: found }) {
    panel.replaceChildren();
    facets.hidden = near || (shown.length === 0 && choiceOf() === null);
    if (choiceOf() !== null) facets.open = true;
    list.replaceChildren(...shown.map((each) => item(each, found, root)));
    list.setAttribute("start", String((place - 1) * PAGE + 1));
    box.dataset["total"] = String(total);
    box.dataset["exact"] = String(exact);
    box.dataset["more"] = String(more);
    box.dataset["near"] = String(near);
    const here = element("span", "", `第 ${place} 页`);
    here.ariaCurrent = "page";
    const links = [...(place > 1 ? [turn(place - 1, "上一页")] : []), here, ...(more ? [turn(place + 1, "下一页")] : [])];
    const turns = element("ul", "", ...links.map((each) => element("li", "", each)));
    pager.replaceChildren(...(links.length > 1 ? [turns] : []));
  }

  const nothing = { shown: [], more: false, near: false, total: 0, exact: true, parts: [] };

  /** @param {boolean} typing */
  async function run(typing) {
    const mine = (newest += 1);
    const text = input.value;
    suggest?.([]);
    if (key(text) === "") {
      fill(nothing);
      status.textContent = text.trim() === "" ? "" : "请输入文字、数字或字母。";
      show("idle");
      return;
    }
    show("loading");
    status.textContent = "正在检索…";
    try {
      const answer = await ask(text, PAGE, (place - 1) * PAGE, choiceOf());
      if (mine !== newest) return;
      fill(answer);
      status.textContent = told(text, answer, place);
      show("done");
      void survey();
      if (typing) suggest?.(answer.shown.filter((each) => each.kind === "entity").map((each) => each.title));
    } catch (error) {
      if (mine !== newest) return;
      fill(nothing);
      status.textContent = sentence(error);
      show("error");
    }
  }

  /** @param {boolean} kept */
  function remember(kept) {
    const address = new URL(location.href);
    for (const name of ["page", ...FACETS]) address.searchParams.delete(name);
    if (input.value === "") address.searchParams.delete("q");
    else address.searchParams.set("q", input.value);
    if (address.href !== location.href) history[kept ? "pushState" : "replaceState"](null, "", address);
  }

  /** @param {boolean} typing */
  function start(typing) {
    clearTimeout(timer);
    place = 1;
    remember(!typing);
    void run(typing);
  }
  function fromAddress() {
    const asked = new URLSearchParams(location.search);
    input.value = asked.get("q") ?? "";
    place = Math.min(LAST, Math.max(1, Math.trunc(Number(asked.get("page"))) || 1));
    return run(false);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    start(false);
  });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => start(true), PAUSE);
  });
  input.addEventListener(
    "input",
    async () => {
      const { startSuggest } = await import("./suggest.js");
      suggest = startSuggest(form, input, () => start(false));
    },
    { once: true },
  );
  facets.addEventListener("toggle", () => void survey());
  addEventListener("popstate", () => void fromAddress());
  void fromAddress();
}
