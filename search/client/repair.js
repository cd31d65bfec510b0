// Second try when nothing was found: one wrong, missing, doubled or swapped character of a name (a homophone is a
// wrong one), one wrong symbol of a credit code; homophones. Loaded only then. Never mixes near results with exact ones.
// Python twin: search/repair.py.

/** @import { Found, Plan, Store } from "./types.js" */

import { FIELD } from "./bytes.js";
import { documentsBetween, fieldEntries } from "./lists.js";
import { cardOf, codesFrom } from "./pages.js";
import { gramsOf, key, nameTerms } from "./tokens.js";

/** Shortest word that is repaired: of three characters, two would match half a register. */
const SHORTEST = 4;

/** Words from here on keep enough of both sides of a swapped pair to be found by them. */
const LONG = 6;

/** A pair in more names than this tells too little to be asked for; its list would cost more than it saves. */
const COMMON = 5000;

/** So few candidates are checked by their cards without asking for more lists; names checked for a place of the error. */
const FEW = 20;
const CHECKED = 40;

/** An error of one character changes the number of a name's terms by no more. */
const SPREAD = 3;

const SYMBOLS = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/** Weights of GB 32100-2015, 3^i mod 31, and of GB 11714-1997. */
const WEIGHTS = Array.from({ length: 17 }, (_, i) => 3 ** i % 31);
const INNER = [3, 7, 9, 10, 5, 8, 4, 2];
const INNER_SYMBOLS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

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
 * What of a word stays whole, for every place an error can have.
 *
 * @param {string} word
 * @returns {string[][]} parts that a name must hold, one row for each place
 */
export function wholeParts(word) {
  const all = [...word];
  const cut = (/** @type {number} */ from, /** @type {number} */ to) => all.slice(from, to).join("");
  const rows = all.map((_, i) => [cut(0, i), cut(i + 1, all.length)]);
  for (let i = 0; i + 1 < all.length; i += 1) {
    const swapped = cut(0, i) + (all[i + 1] ?? "") + (all[i] ?? "") + cut(i + 2, all.length);
    rows.push(all.length < LONG ? [swapped] : [cut(0, i), cut(i + 2, all.length)]);
  }
  return rows.map((parts) => parts.filter((part) => part !== ""));
}

/**
 * Documents of names whose length is near that of a word.
 *
 * @param {Store} store
 * @param {string} word
 * @returns {[number, number]} first and last
 */
function range(store, word) {
  const size = nameTerms(word).size;
  const bounds = store.manifest.nameLengths;
  const first = bounds.find((row) => row[2] >= size - SPREAD)?.[0] ?? Infinity;
  const after = bounds.find((row) => row[2] > size + SPREAD)?.[0] ?? Infinity;
  return [first, after - 1];
}

/**
 * @param {Store} store
 * @param {string[]} grams
 * @param {boolean} whole
 * @param {[number, number]} bounds
 * @returns {Promise<number[]>} subjects whose names may hold the pairs, ascending; all that do are among them
 */
async function holding(store, grams, whole, bounds) {
  const entries = await fieldEntries(store, grams, FIELD.name);
  const telling = (entries ?? []).filter((each) => each.frequency <= COMMON);
  if (entries === null || (telling.length === 0 && !whole)) return [];
  const sorted = (telling.length > 0 ? telling : entries).sort((a, b) => a.frequency - b.frequency);
  /** @type {number[] | null} */
  let found = null;
  for (const entry of sorted) {
    if (found !== null && found.length <= FEW) break;
    const some = new Set(await documentsBetween(store, entry, ...bounds));
    found = found === null ? [...some] : found.filter((document) => some.has(document));
  }
  return found ?? [];
}

/**
 * @param {Store} store
 * @param {string} word
 * @param {boolean} whole the whole name must be near, else a part of it
 * @returns {Promise<Found[]>} in order of documents
 */
async function nearNames(store, word, whole) {
  /** @type {[number, number]} */
  const bounds = whole ? range(store, word) : [0, Infinity];
  /** @type {Map<number, Found>} */
  const found = new Map();
  for (const row of wholeParts(word)) {
    const grams = [...new Set(row.filter((part) => [...part].length > 1).flatMap(gramsOf))];
    const some = (await holding(store, grams, whole, bounds)).slice(0, CHECKED);
    const cards = await Promise.all(some.map((document) => cardOf(store, document)));
    for (const [i, document] of some.entries()) {
      const name = key(cards[i]?.name ?? "");
      const part = whole ? (withinOne(name, word) ? name : null) : nearPart(name, word);
      if (part !== null) found.set(document, { list: "subjects", document, score: 0, matched: [part] });
    }
  }
  return [...found.values()].sort((a, b) => a.document - b.document);
}

/**
 * @param {string} code 18 symbols
 * @returns {boolean} whether the organisation code inside (symbols 9 to 17) keeps its own check
 */
function innerHolds(code) {
  const sum = INNER.reduce((total, weight, i) => total + weight * INNER_SYMBOLS.indexOf(code[8 + i] ?? ""), 0);
  const check = 11 - (sum % 11);
  return code[16] === (check === 10 ? "X" : check === 11 ? "0" : String(check));
}

/**
 * Codes with a right check that differ from a wrong one in one symbol; at each place only one can.
 *
 * @param {string} code 18 symbols, upper case
 * @returns {string[]} those first whose inner check holds as well
 */
export function mendedCodes(code) {
  const values = [...code].map((symbol) => SYMBOLS.indexOf(symbol));
  /** @type {string[]} */
  const found = [];
  for (let place = 0; place < 18; place += 1) {
    for (const [value, symbol] of [...SYMBOLS].entries()) {
      const tried = values.map((each, i) => (i === place ? value : each));
      if (tried.includes(-1) || value === values[place]) continue;
      const sum = WEIGHTS.reduce((total, weight, i) => total + weight * (tried[i] ?? 0), 0);
      if ((31 - (sum % 31)) % 31 !== tried[17]) continue;
      // Symbols 3 to 8 are the division's digits.
      if (/^..[0-9]{6}/.test(code.slice(0, place) + symbol + code.slice(place + 1))) {
        found.push(code.slice(0, place) + symbol + code.slice(place + 1));
      }
    }
  }
  return [...found.filter(innerHolds), ...found.filter((each) => !innerHolds(each))];
}

/**
 * @param {Store} store
 * @param {string} code
 * @returns {Promise<Found[]>}
 */
async function nearCodes(store, code) {
  /** @type {Found[]} */
  const found = [];
  for (const mended of mendedCodes(code)) {
    if (found.length > 0 && !innerHolds(mended)) break;
    for await (const document of codesFrom(store, mended)) found.push({ list: "subjects", document, score: 0, matched: [mended] });
  }
  return found;
}

/**
 * @param {Store} store
 * @param {Plan} plan
 * @returns {Promise<Found[]>} names that sound like the query, each once
 */
async function soundNames(store, plan) {
  const { homophones } = await import("./sounds.js");
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
  if (/^[0-9a-z]{18}$/.test(plan.joined)) return nearCodes(store, plan.joined.toUpperCase());
  const word = plan.joined;
  if (plan.parts.length === 1 && [...word].length >= SHORTEST) {
    const whole = await nearNames(store, word, true);
    const found = whole.length > 0 ? whole : await nearNames(store, word, false);
    if (found.length > 0) return found;
  }
  return soundNames(store, plan);
}
