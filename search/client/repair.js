// Second try when nothing was found: one wrong, missing, doubled or swapped character of a name (a homophone is a
// wrong one), one wrong symbol of a credit code (codes.js), homophones (sounds.js). Loaded only then. Never mixes near results with exact ones.
// Python twin: search/repair.py.

/** @import { Entry, Found, Plan, Store } from "./types.js" */

import { FIELD } from "./bytes.js";
import { documentsBetween, fieldEntries, inlineDocuments, lengthsAt, sifted } from "./lists.js";
import { cardOf } from "./pages.js";
import { gramsOf, key, nameTerms } from "./tokens.js";

/** Shortest word that is repaired: of three characters, two would match half a register. */
const SHORTEST = 4;

/** Names are looked for only by what at least one pair of at most so many names tells. */
const COMMON = 5000;

/** So few candidates are checked by their cards without asking for more pairs; without asking for all; for one row. */
const SURE = 8;
const FEW = 20;
const CHECKED = 40;

/** Places of the pairs that all rows ask for beside those at hand: of a whole name those before and after (see sample). */
const SHARED = [1, 5];

/** Terms that an unknown character adds to a name: itself and the pairs on both sides. */
const ADDED = 3;

/** @type {[number, number]} all documents */
const ANYWHERE = [0, Infinity];

/**
 * @param {string} a
 * @param {string} b
 * @returns {boolean} whether one wrong, missing, further or swapped character makes one of the other
 */
export function withinOne(a, b) {
  const [short, long] = a.length <= b.length ? [[...a], [...b]] : [[...b], [...a]];
  if (long.length - short.length > 1) return false;
  let i = 0;
  while (i < short.length && short[i] === long[i]) i += 1;
  const rest = (/** @type {string[]} */ some, /** @type {number} */ from) => some.slice(from).join("");
  if (short.length < long.length) return rest(short, i) === rest(long, i + 1);
  const swapped = short[i] === long[i + 1] && short[i + 1] === long[i] && rest(short, i + 2) === rest(long, i + 2);
  return rest(short, i + 1) === rest(long, i + 1) || swapped;
}

/**
 * @param {string} name normalised
 * @param {string} word
 * @returns {string | null} the first part of the name within one character of the word
 */
export function nearPart(name, word) {
  const characters = [...name];
  const size = [...word].length;
  for (let start = 0; start < characters.length; start += 1) {
    for (const length of [size, size - 1, size + 1]) {
      const part = characters.slice(start, start + length);
      if (part.length === length && withinOne(part.join(""), word)) return part.join("");
    }
  }
  return null;
}

/**
 * One place an error can have: runs of characters that a name then holds, how many terms it then has, their pairs.
 *
 * @typedef {{ parts: string[], least: number, most: number, grams: string[] }} Row
 */

/**
 * @param {string[]} parts
 * @param {number} further terms that one unknown character adds at most
 * @returns {Row}
 */
function rowOf(parts, further) {
  const kept = parts.filter((part) => part !== "");
  const grams = [...new Set(kept.filter((part) => [...part].length > 1).flatMap(gramsOf))];
  const least = new Set(kept.flatMap((part) => [...nameTerms(part)])).size;
  return { parts: kept, least, most: least + further, grams };
}

/**
 * What of a word stays whole, for every error it can have: one wrong, one missing character leave two parts; without a
 * further one, or with two put right, all of the name is known.
 *
 * @param {string} word
 * @returns {Row[]}
 */
export function rowsOf(word) {
  const all = [...word];
  const cut = (/** @type {number} */ from, /** @type {number} */ to = all.length) => all.slice(from, to).join("");
  const wrong = all.map((_, i) => [cut(0, i), cut(i + 1)]);
  const missing = all.slice(1).map((_, i) => [cut(0, i + 1), cut(i + 1)]);
  const further = all.map((_, i) => cut(0, i) + cut(i + 1));
  const swapped = all.slice(1).map((each, i) => cut(0, i) + each + (all[i] ?? "") + cut(i + 2));
  return [
    ...[...wrong, ...missing].map((parts) => rowOf(parts, ADDED)),
    ...[...new Set([...further, ...swapped])].map((whole) => rowOf([whole], 0)),
  ];
}

