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
 * The row of an answer; the name of a subject that was found leads to its page.
 *
 * @param {Store} store
 * @param {Answer} of
 * @param {number} today
 * @returns {HTMLTableRowElement}
 */
function answerRow(store, of, today) {
  const made = row("td", rowOf(store, of, today));
  const name = made.cells[2];
  if (of.card === null || name === undefined) return made;
  const link = document.createElement("a");
  link.href = `../e/${of.card.code}/`;
  link.textContent = of.card.name;
  name.replaceChildren(link);
  return made;
}

/**
 * A list as lines: a workbook's first sheet, or text, which a spreadsheet program may write in GB 18030.
 *
 * @param {File} file
 * @returns {Promise<string>}
 */
async function textOf(file) {
  const bytes = await file.arrayBuffer();
  const [first, second] = new Uint8Array(bytes.slice(0, 2));
  // "PK" begins a zip, 0xd0cf an older or encrypted workbook, whatever the file is called.
  if ((first === 0x50 && second === 0x4b) || (first === 0xd0 && second === 0xcf)) {
    const { readWorkbook } = await import("./xlsx.js");
    const rows = await readWorkbook(bytes);
    return rows.map((cells) => cells.map((cell) => cell.replace(/[\t\r\n]+/g, " ")).join("\t")).join("\n");
  }
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
    table.createTBody().append(...found.slice(0, SHOWN).map((each) => answerRow(store, each, today)));
    URL.revokeObjectURL(address);
    address = URL.createObjectURL(new Blob([csv(store, found, today)], { type: "text/csv;charset=utf-8" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = `信用核查-${store.manifest.asOf}.csv`;
    link.textContent = "下载全部结果（CSV）";
    const scroll = document.createElement("div");
    scroll.className = "scroll";
    scroll.tabIndex = 0;
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-label", "核查结果");
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
  /** @param {File | undefined} chosen */
  async function take(chosen) {
    if (chosen === undefined || !input || !status) return;
    try {
      input.value = await textOf(chosen);
      status.textContent = `已读入 ${askedOf(input.value).length} 个，请点“开始核查”。`;
    } catch (error) {
      status.textContent = error instanceof SearchError ? error.message : "无法读取这个文件，请直接粘贴名单。";
    }
  }

  file.addEventListener("change", () => void take(file.files?.[0]));
  box.addEventListener("dragover", (event) => event.preventDefault());
  box.addEventListener("drop", (event) => {
    if (event.dataTransfer?.files.length === 0) return;
    event.preventDefault();
    void take(event.dataTransfer?.files[0]);
  });
}
