// The panel over the results: counts by kind, department and year as links, order by relevance or date. Loaded when the
// reader opens it or an address has a choice. Never counts or fetches.
// Python twin: none; tests/browser/test_search.py.

/** @import { Choice } from "./types.js" */

/** Choices of one facet that are shown at once; the others on demand. */
const SHOWN = 8;

const TITLES = Object.freeze({ kind: "类别", department: "部门", year: "年份" });

/** @typedef {{ name: string, title: string, count: number }} Count */
/** @typedef {{ kind: Count[], department: Count[], year: Count[], looked: number, whole: boolean }} Counts */

/**
 * @param {string} title
 * @param {HTMLAnchorElement[]} links
 * @returns {HTMLElement}
 */
function group(title, links) {
  const made = document.createElement("div");
  made.className = "facet";
  const name = document.createElement("span");
  name.className = "facet-name";
  name.textContent = title;
  const list = document.createElement("ul");
  list.ariaLabel = title;
  for (const [i, link] of links.entries()) {
    const item = document.createElement("li");
    item.hidden = i > SHOWN && link.ariaCurrent !== "true";
    item.append(link);
    list.append(item);
  }
  made.append(name, list);
  if (links.length > SHOWN + 1) {
    const all = document.createElement("button");
    all.type = "button";
    all.textContent = `全部 ${links.length - 1} 项`;
    const item = document.createElement("li");
    all.addEventListener("click", () => {
      for (const each of list.children) if (each instanceof HTMLElement) each.hidden = false;
      item.remove();
    });
    item.append(all);
    list.append(item);
  }
  return made;
}

/**
 * @param {HTMLElement} panel
 * @param {Counts} counts
 * @param {Choice} choice
 * @param {(address: URL) => void} go
 * @returns {void}
 */
export function showFacets(panel, counts, choice, go) {
  /**
   * @param {keyof Choice} facet
   * @param {string} value empty for none
   * @param {string} text
   * @param {string} [many]
   * @returns {HTMLAnchorElement}
   */
  function link(facet, value, text, many = "") {
    const made = document.createElement("a");
    const address = new URL(location.href);
    address.searchParams.delete("page");
    address.searchParams.delete(facet);
    if (value !== "") address.searchParams.set(facet, value);
    made.href = address.pathname + address.search;
    made.textContent = text;
    if ((choice[facet] ?? "") === value) made.ariaCurrent = "true";
    if (many !== "") {
      const number = document.createElement("span");
      number.className = "facet-count";
      number.textContent = many;
      made.append(" ", number);
    }
    made.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      go(address);
    });
    return made;
  }

  const groups = /** @type {("kind" | "department" | "year")[]} */ (["kind", "department", "year"]).flatMap((facet) => {
    const some = counts[facet];
    if (some.length === 0 && choice[facet] === undefined) return [];
    const each = some.map(({ name, title, count }) => link(facet, name, title, String(count)));
    return [group(TITLES[facet], [link(facet, "", "不限"), ...each])];
  });
  const order = group("排序", [link("order", "", "相关度"), link("order", "date", "日期（新的在前）")]);
  const note = document.createElement("p");
  note.className = "facet-note";
  note.textContent = counts.whole ? "" : `结果很多，以上数字、筛选和按日期排序只涉及前 ${counts.looked} 条；请增加查询词缩小范围。`;
  panel.replaceChildren(...groups, order, ...(counts.whole ? [] : [note]));
}
