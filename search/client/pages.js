// Cards, records and sorted pages. Never ranks or shows.
// Twin: search/published.py.

/** @import { ArticleCard, Card, Head, RecordCard, Store } from "./types.js" */

import { once, readArticles, readCards, readCodes, readFences, readHeads, readParts, readRecordHeads, readRecords } from "./bytes.js";
import { bucketWith } from "./lists.js";
import { byPoint } from "./query.js";
import { key } from "./tokens.js";

/** @typedef {{ cards: Map<number, Card>, records: Map<number, RecordCard>, articles: Map<number, ArticleCard> }} Held what came with heads, codes and texts */

/** @type {WeakMap<Store, Held>} */
const HELD = new WeakMap();

/** @param {Store} store */
export function heldOf(store) {
  /** @type {Held} */
  const held = HELD.get(store) ?? { cards: new Map(), records: new Map(), articles: new Map() };
  HELD.set(store, held);
  return held;
}

/** @param {Store} store */
async function partsOf(store) {
  return once(await store.shard("d", 0), readParts);
}

/** @param {Store} store @param {string} word @param {"b" | "n"} [folder] of names, of numbers */
export async function headOf(store, word, folder = "b") {
  const { longest, numbers } = store.manifest.heads;
  if ([...word].length > (folder === "b" ? longest : numbers)) return null;
  return (await bucketWith(store, [...word].slice(0, 2).join(""), folder)).heads.get(word) ?? null;
}

/** @param {Store} store @param {Head} head @param {string} word */
export async function firstDocuments(store, head, word) {
  const [payload, parts] = await Promise.all([store.shard("h", head.page), partsOf(store)]);
  return taken(store, readHeads(payload, store.manifest, parts), heldOf(store).cards, ({ name }) => key(name).includes(word));
}

/** @param {Store} store @param {Head} head @param {string} word of document numbers */
export async function firstRecords(store, head, word) {
  const [payload, parts] = await Promise.all([store.shard("j", head.page), partsOf(store)]);
  return taken(store, readRecordHeads(payload, parts), heldOf(store).records, ({ number }) => key(number).includes(word));
}

/** @template T @param {Store} store @param {Map<number, T>} some @param {Map<number, T>} held takes them in @param {(each: T) => boolean} holds */
function taken(store, some, held, holds) {
  for (const [document, each] of some) held.set(document, each);
  return [...some].filter(([, each]) => holds(each)).slice(0, store.manifest.heads.first).map(([document]) => document);
}

/** @param {Store} store @param {number} document */
export async function cardOf(store, document) {
  const size = store.manifest.pages.cards;
  const card = heldOf(store).cards.get(document) ?? (await cardsOn(store, Math.floor(document / size)))[document % size];
  if (card === undefined) throw new RangeError("no such card");
  return card;
}

/** @param {Store} store @param {number} page */
export async function cardsOn(store, page) {
  const [payload, parts] = await Promise.all([store.shard("c", page), partsOf(store)]);
  return once(payload, (some) => readCards(some, store.manifest, parts));
}

/** @param {Store} store @param {number} document */
export async function recordOf(store, document) {
  const size = store.manifest.pages.records;
  const held = heldOf(store).records.get(document);
  if (held !== undefined) return held;
  const [payload, parts] = await Promise.all([store.shard("r", Math.floor(document / size)), partsOf(store)]);
  const record = once(payload, (page) => readRecords(page, parts))[document % size];
  if (record === undefined) throw new RangeError("no such record");
  return record;
}

/** @param {Store} store @param {number} document */
export async function articleOf(store, document) {
  const size = store.manifest.pages.articles;
  const held = heldOf(store).articles.get(document);
  const article = held ?? once(await store.shard("a", Math.floor(document / size)), readArticles)[document % size];
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
    const [payload, parts] = await Promise.all([store.shard("k", page), partsOf(store)]);
    const { rows, cards } = once(payload, (some) => readCodes(some, store.manifest, parts));
    for (const [document, card] of cards) heldOf(store).cards.set(document, card);
    for (const { code, document } of rows) {
      if (code.startsWith(prefix)) yield document;
      else if (byPoint(code, prefix) > 0) return;
    }
  }
}
