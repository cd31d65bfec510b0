// Postings in order of documents, only the blocks a query needs. Never ranks or shows.
// Twin: search/published.py.

/** @import { Entry, Store } from "./types.js" */

import { FIELD, once, readBucket, readEntry, readPostings } from "./bytes.js";
import { bucketOf } from "./query.js";

/** So many candidates are checked by their cards at once: a page of results and one that tells of more; then so many, then twice. */
export const FEW = 21;
const FURTHER = 7;

/** So few candidates of a round are left to the caller's check: one more list would cost as much as their cards. */
const LITTLE = 2;

/** Candidates that are sifted through long lists in the first round and at most; a further round takes four times as many. */
const ROUND = 48;
const MOST = 768;

/** Bytes of a shard of blocks in those of the pages that it may save: of cards, of records; of single characters' shards. */
const NAME = 4;
const NUMBER = 1;
const SELDOM = 20;

/** The share of candidates a list of names is likely to rule out of those that it would if pairs were strewn about. */
const LINKED = 0.65;

/** Shards of a list that are read at once at most. */
const SHARDS = 8;

/** @param {Store} store @param {string} term @param {"b" | "n" | "s"} [folder] of words, of numbers, of sounds */
export async function bucketWith(store, term, folder = "b") {
  const { buckets, numbers, sounds } = store.manifest;
  return once(await store.shard(folder, bucketOf(term, { b: buckets, n: numbers, s: sounds }[folder])), readBucket);
}

/** @param {Store} store @param {string[]} terms @param {number} field */
export async function fieldEntries(store, terms, field) {
  const buckets = await Promise.all(terms.map((term) => bucketWith(store, term, field === FIELD.number ? "n" : "b")));
  const entries = buckets.flatMap((bucket, i) => bucket.terms.get(terms[i] ?? "")?.get(field) ?? []);
  return entries.length === terms.length && terms.length > 0 ? entries.map(readEntry) : null;
}

/** @param {Store} store @param {Entry} entry @param {number} number */
async function readBlock(store, entry, number) {
  const weighted = entry.field !== FIELD.name && entry.field !== FIELD.number;
  const block = entry.blocks[number];
  if (block === undefined) return readPostings(entry.inline, weighted, -1);
  const bytes = (await store.shard(entry.field === FIELD.number ? "m" : "p", block.shard)).subarray(block.offset, block.offset + block.size);
  return readPostings(bytes, weighted, entry.blocks[number - 1]?.last ?? -1);
}

/** @param {Store} store @param {Entry} entry */
export async function allPostings(store, entry) {
  const parts = await Promise.all(
    entry.blocks.length === 0 ? [readBlock(store, entry, 0)] : entry.blocks.map((_, i) => readBlock(store, entry, i)),
  );
  return {
    documents: parts.flatMap((each) => each.documents),
    frequencies: parts.flatMap((each) => each.frequencies),
    lengths: parts.flatMap((each) => each.lengths),
  };
}

/** @param {Store} store @param {Entry} entry @param {number} low @param {number} high */
export async function documentsBetween(store, entry, low, high) {
  const blocks = entry.blocks.length === 0 ? [0] : [...entry.blocks.keys()].filter(
    (i) => (entry.blocks[i]?.last ?? 0) >= low && (entry.blocks[i - 1]?.last ?? -1) < high,
  );
  const parts = await Promise.all(blocks.map((i) => readBlock(store, entry, i)));
  return parts.flatMap((each) => each.documents).filter((document) => document >= low && document <= high);
}

