// From what was found to what is shown: titles, details, addresses, pages of results. Never shows what is past its
// last day: such a card is left out, and a count that may have become too high is not given.
// Python twin: _hit in search/command.py.

/** @import { Found, Plan, Result, Store } from "./types.js" */

import { FIELD } from "./bytes.js";
import { find } from "./engine.js";
import { fieldEntries } from "./lists.js";
import { articleOf, cardOf, headOf, recordOf } from "./pages.js";
import { mayBeNamed, mayBeNumbered } from "./query.js";
import { key } from "./tokens.js";

const EPOCH = 10956;

/** @param {number} milliseconds */
export function dayNumber(milliseconds) {
  return Math.floor((milliseconds + 8 * 3600_000) / 86_400_000) - EPOCH;
}

/** @param {number} day */
export function dayText(day) {
  return new Date((day + EPOCH) * 86_400_000).toISOString().slice(0, 10);
}

/** @param {number} until @param {number} today */
function isPast(until, today) {
  return until > 0 && until < today;
}

/** @param {Store} store @param {Plan} plan @param {Found} found @param {number} today */
async function subjectResult(store, plan, found, today) {
  const card = await cardOf(store, found.document);
  if (isPast(card.until, today)) return null;
  const counts = card.counts
    .map((count, i) => (count > 0 ? `${store.manifest.kinds[i]?.title ?? ""} ${count}` : ""))
    .filter((each) => each !== "");
  const counted = isPast(card.countedUntil, today) ? "记录数以主体页面为准" : counts.join(" · ");
  const formers = card.formerNames.filter((name) => plan.parts.some((part) => key(name).includes(part)));
  const former = formers.length > 0 ? `曾用名：${formers.join("、")}` : "";
  const status = card.status === "" ? "" : `登记状态：${card.status}`;
  return {
    found,
    kind: "entity",
    title: card.name,
    code: card.code,
    details: [former, counted === "" ? "暂无公示记录" : counted, status].filter((each) => each !== ""),
    address: `e/${card.code}/`,
  };
}

/** @param {Store} store @param {Found} found @param {number} today */
async function recordResult(store, found, today) {
  const record = await recordOf(store, found.document);
  if (isPast(record.until, today)) return null;
  const kind = store.manifest.kinds[record.kind];
  const name = kind?.name ?? "";
  const details = [`${kind?.title ?? ""} · ${record.name}`];
  const month = `${Math.floor(record.month / 12)}-${String((record.month % 12) + 1).padStart(2, "0")}`;
  const address = record.code === "" ? `${name}/${month}/` : `e/${record.code}/`;
  return { found, kind: name, title: record.number, code: record.code, details, address };
}

/** @param {Store} store @param {Found} found */
async function articleResult(store, found) {
  const article = await articleOf(store, found.document);
  const details = [`${dayText(article.date)} · ${article.department}`];
  return { found, kind: "news", title: article.title, code: "", details, address: article.url, department: article.department, day: article.date };
}

/** @param {Store} store @param {Plan} plan @param {Found} found @param {number} today */
function shownAs(store, plan, found, today) {
  if (found.list === "subjects") return subjectResult(store, plan, found, today);
  return found.list === "records" ? recordResult(store, found, today) : articleResult(store, found);
}

/** Exact results, those left out that may no longer be shown. @param {Store} store @param {Plan} plan @param {number} today */
export async function* allResults(store, plan, today) {
  const exact = plan.tree === undefined ? find(store, plan) : (await import("./matching.js")).matches(store, plan.tree);
  yield* shownOf(store, plan, exact, today);
}

/** @param {Store} store @param {Plan} plan @param {AsyncIterable<Found> | Iterable<Found>} source @param {number} today */
async function* shownOf(store, plan, source, today) {
  for await (const found of source) {
    const result = await shownAs(store, plan, found, today);
    if (result !== null) yield result;
  }
}

/**
 * The results from `skip` on, `wanted` of them, as they may be shown on the day `today`, and whether there are more.
 * `near`: nothing was found, these are what the reader may have meant.
 *
 * @param {Store} store @param {Plan} plan @param {number} today @param {number} wanted @param {number} [skip]
 */
export async function firstResults(store, plan, today, wanted, skip = 0) {
  /** @type {Result[]} */
  const all = [];
  /** @param {AsyncIterable<Result>} source */
  async function more(source) {
    for await (const result of source) if (all.push(result) > skip + wanted) return true;
    return false;
  }
  let further = await more(allResults(store, plan, today));
  const near = all.length === 0 && plan.tree === undefined;
  if (near) further = await more(shownOf(store, plan, await (await import("./repair.js")).nearResults(store, plan), today));
  return { shown: all.slice(skip, skip + wanted), more: further, near: near && all.length > 0 };
}

/** Sites of at most so many subjects and records are read whole: a few pages of cards. */
const SMALL = 4000;

/** @param {Store} store */
export function isSmall({ manifest: { documents } }) {
  return documents.subjects + documents.records <= SMALL;
}

/**
 * How many results there are, of which `least` are known: counted where the site is small; told by a head, when no other
 * list can hold its run; else at least so many.
 *
 * @param {Store} store @param {Plan} plan @param {number} today @param {number} least
 */
export async function totalOf(store, plan, today, least) {
  if (isSmall(store)) {
    const { hits, whole } = await (await import("./survey.js")).survey(store, plan, today);
    return { total: hits.length, exact: whole };
  }
  const [word, ...others] = plan.parts;
  const alone = plan.tree === undefined && others.length === 0 && word !== undefined && mayBeNamed(store, plan);
  const head = alone ? await headOf(store, word) : null;
  if (head === null) return { total: least, exact: false };
  const { name, number, ...fields } = FIELD;
  const further = [...Object.values(fields), ...(mayBeNumbered(store, plan) ? [number] : [])];
  const held = await Promise.all(further.map((field) => fieldEntries(store, plan.samples.flat(), field)));
  return { total: Math.max(least, head.count), exact: held.every((each) => each === null) && !/^[0-9a-zü]+$/.test(plan.joined) };
}
