// What a reader can do with a subject's page: open all records, print it as a report, take its data as JSON or CSV.
// Reads only the page's own elements, fetches nothing; without it every record is on the page already.

/** @typedef {{dataset: string, record: string, until: string, fields: Record<string, string>}} Shown */

/**
 * A cell of CSV: quoted where it must be, and never a formula to a spreadsheet, full-width signs included (twin: open_data/tables.py).
 * @param {string} text
 * @returns {string}
 */
export function csvCell(text) {
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * One row per field of each record, so that records of all kinds share one table.
 * @param {string} code
 * @param {string} name
 * @param {readonly Shown[]} records
 * @returns {string}
 */
export function toCsv(code, name, records) {
  const rows = [["统一社会信用代码", "主体名称", "数据类别", "记录标识", "公示至", "项目", "内容"]];
  for (const each of records) {
    for (const [label, text] of Object.entries(each.fields)) {
      rows.push([code, name, each.dataset, each.record, each.until, label, text]);
    }
  }
  return `\ufeff${rows.map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

/**
 * The records that are shown on the page.
 * @param {ParentNode} page
 * @returns {Shown[]}
 */
function shown(page) {
  const found = [];
  for (const element of page.querySelectorAll("[data-record]")) {
    if (!(element instanceof HTMLElement) || element.hidden) continue;
    /** @type {Record<string, string>} */
    const fields = {};
    for (const term of element.querySelectorAll(".fields dt")) {
      fields[term.textContent ?? ""] = term.nextElementSibling?.textContent ?? "";
    }
    const { dataset = "", record = "", until = "" } = element.dataset;
    found.push({ dataset, record, until, fields });
  }
  return found;
}

/**
 * @param {string} name
 * @param {string} type
 * @param {string} text
 */
function save(name, type, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}


if (typeof document !== "undefined") {
  const main = document.querySelector("main");
  const code = main?.dataset["code"] ?? "";
  const name = document.querySelector("h1")?.textContent ?? "";
  const details = () => document.querySelectorAll("details");
  /** @type {Record<string, () => void>} */
  const acts = {
    print: () => print(),
    open: () => details().forEach((each) => { each.open = true; }),
    json: () => {
      // Read when it is asked for: stamp.js may have put the site's day on the page by then.
      const asOf = document.querySelector(".facts time")?.textContent ?? "";
      const data = { code, name, as_of: asOf, address: location.href, records: shown(document) };
      save(`${code}.json`, "application/json", `${JSON.stringify(data, null, 2)}\n`);
    },
    csv: () => save(`${code}.csv`, "text/csv;charset=utf-8", toCsv(code, name, shown(document))),
  };
  for (const [name, act] of Object.entries(acts)) {
    document.querySelector(`[data-act="${name}"]`)?.addEventListener("click", act);
  }
  addEventListener("beforeprint", () => details().forEach((each) => { each.open = true; }));
}