/** @param {number[]} documents @param {number} wanted */
function lower(documents, wanted) {
  let low = 0;
  let high = documents.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((documents[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @param {Entry} entry @param {number[]} documents */
function byBlock(entry, documents) {
  const lasts = entry.blocks.map((each) => each.last);
  /** @type {Map<number, number[]>} */
  const found = new Map();
  for (const document of documents) {
    const block = lower(lasts, document);
    if (entry.blocks.length > 0 && block === lasts.length) break;
    const some = found.get(block);
    if (some === undefined) found.set(block, [document]);
    else some.push(document);
  }
  return found;
}

/** Which of some documents a list holds, with their fields' lengths. @param {Store} store @param {Entry} entry @param {number[]} documents */
export async function lengthsAt(store, entry, documents) {
  /** @type {Map<number, number>} */
  const kept = new Map();
  await Promise.all(
    Array.from(byBlock(entry, documents), async ([block, some]) => {
      const held = await readBlock(store, entry, block);
      for (const each of some) {
        const place = lower(held.documents, each);
        if (held.documents[place] === each) kept.set(each, held.lengths[place] ?? 0);
      }
    }),
  );
  return kept;
}

/** Whether a long list costs less than the pages it is likely to save; one that most documents are in saves none. @param {Store} store @param {Entry} entry @param {number[]} documents */
function isWorth(store, entry, documents) {
  const { pages } = store.manifest;
  const size = entry.field === FIELD.number ? pages.records : pages.cards;
  const saved = new Set(documents.map((document) => Math.floor(document / size))).size;
  const blocks = [...byBlock(entry, documents).keys()];
  const shards = new Set(blocks.map((block) => entry.blocks[block]?.shard)).size;
  const cost = shards * (entry.seldom ? SELDOM : entry.field === FIELD.number ? NUMBER : NAME);
  // A posting takes a byte at least: so dense the list is here, though it may be elsewhere, among longer names.
  const span = blocks.reduce((sum, i) => sum + (entry.blocks[i]?.last ?? 0) - (entry.blocks[i - 1]?.last ?? -1), 1);
  const share = blocks.reduce((sum, i) => sum + (entry.blocks[i]?.size ?? 0), 0) / span;
  // Of names less: what is beside a rare pair in one is so in most.
  return saved > LITTLE && shards <= SHARDS && cost < saved * (1 - share) * (entry.field === FIELD.number ? 1 : LINKED);
}

/** @param {Store} store @param {Entry[]} entries @param {number[]} documents */
export async function sifted(store, entries, documents) {
  let kept = documents;
  for (const entry of entries) {
    if (!isWorth(store, entry, kept)) continue;
    const held = await lengthsAt(store, entry, kept);
    kept = kept.filter((document) => held.has(document));
  }
  return kept;
}

/** @param {Entry[]} entries */
export function inlineDocuments(entries) {
  const inline = entries.filter((each) => each.blocks.length === 0).sort((a, b) => a.frequency - b.frequency);
  const weighted = inline[0]?.field !== FIELD.name && inline[0]?.field !== FIELD.number;
  const lists = inline.map((each) => readPostings(each.inline, weighted, -1).documents);
  const first = lists.shift();
  if (first === undefined) return null;
  return lists.reduce((some, list) => some.filter((each) => list[lower(list, each)] === each), first);
}

/**
 * Candidates of an AND in document order, in batches. Some come unsifted: the caller checks each against its text anyway.
 *
 * @param {Store} store @param {Entry[]} entries
 */
export async function* candidates(store, entries) {
  const long = entries.filter((each) => each.blocks.length > 0).sort((a, b) => a.frequency - b.frequency);
  const short = inlineDocuments(entries);
  if (short !== null && (short.length <= FEW || long.length === 0)) {
    const left = await sifted(store, long, short);
    yield left.slice(0, FEW);
    for (let i = FEW, many = FURTHER; i < left.length; i += many, many *= 2) yield left.slice(i, i + many);
    return;
  }
  const driver = short === null ? long.shift() : undefined;
  /** @type {number[]} */
  let waiting = [];
  let size = FEW;
  let round = ROUND;
  for await (const documents of driver === undefined ? [short ?? []] : driven(store, driver)) {
    for (let i = 0; i < documents.length; ) {
      waiting.push(...(await sifted(store, long, documents.slice(i, (i += round)))));
      round = Math.min(MOST, round * 4);
      while (waiting.length >= size) {
        yield waiting.splice(0, size);
        size = size === FEW ? FURTHER : size * 2;
      }
    }
  }
  if (waiting.length > 0) yield waiting;
}

/** @param {Store} store @param {Entry} entry */
async function* driven(store, entry) {
  const shards = [...new Set(entry.blocks.map((block) => block.shard))];
  for (let i = 0, many = 1; i < shards.length; i += many, many *= 2) {
    const some = shards.slice(i, i + many);
    const blocks = [...entry.blocks.keys()].filter((place) => some.includes(entry.blocks[place]?.shard ?? -1));
    const parts = await Promise.all(blocks.map((place) => readBlock(store, entry, place)));
    yield parts.flatMap((part) => part.documents);
  }
}
