// Cards, records and sorted pages. Never ranks or shows.
// Twin: search/published.py.

/** @import { Card, Head, Store } from "./types.js" */

import { once, readArticles, readCards, readCodes, readFences, readHeads, readParts, readRecords } from "./bytes.js";
import { bucketWith } from "./lists.js";
import { byPoint } from "./query.js";
import { key } from "./tokens.js";

/** @type {WeakMap<Store, Map<number, Card>>} */
const HELD = new WeakMap();

/** @param {Store} store */
export async function partsOf(store) {
  return once(await store.shard("d", 0), readParts);
}

/** @param {Store} store @param {string} word */
export async function headOf(store, word) {
  return [...word].length > store.manifest.heads.longest ? null : ((await bucketWith(store, [...word].slice(0, 2).join(""))).heads.get(word) ?? null);
}

/** @param {Store} store @param {Head} head @param {string} word */
export async function firstDocuments(store, head, word) {
  const [payload, parts] = await Promise.all([store.shard("h", head.page), partsOf(store)]);
  const cards = readHeads(payload, store.manifest, parts);
  HELD.set(store, new Map([...(HELD.get(store) ?? []), ...cards]));
  const holding = [...cards].filter(([, card]) => key(card.name).includes(word));
  return holding.slice(0, store.manifest.heads.first).map(([document]) => document);
}

/** @param {Store} store @param {number} document */
export async function cardOf(store, document) {
  const held = HELD.get(store)?.get(document);
  if (held !== undefined) return held;
  const size = store.manifest.pages.cards;
  const [payload, parts] = await Promise.all([store.shard("c", Math.floor(document / size)), partsOf(store)]);
  const card = once(payload, (page) => readCards(page, store.manifest, parts))[document % size];
  if (card === undefined) throw new RangeError("no such card");
  return card;
}

/** @param {Store} store @param {number} document */
export async function recordOf(store, document) {
  const size = store.manifest.pages.records;
  const [payload, parts] = await Promise.all([store.shard("r", Math.floor(document / size)), partsOf(store)]);
  const record = once(payload, (page) => readRecords(page, parts))[document % size];
  if (record === undefined) throw new RangeError("no such record");
  return record;
}

/** @param {Store} store @param {number} document */
export async function articleOf(store, document) {
  const size = store.manifest.pages.articles;
  const article = once(await store.shard("a", Math.floor(document / size)), readArticles)[document % size];
  if (article === undefined) throw new RangeError("no such article");
  return article;
}

/** @param {string[]} keys @param {string} wanted */
function fenceBefore(keys, wanted) {
  const place = keys.findIndex((each) => byPoint(each, wanted) >= 0);
  return Math.max(0, (place < 0 ? keys.length : place) - 1);
}

/** The page on which `wanted`, or what begins with it, begins. @param {Store} store @param {"f" | "g"} folder @param {string[]} roots @param {string} wanted */
export async function pageOf(store, folder, roots, wanted) {
  if (roots.length === 0) return 0;
  const shard = fenceBefore(roots, wanted);
  return shard * store.manifest.pages.fences + fenceBefore(once(await store.shard(folder, shard), readFences), wanted);
}

/** @param {Store} store @param {string} prefix */
export async function* codesFrom(store, prefix) {
  const { documents, pages, fences, starts } = store.manifest;
  if (!starts.some((start) => prefix.startsWith(start))) return;
  const last = Math.ceil(documents.subjects / pages.codes);
  for (let page = await pageOf(store, "f", fences.codes, prefix); page < last; page += 1) {
    for (const { code, document } of once(await store.shard("k", page), readCodes)) {
      if (code.startsWith(prefix)) yield document;
      else if (byPoint(code, prefix) > 0) return;
    }
  }
}
