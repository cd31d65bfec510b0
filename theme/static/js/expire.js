// Hides what may no longer be shown (公示期已满) on a page that is older than today: an element with
// `data-until` (last day shown, YYYY-MM-DD) before the later of the reader's day and the server's day.
// Never removes anything from the site itself: that is the next build's work.

const ZONE = "Asia/Shanghai";

/**
 * The day in Asia/Shanghai as YYYY-MM-DD.
 * @param {Date} moment
 * @returns {string}
 */
export function dayInShanghai(moment) {
  // sv-SE writes dates in ISO form.
  return new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE }).format(moment);
}

/**
 * The later of the reader's day and the day of an HTTP `Date` header; an unreadable header counts for nothing.
 * @param {Date} own
 * @param {string | null} header
 * @returns {string}
 */
export function laterDay(own, header) {
  const mine = dayInShanghai(own);
  const server = header === null ? NaN : Date.parse(header);
  if (Number.isNaN(server)) return mine;
  const theirs = dayInShanghai(new Date(server));
  return theirs > mine ? theirs : mine;
}

/**
 * Hide every element whose last day is before `today` and sections that have no record left, and count again what is
 * counted (`data-counts`: a dataset, dispute, or empty for all); how many records are hidden now.
 * @param {Document} page
 * @param {string} today
 * @returns {number}
 */
export function hideExpired(page, today) {
  /** @type {Set<string | undefined>} */
  const datasets = new Set();
  let hidden = 0;
  for (const element of page.querySelectorAll("[data-until]")) {
    const until = element.getAttribute("data-until") ?? "";
    if (until === "" || until >= today || !(element instanceof HTMLElement)) continue;
    element.hidden = true;
    if (element.dataset["record"] === undefined) continue; // a notice
    datasets.add(element.dataset["dataset"]);
    if (element.querySelector(".badge-dispute") !== null) datasets.add("dispute");
    hidden += 1;
  }
  if (hidden > 0) recount(page, datasets);
  const note = page.getElementById("expired-note");
  if (note !== null && hidden > 0) {
    note.textContent = `有 ${hidden} 条记录的公示期已于本页生成之后届满，不再显示。`;
    note.hidden = false;
  }
  return hidden;
}

/**
 * Counts are those of the records that are left, for a count alone tells of a penalty; one of nothing goes. The last day
 * that stands beside a count is that of the record shown longest, so it holds as long as the count is not nothing.
 * @param {Document} page
 * @param {Set<string | undefined>} datasets
 */
function recount(page, datasets) {
  for (const element of page.querySelectorAll("[data-counts]")) {
    const of = element.getAttribute("data-counts") ?? "";
    if (!(element instanceof HTMLElement) || (of !== "" && !datasets.has(of))) continue;
    const left = countLeft(page, of);
    if (left === 0) element.hidden = true;
    const text = (element.querySelector("strong") ?? element).firstChild;
    if (of !== "" && text !== null) text.nodeValue = (text.nodeValue ?? "").replace(/\d+(?= )/, String(left));
  }
  for (const section of page.querySelectorAll("section.records")) {
    const left = section.querySelector("[data-record]:not([hidden])");
    if (section instanceof HTMLElement && left === null) section.hidden = true;
  }
}

/**
 * @param {Document} page
 * @param {string} of
 * @returns {number}
 */
function countLeft(page, of) {
  const records = [...page.querySelectorAll("[data-record]:not([hidden])")];
  if (of === "") return records.length;
  if (of === "dispute") return records.filter((each) => each.querySelector(".badge-dispute") !== null).length;
  return records.filter((each) => each.getAttribute("data-dataset") === of).length;
}

/**
 * Say of a link to a record that is not on the page any more (`#r-…`) what may be the reason, and no more.
 * @param {Document} page
 * @param {string} hash
 */
export function tellMissing(page, hash) {
  const note = page.getElementById("expired-note");
  if (note === null || !note.hidden || !/^#r-[0-9a-f]{1,64}$/.test(hash) || page.getElementById(hash.slice(1)) !== null) return;
  note.textContent = "您要找的记录现在不公示：可能公示期已满、已完成信用修复，或者决定已被撤销。";
  note.hidden = false;
  note.scrollIntoView({ block: "center" });
}

/**
 * The `Date` header of this page, null when the server cannot be asked.
 * @returns {Promise<string | null>}
 */
async function serverDate() {
  try {
    const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" });
    return answer.headers.get("Date");
  } catch {
    return null; // off line: the reader's own day has been used already
  }
}

if (document.querySelector("[data-until]:not([data-until=''])") !== null) {
  hideExpired(document, laterDay(new Date(), null));
  hideExpired(document, laterDay(new Date(), await serverDate()));
}
tellMissing(document, location.hash);
