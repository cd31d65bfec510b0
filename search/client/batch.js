// Batch check (信用核查): many names or codes, each answered from the index in the browser. Never shows, fetches a page
// or sends anything. Loaded when the reader opens it. Python twin: none; tests/js/batch.test.js.

/** @import { Card, Store } from "./types.js" */

import { find } from "./engine.js";
import { cardOf } from "./pages.js";
import { learnFolds, planQuery } from "./query.js";
import { nearResults } from "./repair.js";
import { key } from "./tokens.js";

/** Rows a check takes. */
export const MOST = 5000;

/** Rows answered at the same time, and candidates named for a doubtful one. */
const AT_ONCE = 8;
const CANDIDATES = 3;

/**
 * The answer to one row. `state`: found, former (equal to a former name), several (equal names), doubtful, none.
 *
 * @typedef {object} Answer
 * @property {string} asked
 * @property {"found" | "former" | "several" | "doubtful" | "none"} state
 * @property {Card | null} card the subject, when it is certain
 * @property {string[]} candidates names and codes of what may be meant
 */

export const STATES = Object.freeze({
  found: "已查到",
  former: "曾用名相符",
  several: "有同名主体",
  doubtful: "未确定",
  none: "未查到",
});

/** What stands over a column of names or codes. */
const HEADINGS = /^(?:序号|编号|(?:企业|主体|单位|机构|公司)?(?:名称|全称)|(?:统一社会)?信用代码|统一代码)$/;

/**
 * The names or codes of pasted text or of a CSV file: a line's code when it has one, else its first
 * cell that is no running number; headings are left out.
 *
 * @param {string} text
 * @returns {string[]}
 */
export function askedOf(text) {
  return text
    .replace(/^\ufeff/, "")
    .split(/[\r\n]+/)
    .map((line) => {
      const cells = line.split(/[\t,;，；]/).map((cell) => cell.replace(/^["'\s\u3000]+|["'\s\u3000]+$/g, ""));
      const code = cells.find((cell) => /^[0-9A-Za-z]{18}$/.test(cell));
      return code ?? cells.find((cell) => cell !== "" && !/^[0-9]{1,7}$/.test(cell)) ?? "";
    })
    .filter((each) => key(each) !== "" && !HEADINGS.test(each));
}

/**
 * @param {Store} store
 * @param {Iterable<number>} documents
 * @param {number} today
 * @returns {Promise<Card[]>} those that may be shown
 */
async function cardsOf(store, documents, today) {
  const cards = await Promise.all(Array.from(documents, (document) => cardOf(store, document)));
  return cards.filter((card) => card.until === 0 || card.until >= today);
}

/**
 * @param {Store} store
 * @param {string} asked
 * @param {number} today
 * @returns {Promise<Answer>}
 */
export async function answer(store, asked, today) {
  const plan = planQuery(asked);
  const joined = { ...plan, parts: [plan.joined] };
  /** @type {Set<number>} */
  const places = new Set();
  for await (const found of find(store, plan)) {
    // Equal names come first, so that the first few tell whether there is one, and whether one only.
    if (found.list !== "subjects" || places.size > CANDIDATES) break;
    places.add(found.document);
  }
  const cards = await cardsOf(store, places, today);
  const code = cards.filter((card) => card.code === plan.joined.toUpperCase());
  const equal = cards.filter((card) => key(card.name) === plan.joined);
  const former = cards.filter((card) => card.formerNames.some((name) => key(name) === plan.joined));
  const certain = [code, equal, former].find((some) => some.length > 0) ?? [];
  if (certain.length === 1) {
    return { asked, state: certain === former ? "former" : "found", card: certain[0] ?? null, candidates: [] };
  }
  let some = certain.length > 0 ? certain : cards;
  if (some.length === 0) {
    const near = await nearResults(store, { ...planQuery(plan.joined), parts: joined.parts });
    some = await cardsOf(store, near.slice(0, CANDIDATES).map((each) => each.document), today);
  }
  const state = certain.length > 1 ? "several" : some.length > 0 ? "doubtful" : "none";
  return { asked, state, card: null, candidates: some.slice(0, CANDIDATES).map((card) => `${card.name}（${card.code}）`) };
}

/**
 * @param {Store} store
 * @param {string[]} asked
 * @param {number} today
 * @param {(done: number) => void} progress
 * @returns {Promise<Answer[]>} in the order asked
 */
export async function answers(store, asked, today, progress) {
  await learnFolds(asked.join(""));
  /** @type {Answer[]} */
  const found = [];
  for (let i = 0; i < asked.length; i += AT_ONCE) {
    found.push(...(await Promise.all(asked.slice(i, i + AT_ONCE).map((each) => answer(store, each, today)))));
    progress(found.length);
  }
  return found;
}

/**
 * A cell that no spreadsheet takes for a formula (CWE-1236).
 *
 * @param {string} text
 * @returns {string}
 */
export function cell(text) {
  const safe = /^[\s]*[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

/**
 * @param {Store} store
 * @param {Answer} of
 * @param {number} today
 * @returns {string[]} the cells of a row, as shown and as downloaded
 */
export function rowOf(store, of, today) {
  const { card } = of;
  const kinds = store.manifest.kinds;
  const over = card !== null && card.countedUntil > 0 && card.countedUntil < today;
  const counts = kinds.map((_, i) => (card === null ? "" : over ? "见主体页面" : String(card.counts[i] ?? 0)));
  return [of.asked, STATES[of.state], card?.name ?? "", card?.code ?? "", card?.status ?? "", ...counts, of.candidates.join("；")];
}

/**
 * @param {Store} store
 * @returns {string[]}
 */
export function headOf(store) {
  return ["核查内容", "结果", "主体名称", "统一社会信用代码", "登记状态", ...store.manifest.kinds.map((kind) => kind.title), "可能是"];
}

/**
 * @param {Store} store
 * @param {Answer[]} found
 * @param {number} today
 * @returns {string} CSV with a byte order mark, for spreadsheets; the first row tells the day of the data
 */
export function csv(store, found, today) {
  const { asOf, generation } = store.manifest;
  const note = `公示数据截至 ${asOf}（批次 ${generation}），以主体页面当日公示内容为准`;
  const rows = [[note], headOf(store), ...found.map((each) => rowOf(store, each, today))];
  return `\ufeff${rows.map((cells) => cells.map(cell).join(",")).join("\r\n")}\r\n`;
}
