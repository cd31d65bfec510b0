// Filter and sort for tables (筛选、排序): lists of records and the figures of the compliance pages.
// Works on the rows of the page alone, never fetches: without it every row is in the table already.

/**
 * What a cell is sorted by: its `data-value`, else its text.
 * @param {HTMLTableRowElement} row
 * @param {number} column
 * @returns {string}
 */
export function sortKey(row, column) {
  const cell = row.cells[column];
  if (cell === undefined) return "";
  return cell.dataset["value"] ?? (cell.textContent ?? "").trim();
}

/**
 * Order of two keys: numbers by size, texts as Chinese; an empty key (no data) always stands last.
 * @param {string} left
 * @param {string} right
 * @param {1 | -1} direction
 * @returns {number}
 */
export function compareKeys(left, right, direction) {
  if (left === "" || right === "") return Number(left === "") - Number(right === "");
  const [a, b] = [Number(left), Number(right)];
  const order = Number.isNaN(a) || Number.isNaN(b) ? left.localeCompare(right, "zh-CN") : a - b;
  return order * direction;
}

/**
 * Sort a table by one column; equal rows keep their order.
 * @param {HTMLTableElement} table
 * @param {number} column
 * @param {1 | -1} direction
 */
function sortTable(table, column, direction) {
  const body = table.tBodies[0];
  if (body === undefined) return;
  const rows = [...body.rows];
  rows.sort((a, b) => compareKeys(sortKey(a, column), sortKey(b, column), direction));
  body.append(...rows);
}

/**
 * Put a button into each heading; the first press of a figure sorts the largest first.
 * @param {HTMLTableElement} table
 */
function makeSortable(table) {
  const headings = [...(table.tHead?.rows[0]?.cells ?? [])];
  for (const [column, heading] of headings.entries()) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.textContent = heading.textContent;
    button.addEventListener("click", () => {
      const falling = heading.getAttribute("aria-sort") === null ? column > 0 : heading.ariaSort === "ascending";
      for (const other of headings) other.removeAttribute("aria-sort");
      heading.setAttribute("aria-sort", falling ? "descending" : "ascending");
      sortTable(table, column, falling ? -1 : 1);
    });
    heading.replaceChildren(button);
  }
}

/**
 * The text a row is found by: its heading, or all its cells.
 * @param {HTMLTableRowElement} row
 * @param {boolean} whole
 * @returns {string}
 */
function textOf(row, whole) {
  return (whole ? row.textContent : row.cells[0]?.textContent) ?? "";
}

/**
 * A field above a table that leaves only rows which hold every word of it; how many are left is told.
 * @param {HTMLTableElement} table
 * @param {string} label
 */
function makeFilter(table, label) {
  const line = (table.closest(".scroll") ?? table).previousElementSibling;
  if (line === null || !line.classList.contains("filter")) return; // the place is kept free by the page, so that nothing moves
  const name = document.createElement("label");
  const field = document.createElement("input");
  const status = document.createElement("span");
  field.type = "search";
  status.setAttribute("role", "status");
  name.append(`${label} `, field);
  line.append(name, status);
  field.addEventListener("input", () => {
    const wanted = field.value.trim().split(/\s+/);
    const whole = table.classList.contains("list");
    let left = 0;
    for (const row of table.tBodies[0]?.rows ?? []) {
      const text = textOf(row, whole);
      row.classList.toggle("filtered", !wanted.every((word) => text.includes(word)));
      left += Number(!row.classList.contains("filtered"));
    }
    status.textContent = wanted.join("") === "" ? "" : `符合的有 ${left} 行`;
  });
}

if (typeof document !== "undefined") {
  for (const table of document.querySelectorAll("table[data-sortable]")) {
    if (!(table instanceof HTMLTableElement)) continue;
    makeSortable(table);
    makeFilter(table, table.dataset["filter"] ?? "筛选");
  }
}
