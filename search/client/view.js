// The page: reads the box, shows results as text nodes, keeps ?q= in the address. Never builds HTML from strings,
// never fetches or ranks. Only the newest query's answer is shown.
// Python twin: none; tests/browser/test_search.py.

/** @import { Result } from "./types.js" */

import { SearchError } from "./errors.js";
import { marks, words } from "./tokens.js";

/** Results a page. */
export const PAGE = 20;

/** Milliseconds after the last keystroke: shorter asks for words nobody meant, longer is felt. */
const PAUSE = 200;

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} name of its class
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
function element(tag, name, ...children) {
  const made = document.createElement(tag);
  made.className = name;
  made.append(...children);
  return made;
}

/**
 * @param {string} text
 * @param {string[]} parts
 * @returns {(Node | string)[]} the text with its matching parts in <mark>
 */
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

/**
 * @param {Result} result
 * @param {string[]} parts
 * @param {string} root address of the site's root
 * @returns {HTMLLIElement}
 */
function item(result, parts, root) {
  const link = element("a", "result-link", ...marked(result.title, parts));
  link.href = new URL(result.address, root).href;
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

/**
 * The page's parts; null where there is no search on the page.
 *
 * @returns {{ form: HTMLFormElement, input: HTMLInputElement, status: HTMLElement, box: HTMLElement } | null}
 */
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

/**
 * @param {unknown} error
 * @returns {string}
 */
function sentence(error) {
  if (error instanceof SearchError) return error.message;
  return "检索未能完成：网络中断或浏览器不支持。请检查网络后重试，或从“行政许可”“行政处罚”等列表查找。";
}

/**
 * @param {number} count
 * @param {boolean} more
 * @param {boolean} near
 * @returns {string}
 */
function told(count, more, near) {
  if (count === 0) return "没有找到。可减少字数、换用名称中的两三个字，或输入统一社会信用代码、文书号再试。";
  if (near) return `没有完全相符的结果。您是不是要找下面${more ? "这些" : `这 ${count} 个`}相近的主体？请逐字核对。`;
  return more ? `已显示前 ${count} 条，还有更多结果。` : `共找到 ${count} 条结果。`;
}

/**
 * Wires the page. `ask` gives the first results of a query.
 *
 * @param {(text: string, wanted: number) => Promise<{ shown: Result[], more: boolean, near: boolean }>} ask
 * @returns {void}
 */
export function startView(ask) {
  const page = parts();
  if (page === null) return;
  const { form, input, status, box } = page;
  const index = new URL(box.dataset["index"] ?? "index/", document.baseURI);
  const root = new URL("../../", index).href;
  const list = element("ol", "results");
  const button = element("button", "results-more", "更多结果");
  button.type = "button";
  button.hidden = true;
  box.replaceChildren(list, button);
  let newest = 0;
  let wanted = PAGE;
  let timer = 0;

  /** @param {string} state */
  function show(state) {
    box.dataset["searchState"] = state;
    box.ariaBusy = state === "loading" ? "true" : "false";
  }

  /**
   * @param {Result[]} shown
   * @param {boolean} more
   * @param {string[]} found
   */
  function fill(shown, more, found) {
    list.replaceChildren(...shown.map((each) => item(each, found, root)));
    box.dataset["total"] = String(shown.length);
    box.dataset["more"] = String(more);
    button.hidden = !more;
  }

  /** @returns {Promise<void>} */
  async function run() {
    const mine = (newest += 1);
    const text = input.value;
    const found = words(text);
    if (found.length === 0) {
      fill([], false, []);
      status.textContent = text.trim() === "" ? "" : "请输入文字、数字或字母。";
      show("idle");
      return;
    }
    show("loading");
    status.textContent = "正在检索…";
    try {
      const { shown, more, near } = await ask(text, wanted);
      if (mine !== newest) return;
      fill(shown, more, found);
      box.dataset["near"] = String(near);
      status.textContent = told(shown.length, more, near);
      show("done");
    } catch (error) {
      if (mine !== newest) return;
      fill([], false, []);
      status.textContent = sentence(error);
      show("error");
    }
  }

  /** @param {boolean} kept whether Back shall lead here again */
  function remember(kept) {
    const address = new URL(location.href);
    if (input.value === "") address.searchParams.delete("q");
    else address.searchParams.set("q", input.value);
    if (address.href !== location.href) history[kept ? "pushState" : "replaceState"](null, "", address);
  }

  /** @param {boolean} kept */
  function start(kept) {
    clearTimeout(timer);
    wanted = PAGE;
    remember(kept);
    void run();
  }

  function fromAddress() {
    input.value = new URLSearchParams(location.search).get("q") ?? "";
    wanted = PAGE;
    void run();
  }

  /** @returns {Promise<void>} */
  async function showMore() {
    const before = list.children.length;
    wanted += PAGE;
    await run();
    const next = list.children[before]?.querySelector("a");
    if (next instanceof HTMLElement) next.focus();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    start(true);
  });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => start(false), PAUSE);
  });
  button.addEventListener("click", () => void showMore());
  addEventListener("popstate", fromAddress);
  fromAddress();
}
