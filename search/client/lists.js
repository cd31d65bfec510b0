// Postings lists over a store. Never ranks, never shows; reads only the blocks a query needs.
// Candidates come in document order, so that a caller who has enough simply stops.
// Python twin: search/published.py (which reads whole lists) and Whoosh's matchers.

/** @import { Bucket, Entry, Postings, Store } from "./types.js" */

import { FIELD, once, readBucket, readEntry, readPostings } from "./bytes.js";
import { bucketOf } from "./query.js";

/** So many candidates are checked by their cards at once: a page of results and one that tells of more; then so many. */
export const FEW = 21;
const FURTHER = 7;

/** So few candidates of a round are left to the caller's check: one more list would cost as much as their cards. */
const LITTLE = 2;

/** Candidates that are sifted through long lists in the first round, at least and at most; a further one takes twice as many. */
const ROUND = 48;
const MOST = 4000;

/** A list so many times longer than another has most of its blocks for nothing: only those that are needed are read. */
const DENSE = 8;

/** Bytes of a shard of blocks in those of a page of cards, and of a shard of single characters'. */
const WEIGHT = [3, 12];

/**
 * @param {Store} store
 * @param {string} term
 * @returns {Promise<Bucket>}
 */
export async function bucketWith(store, term) {
  return once(await store.shard("b", bucketOf(term, store.manifest.buckets)), readBucket);
}

/**
 * @param {Store} store
 * @param {string} term
 * @returns {Promise<Map<number, Entry>>} the term's postings by field
 */
export async function entriesOf(store, term) {
  const found = (await bucketWith(store, term)).terms.get(term) ?? new Map();
  return new Map(Array.from(found, ([field, raw]) => [field, readEntry(raw)]));
}

/**
 * @param {Store} store
 * @param {string[]} terms
 * @param {number} field
 * @returns {Promise<Entry[] | null>} null when one of the terms does not occur in the field
 */
export async function fieldEntries(store, terms, field) {
  const found = await Promise.all(terms.map((term) => entriesOf(store, term)));
  const entries = found.flatMap((each) => each.get(field) ?? []);
  return entries.length === terms.length && terms.length > 0 ? entries : null;
}

/**
 * @param {Store} store
 * @param {Entry} entry
 * @param {number} number of the block
 * @returns {Promise<Postings>}
 */
async function readBlock(store, entry, number) {
  const weighted = entry.field !== FIELD.name && entry.field !== FIELD.number;
  const block = entry.blocks[number];
  if (block === undefined) return readPostings(entry.inline, weighted, -1);
  const bytes = (await store.shard("p", block.shard)).subarray(block.offset, block.offset + block.size);
  return readPostings(bytes, weighted, entry.blocks[number - 1]?.last ?? -1);
}

/**
 * @param {Store} store
 * @param {Entry} entry
 * @returns {Promise<Postings>} all of a list
 */
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

/**
 * @param {Store} store
 * @param {Entry} entry
 * @param {number} low
 * @param {number} high
 * @returns {Promise<number[]>} what a list holds from `low` to `high`; only the blocks between are read
 */
export async function documentsBetween(store, entry, low, high) {
  const blocks = entry.blocks.length === 0 ? [0] : [...entry.blocks.keys()].filter(
    (i) => (entry.blocks[i]?.last ?? 0) >= low && (entry.blocks[i - 1]?.last ?? -1) < high,
  );
  const parts = await Promise.all(blocks.map((i) => readBlock(store, entry, i)));
  return parts.flatMap((each) => each.documents).filter((document) => document >= low && document <= high);
}

/**
 * @param {number[]} documents ascending
 * @param {number} wanted
 * @returns {number} how many are lower
 */
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

/**
 * @param {Entry} entry
 * @param {number[]} documents ascending
 * @returns {Map<number, number[]>} the documents by the block that would hold them
 */
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

/**
 * @param {Store} store
 * @param {Entry} entry
 * @param {number[]} documents ascending
 * @returns {Promise<Map<number, number>>} those the list holds, with their fields' lengths (0 where the list tells none)
 */
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

/**
 * The long lists that cost less than the cards they are likely to save; a list that most documents are in saves none.
 *
 * @param {Store} store
 * @param {Entry[]} entries long lists, rarest first
 * @param {number[]} documents ascending
 * @returns {Entry[]}
 */