/**
 * Documents of names that have so many terms.
 *
 * @param {Store} store
 * @param {{ least: number, most: number }} row
 * @returns {[number, number]} first and last
 */
function range(store, { least, most }) {
  const bounds = store.manifest.nameLengths;
  const first = bounds.find((each) => each[2] >= least)?.[0] ?? Infinity;
  const after = bounds.find((each) => each[2] > most)?.[0] ?? Infinity;
  return [first, after - 1];
}

/**
 * @param {Store} store
 * @param {Entry[]} entries
 * @param {[number, number]} bounds
 * @returns {Promise<number[]>} what the short lists have in common; from long ones only as much as is needed
 */
async function common(store, entries, bounds) {
  const within = (/** @type {number} */ document) => document >= bounds[0] && document <= bounds[1];
  const long = entries.filter((each) => each.blocks.length > 0).sort((a, b) => a.frequency - b.frequency);
  const short = inlineDocuments(entries);
  const first = short === null ? long.shift() : undefined;
  const found = short?.filter(within) ?? (first === undefined ? [] : await documentsBetween(store, first, ...bounds));
  return found.length <= SURE ? found : sifted(store, long, found);
}

/**
 * @param {Store} store
 * @param {Entry[]} entries
 * @param {number[]} documents
 * @returns {Promise<number[]>} those that all lists hold: where only the first are checked, they must be the right ones
 */
async function held(store, entries, documents) {
  const each = await Promise.all(entries.map((entry) => lengthsAt(store, entry, documents)));
  return documents.filter((document) => each.every((some) => some.has(document)));
}

/**
 * In which order a row's pairs are asked for, as long as too many names hold them: those at hand; the middle one of those
 * put right, which nearly always tells; two that all rows share; all.
 *
 * @param {Row} row
 * @param {string[]} hand pairs whose buckets were read to find that there is nothing
 * @param {string[]} typed the word's pairs
 * @returns {string[][]}
 */
function steps({ grams }, hand, typed) {
  const known = grams.filter((gram) => hand.includes(gram));
  const right = grams.filter((gram) => !typed.includes(gram));
  const middle = right.slice(right.length >> 1, (right.length >> 1) + 1);
  const order = [known, middle, grams.filter((gram) => SHARED.some((i) => typed[i] === gram)), grams];
  /** @type {Set<string>} */
  const seen = new Set();
  return order.map((some) => some.filter((gram) => !seen.has(gram) && seen.add(gram))).filter((some) => some.length > 0);
}

/**
 * @param {Store} store
 * @param {string[][]} rounds pairs in the order they are asked for
 * @param {[number, number]} bounds
 * @returns {Promise<number[]>} subjects whose names may hold the pairs, ascending; all that do are among them
 */
async function holding(store, rounds, bounds) {
  /** @type {Entry[]} */
  let entries = [];
  let found = [];
  for (const [i, some] of rounds.entries()) {
    const read = await fieldEntries(store, some, FIELD.name);
    if (read === null) return [];
    entries = [...entries, ...read];
    const last = i === rounds.length - 1;
    const telling = entries.some((each) => each.frequency <= COMMON);
    const few = inlineDocuments(entries)?.filter((each) => each >= bounds[0] && each <= bounds[1]).length ?? Infinity;
    if (!telling || (few > SURE && i + 2 < rounds.length)) continue;
    found = await common(store, entries, bounds);
    if (last && found.length > CHECKED) return held(store, entries, found);
    if (found.length <= FEW || last) return found;
  }
  return [];
}

/**
 * @param {Store} store
 * @param {string} word
 * @param {Row[]} rows of which a name must hold one
 * @param {number[]} documents
 * @param {boolean} whole the whole name must be near, else a part of it
 * @returns {Promise<Found[]>}
 */
