// Credit codes that one wrong symbol has made of a right one. Loaded only when a code is not found.
// Python twin: search/repair.py.

/** @import { Found, Store } from "./types.js" */

import { codesFrom } from "./pages.js";

const SYMBOLS = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/** Weights of GB 32100-2015, 3^i mod 31, and of GB 11714-1997. */
const WEIGHTS = Array.from({ length: 17 }, (_, i) => 3 ** i % 31);
const INNER = [3, 7, 9, 10, 5, 8, 4, 2];
const INNER_SYMBOLS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

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
export async function nearCodes(store, code) {
  /** @type {Found[]} */
  const found = [];
  for (const mended of mendedCodes(code)) {
    if (found.length > 0 && !innerHolds(mended)) break;
    for await (const document of codesFrom(store, mended)) found.push({ list: "subjects", document, score: 0, matched: [mended] });
  }
  return found;
}