function worth(store, entries, documents) {
  const { subjects, records } = store.manifest.documents;
  let left = documents.length;
  return entries.filter((entry) => {
    const share = entry.frequency / (entry.field === FIELD.number ? records : subjects);
    const shards = new Set([...byBlock(entry, documents).keys()].map((block) => entry.blocks[block]?.shard));
    const cost = shards.size * (WEIGHT[entry.seldom ? 1 : 0] ?? 1);
    if (left <= LITTLE || cost > left * (1 - share)) return false;
    left *= share;
    return true;
  });
}

/**
 * @param {Store} store
 * @param {Entry[]} entries long lists, rarest first
 * @param {number[]} documents ascending
 * @returns {Promise<number[]>} those that the lists hold which are worth being read, all at once
 */
export async function sifted(store, entries, documents) {
  const held = await Promise.all(worth(store, entries, documents).map((entry) => lengthsAt(store, entry, documents)));
  return documents.filter((document) => held.every((each) => each.has(document)));
}

/**
 * Documents in all inline lists, null when there is no inline list.
 *
 * @param {Entry[]} entries
 * @returns {number[] | null}
 */
export function inlineDocuments(entries) {
  const inline = entries.filter((each) => each.blocks.length === 0).sort((a, b) => a.frequency - b.frequency);
  const weighted = inline[0]?.field !== FIELD.name && inline[0]?.field !== FIELD.number;
  const lists = inline.map((each) => readPostings(each.inline, weighted, -1).documents);
  const first = lists.shift();
  if (first === undefined) return null;
  return lists.reduce((some, list) => some.filter((each) => list[lower(list, each)] === each), first);
}

/**
 * Candidates of an AND in document order, in batches. Few candidates come unsifted: the caller checks each
 * against its text anyway, and so no false one is shown and no true one lost.
 *
 * @param {Store} store
 * @param {Entry[]} entries
 * @returns {AsyncGenerator<number[], void, void>}
 */
export async function* candidates(store, entries) {
  const long = entries.filter((each) => each.blocks.length > 0).sort((a, b) => a.frequency - b.frequency);
  const short = inlineDocuments(entries);
  if (short !== null && (short.length <= FEW || long.length === 0)) {
    yield short.slice(0, FEW);
    for (let i = FEW; i < short.length; i += FURTHER) yield short.slice(i, i + FURTHER);
    return;
  }
  const driver = short === null ? long.shift() : undefined;
  const total = entries[0]?.field === FIELD.number ? store.manifest.documents.records : store.manifest.documents.subjects;
  // So many of the rarest list are likely to hold a page of results.
  let round = Math.ceil(Math.min(MOST, Math.max(ROUND, (FEW * total) / (long[0]?.frequency ?? total))));
  /** @type {number[]} */
  let waiting = [];
  let size = FEW;
  for await (const documents of driver === undefined ? [short ?? []] : driven(store, driver, long, round)) {
    for (let i = 0; i < documents.length; ) {
      waiting.push(...(await sifted(store, long, documents.slice(i, (i += round)))));
      round *= 2;
      while (waiting.length >= size) {
        yield waiting.splice(0, size);
        size = FURTHER;
      }
    }
  }
  if (waiting.length > 0) yield waiting;
}

/**
 * @param {Store} store
 * @param {Entry} driver the rarest of some long lists
 * @param {Entry[]} long the others
 * @param {number} round
 * @returns {AsyncGenerator<number[], void, void>} its documents, at least `round` of them at first, then twice as many
 */
async function* driven(store, driver, long, round) {
  const each = driver.frequency / driver.blocks.length;
  for (let block = 0, many = Math.ceil(round / each); block < driver.blocks.length; many *= 2) {
    const some = [...driver.blocks.keys()].slice(block, block + many);
    const [low, high] = [driver.blocks[block - 1]?.last ?? 0, driver.blocks[some.at(-1) ?? block]?.last ?? 0];
    block += many;
    // What the rarest of the others holds there will be asked for next, so it is read beside.
    const [other] = long;
    const beside = other !== undefined && other.frequency < DENSE * driver.frequency ? [other] : [];
    const [parts] = await Promise.all([
      Promise.all(some.map((i) => readBlock(store, driver, i))),
      ...beside.map((entry) => documentsBetween(store, entry, low, high)),
    ]);
    yield parts.flatMap((part) => part.documents);
  }
}
