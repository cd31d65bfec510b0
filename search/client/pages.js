// Cards, records and sorted pages over a store. Never ranks, never shows.
// Python twin: search/published.py.

/** @import { Card, Head, RecordCard, Store } from "./types.js" */

import { once, readCards, readCodes, readFences, readHeads, readRecords } from "./bytes.js";
import { bucketWith } from "./lists.js";
import { byPoint } from "./query.js";
import { key } from "./tokens.js";

/** @type {WeakMap<Store, Map<number, Card>>} cards that came with heads */
const HELD = new WeakMap();

/**
 * @param {Store} store
 * @param {string} word
 * @returns {Promise<Head | null>} null when few names hold the word, or it is too long to tell
 */
export async function headOf(store, word) {
  return [...word].length > store.manifest.heads.longest ? null : ((await bucketWith(store, word)).heads.get(word) ?? null);
}

/**
 * @param {Store} store
 * @param {Head} head
 * @param {string} word
 * @returns {Promise<number[]>} the first documents whose names hold the word
 */
export async function firstDocuments(store, head, word) {
  const cards = readHeads(await store.shard("h", head.page), store.manifest);
  HELD.set(store, new Map([...(HELD.get(store) ?? []), ...cards]));
  const holding = [...cards].filter(([, card]) => key(card.name).includes(word));
  return holding.slice(0, store.manifest.heads.first).map(([document]) => document);
}

/**
 * @param {Store} store
 * @param {number} document
 * @returns {Promise<Card>}
 */
export async function cardOf(store, document) {
  const held = HELD.get(store)?.get(document);
  if (held !== undefined) return held;
  const size = store.manifest.pages.cards;
  const payload = await store.shard("c", Math.floor(document / size));
  const card = once(payload, (page) => readCards(page, store.manifest))[document % size];
  if (card === undefined) throw new RangeError("no such card");
  return card;
}

/**
 * @param {Store} store
 * @param {number} document
 * @returns {Promise<RecordCard>} without its subject's name and code
 */
export async function recordAt(store, document) {
  const size = store.manifest.pages.records;
  const record = once(await store.shard("r", Math.floor(document / size)), readRecords)[document % size];
  if (record === undefined) throw new RangeError("no such record");
  return record;
}

/**
 * @param {Store} store
 * @param {number} document
 * @returns {Promise<RecordCard>}
 */
export async function recordOf(store, document) {
  const record = await recordAt(store, document);
  if (record.subject < 0) return record;
  const { name, code } = await cardOf(store, record.subject);
  return { ...record, name, code };
}

/**
 * @param {string[]} keys sorted by code point
 * @param {string} wanted
 * @returns {number} the last key below `wanted`, 0 when there is none
 */
function fenceBefore(keys, wanted) {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byPoint(keys[middle] ?? "", wanted) < 0) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/**
 * The page on which `wanted`, or what begins with it, begins.
 *
 * @param {Store} store
 * @param {"f" | "g"} folder fences of codes or of numbers
 * @param {string[]} roots
 * @param {string} wanted
 * @returns {Promise<number>}
 */
export async function pageOf(store, folder, roots, wanted) {
  if (roots.length === 0) return 0;
  const shard = fenceBefore(roots, wanted);
  return shard * store.manifest.pages.fences + fenceBefore(once(await store.shard(folder, shard), readFences), wanted);
}

/**
 * Subjects whose code begins with `prefix`, in order of codes.
 *
 * @param {Store} store
 * @param {string} prefix
 * @returns {AsyncGenerator<number, void, void>}
 */
export async function* codesFrom(store, prefix) {
  const { documents, pages, fences } = store.manifest;
  const last = Math.ceil(documents.subjects / pages.codes);
  for (let page = await pageOf(store, "f", fences.codes, prefix); page < last; page += 1) {
    for (const { code, document } of once(await store.shard("k", page), readCodes)) {
      if (code.startsWith(prefix)) yield document;
      else if (byPoint(code, prefix) > 0) return;
    }
  }
}
