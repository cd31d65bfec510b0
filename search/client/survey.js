// All results of a query as far as they may be read: for their number, for counts by kind, department and year, for
// filters and for order by date. Loaded only for these. Never shows anything.
// Python twin: none (facets.py makes what is read); tests/js/survey.test.js.

/** @import { Choice, Plan, Result, Store } from "./types.js" */

import { Cursor, once } from "./bytes.js";
import { byPoint } from "./query.js";
import { allResults, dayText, isSmall } from "./results.js";

/** Results looked at, at most: behind each stands a card, and more cards than these would be a megabyte. */
const MOST = 500;

/** Records a page of days and departments. */
const PAGE = 4096;

/** @typedef {{ result: Result, department: string, day: number }} Hit day: 0 for none */
/** @typedef {{ name: string, title: string, count: number }} Count */

/**
 * @param {Uint8Array} payload
 * @returns {{ days: number[], departments: number[] }}
 */
function readPage(payload) {
  const cursor = new Cursor(payload);
  const count = cursor.varint();
  return { days: cursor.numbers(count), departments: cursor.numbers(count) };
}

/**
 * @param {Uint8Array} payload
 * @returns {string[]}
 */
function readNames(payload) {
  const cursor = new Cursor(payload);
  return cursor.frontCoded(cursor.varint());
}

/**
 * @param {Store} store
 * @param {Result} result
 * @returns {Promise<Hit>}
 */
async function dated(store, result) {
  const { list, document } = result.found;
  if (list !== "records") return { result, department: result.department ?? "", day: result.day ?? 0 };
  const [names, page] = await Promise.all([store.shard("w", 0), store.shard("w", 1 + Math.floor(document / PAGE))]);
  const { days, departments } = once(page, readPage);
  const at = document % PAGE;
  return { result, department: once(names, readNames)[(departments[at] ?? 0) - 1] ?? "", day: days[at] ?? 0 };
}

/**
 * @param {Store} store
 * @param {Plan} plan
 * @param {number} today
 * @returns {Promise<{ hits: Hit[], whole: boolean }>} the first results, and whether they are all there are
 */
export async function survey(store, plan, today) {
  /** @type {Result[]} */
  const found = [];
  let whole = true;
  for await (const result of allResults(store, plan, today)) {
    if (found.length === MOST && !isSmall(store)) {
      whole = false;
      break;
    }
    found.push(result);
  }
  return { hits: await Promise.all(found.map((result) => dated(store, result))), whole };
}

/**
 * @param {Hit} hit
 * @returns {Required<Omit<Choice, "order">>}
 */
function facetsOf({ result, department, day }) {
  return { kind: result.kind, department, year: day > 0 ? dayText(day).slice(0, 4) : "" };
}

/**
 * @param {Hit[]} hits
 * @param {Choice} choice
 * @param {keyof Choice} [but] a facet whose choice is left out
 * @returns {Hit[]}
 */
function chosen(hits, choice, but) {
  const bound = /** @type {("kind" | "department" | "year")[]} */ (["kind", "department", "year"]).filter((name) => name !== but && choice[name]);
  return hits.filter((hit) => bound.every((name) => facetsOf(hit)[name] === choice[name]));
}

/**
 * How many results each choice of a facet would leave, given the other choices.
 *
 * @param {Store} store
 * @param {Hit[]} hits
 * @param {Choice} choice
 * @returns {{ kind: Count[], department: Count[], year: Count[] }} departments by count, years newest first
 */
export function countsOf(store, hits, choice) {
  const titles = new Map([["entity", "市场主体"], ...store.manifest.kinds.map(({ name, title }) => /** @type {const} */ ([name, title])), ["news", "文章"]]);
  const order = [...titles.keys()];
  /** @param {"kind" | "department" | "year"} facet */
  const count = (facet) => {
    /** @type {Map<string, number>} */
    const many = new Map();
    for (const hit of chosen(hits, choice, facet)) {
      const name = facetsOf(hit)[facet];
      if (name !== "") many.set(name, (many.get(name) ?? 0) + 1);
    }
    return Array.from(many, ([name, number]) => ({ name, title: titles.get(name) ?? name, count: number }));
  };
  return {
    kind: count("kind").sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name)),
    department: count("department").sort((a, b) => b.count - a.count || byPoint(a.name, b.name)),
    year: count("year").sort((a, b) => byPoint(b.name, a.name)),
  };
}

/**
 * The results a choice leaves, `wanted` from `skip` on. By date: newest first, what has no date last, else as they were.
 *
 * @param {Store} store
 * @param {Plan} plan
 * @param {number} today
 * @param {number} wanted
 * @param {number} skip
 * @param {Choice} choice
 * @returns {Promise<{ shown: Result[], more: boolean, near: boolean, total: number, exact: boolean }>}
 */
export async function chosenResults(store, plan, today, wanted, skip, choice) {
  const { hits, whole } = await survey(store, plan, today);
  const some = chosen(hits, choice);
  if (choice.order === "date") some.sort((a, b) => b.day - a.day);
  const shown = some.slice(skip, skip + wanted).map((hit) => hit.result);
  return { shown, more: some.length > skip + wanted, near: false, total: some.length, exact: whole };
}
