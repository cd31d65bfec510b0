// The batch check's part of the page: takes text or a file, shows a table as text nodes, offers the CSV. Never finds
// or ranks. Loaded when the reader opens it. Python twin: none; tests/browser/test_batch.py.

/** @import { Answer } from "./batch.js" */
/** @import { Store } from "./types.js" */

import { MOST, answers, askedOf, csv, headOf, rowOf } from "./batch.js";
import { SearchError } from "./errors.js";

/** Rows shown on the page; the file has all. */
const SHOWN = 300;

/**
 * @param {"td" | "th"} tag
 * @param {string[]} cells
 * @returns {HTMLTableRowElement}
 */
function row(tag, cells) {
  const made = document.createElement("tr");
  for (const text of cells) {
    const cell = document.createElement(tag);
    cell.textContent = text;
    made.append(cell);
  }
  return made;
}

/**
 * A spreadsheet program's CSV may be GB 18030.
 *
 * @param {File} file
 * @returns {Promise<string>}
 */
async function textOf(file) {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

/**
 * Wires the part of the page below `box`.
 *
 * @param {HTMLElement} box
 * @param {<T>(work: (store: Store, today: number) => Promise<T>) => Promise<T>} run
 * @returns {void}
 */
export function startBatch(box, run) {
  const [form, input, file] = [box.querySelector("form"), box.querySelector("textarea"), box.querySelector("input[type=file]")];
  const [status, place] = [box.querySelector("[role=status]"), box.querySelector(".batch-result")];
  if (!form || !input || !(file instanceof HTMLInputElement) || !(status instanceof HTMLElement) || !place) return;
  let address = "";

  /**
   * @param {Store} store
   * @param {Answer[]} found
   * @param {number} today
   */
  function show(store, found, today) {
    const table = document.createElement("table");
    table.createTHead().append(row("th", headOf(store)));
    table.createTBody().append(...found.slice(0, SHOWN).map((each) => row("td", rowOf(store, each, today))));
    URL.revokeObjectURL(address);
    address = URL.createObjectURL(new Blob([csv(store, found, today)], { type: "text/csv;charset=utf-8" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = `信用核查-${store.manifest.asOf}.csv`;
    link.textContent = "下载全部结果（CSV）";
    const scroll = document.createElement("div");
    scroll.className = "table-wrap";
    scroll.tabIndex = 0;
    scroll.append(table);
    place?.replaceChildren(link, scroll);
  }

  /** @returns {Promise<void>} */
  async function check() {
    const asked = askedOf(input?.value ?? "");
    if (asked.length === 0 || asked.length > MOST) {
      const why = asked.length === 0 ? "请粘贴名称或代码，每行一个。" : `一次最多 ${MOST} 个，现有 ${asked.length} 个，请分批核查。`;
      if (status) status.textContent = why;
      return;
    }
    const tell = (/** @type {number} */ done) => {
      if (status) status.textContent = `正在核查：${done} / ${asked.length}`;
    };
    try {
      await run(async (store, today) => {
        const found = await answers(store, asked, today, tell);
        show(store, found, today);
        const certain = found.filter((each) => each.card !== null).length;
        if (status) status.textContent = `共 ${found.length} 个，查到 ${certain} 个，其余 ${found.length - certain} 个请人工核对。`;
      });
    } catch (error) {
      place?.replaceChildren();
      if (status) status.textContent = error instanceof SearchError ? error.message : "核查未能完成：网络中断。请检查网络后重试。";
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void check();
  });
  file.addEventListener("change", async () => {
    const [chosen] = file.files ?? [];
    if (chosen !== undefined) input.value = await textOf(chosen);
  });
}
