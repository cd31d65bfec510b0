// Second try when nothing was found: one wrong, missing, doubled or swapped character of a name (a homophone is a
// wrong one), one wrong symbol of a credit code. Loaded only then. Never mixes near results with exact ones.
// Python twin: none; tests/js/repair.test.js holds it to a scan of all names.

/** @import { Found, Plan, Store } from "./types.js" */

import { FIELD } from "./bytes.js";
import { candidates, cardOf, codesFrom, fieldEntries } from "./lists.js";
import { gramsOf, key } from "./tokens.js";

/** Shortest word that is repaired: of three characters, two would match half a register. */
const SHORTEST = 4;

/** Words from here on keep enough of both sides of a swapped pair to be found by them. */
const LONG = 6;

/** Batches of candidates read for one place of the error, 20 each. */
const BATCHES = 4;

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
 * @returns {boolean} whether a part of the name is within one character of the word
 */
export function isNear(name, word) {
  const characters = [...name];
  const size = [...word].length;
  for (let start = 0; start < characters.length; start += 1) {
    for (const length of [size - 1, size, size + 1]) {
      const part = characters.slice(start, start + length);
      if (part.length === length && withinOne(part.join(""), word)) return true;
    }
  }
  return false;
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
 * @param {Store} store
 * @param {string} word
 * @returns {Promise<Found[]>} subjects with a near name: the whole name near first, then shorter names first
 */
async function nearNames(store, word) {
  /** @type {Map<number, string>} */
  const names = new Map();
  for (const parts of wholeParts(word)) {
    const entries = await fieldEntries(store, [...new Set(parts.flatMap(gramsOf))], FIELD.name);
    if (entries === null) continue;
    let batches = 0;
    for await (const batch of candidates(store, entries)) {
      const cards = await Promise.all(batch.map((document) => cardOf(store, document)));
      batch.forEach((document, i) => names.set(document, key(cards[i]?.name ?? "")));
      batches += 1;
      if (batches === BATCHES) break;
    }
  }
  const near = [...names].filter(([, name]) => isNear(name, word));
  const rank = (/** @type {string} */ name) => (withinOne(name, word) ? 0 : 1);
  near.sort((a, b) => rank(a[1]) - rank(b[1]) || a[0] - b[0]);
  return near.map(([document]) => ({ list: "subjects", document, score: NaN }));
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
    for await (const document of codesFrom(store, mended)) found.push({ list: "subjects", document, score: NaN });
  }
  return found;
}

/**
 * What the reader may have meant; for a query that found nothing.
 *
 * @param {Store} store
 * @param {Plan} plan
 * @returns {Promise<Found[]>}
 */
export async function nearResults(store, plan) {
  if (/^[0-9a-z]{18}$/.test(plan.joined)) return nearCodes(store, plan.joined.toUpperCase());
  const word = plan.parts[0] ?? "";
  return plan.parts.length === 1 && [...word].length >= SHORTEST ? nearNames(store, word) : [];
}