async function checked(store, word, rows, documents, whole) {
  const found = await Promise.all(documents.map(async (document) => {
    const name = key((await cardOf(store, document)).name);
    const terms = nameTerms(name);
    const fits = (/** @type {Row} */ row) => !whole || (row.least <= terms.size && terms.size <= row.most);
    if (!rows.some((row) => fits(row) && row.grams.every((gram) => terms.has(gram)))) return [];
    const part = whole ? (withinOne(name, word) ? name : null) : nearPart(name, word);
    return part === null ? [] : [/** @type {Found} */ ({ list: "subjects", document, score: 0, matched: [part] })];
  }));
  return found.flat();
}

/**
 * @param {Store} store
 * @param {string} word
 * @param {string[]} hand pairs whose buckets were read to find that there is nothing
 * @param {Row[]} rows
 * @param {boolean} whole
 * @returns {Promise<Found[]>} in order of documents
 */
async function nearIn(store, word, hand, rows, whole) {
  const typed = gramsOf(word);
  const found = await Promise.all(rows.map(async (row) => {
    const some = await holding(store, steps(row, hand, typed), whole ? range(store, row) : ANYWHERE);
    return checked(store, word, [row], some.slice(0, CHECKED), whole);
  }));
  const each = new Map(found.flat().map((one) => [one.document, one]));
  return [...each.values()].sort((a, b) => a.document - b.document);
}

/**
 * Most errors leave the pairs whole that were asked for first, and names that hold them are nearer to what was meant.
 * Where a whole name is meant, errors that leave nothing but typed pairs come before those that put pairs right.
 *
 * @param {Store} store
 * @param {Plan} plan of one word
 * @param {boolean} whole
 * @returns {Promise<Found[]>}
 */
async function nearNames(store, plan, whole) {
  const hand = plan.samples.flat();
  const rows = rowsOf(plan.joined);
  const intact = rows.filter(({ grams }) => hand.every((gram) => grams.includes(gram)));
  const entries = intact.length === 0 ? null : await fieldEntries(store, hand, FIELD.name);
  if (entries !== null) {
    const sizes = intact.flatMap((row) => [row.least, row.most]);
    const bounds = whole ? range(store, { least: Math.min(...sizes), most: Math.max(...sizes) }) : ANYWHERE;
    const some = entries.some((each) => each.frequency <= COMMON) ? await common(store, entries, bounds) : null;
    const few = some !== null && some.length <= FEW;
    const found = few ? await checked(store, plan.joined, intact, some, whole) : await nearIn(store, plan.joined, hand, intact, whole);
    if (found.length > 0) return found;
  }
  const typed = gramsOf(plan.joined);
  const rest = rows.filter((row) => !intact.includes(row));
  const left = whole ? rest.filter(({ grams }) => grams.every((gram) => typed.includes(gram))) : rest;
  const found = await nearIn(store, plan.joined, hand, left, whole);
  return found.length > 0 ? found : nearIn(store, plan.joined, hand, rest.filter((row) => !left.includes(row)), whole);
}

/**
 * @param {Store} store
 * @param {Plan} plan
 * @returns {Promise<Found[]>} names that sound like the query, each once
 */
async function soundNames(store, plan) {
  const [{ homophones }] = await Promise.all([import("./sounds.js"), import("./readings.js")]);
  /** @type {Map<number, Found>} */
  const found = new Map();
  for await (const each of homophones(store, plan)) found.set(each.document, each);
  return [...found.values()];
}

/**
 * What the reader may have meant, for a query that found nothing; `matched` says what of it was taken instead.
 *
 * @param {Store} store
 * @param {Plan} plan
 * @returns {Promise<Found[]>}
 */
export async function nearResults(store, plan) {
  if (/^[0-9a-z]{18}$/.test(plan.joined)) return (await import("./codes.js")).nearCodes(store, plan.joined.toUpperCase());
  if (plan.parts.length === 1 && [...plan.joined].length >= SHORTEST) {
    const whole = await nearNames(store, plan, true);
    const found = whole.length > 0 ? whole : await nearNames(store, plan, false);
    if (found.length > 0) return found;
  }
  return soundNames(store, plan);
}
