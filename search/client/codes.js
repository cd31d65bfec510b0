// Credit codes that one wrong symbol has made of a right one. Loaded only when a code is not found.
// Python twin: search/repair.py.

/** @import { Found, Store } from "./types.js" */

import { SYMBOLS, WEIGHTS, innerCheck } from "./checks.js";
import { codesFrom } from "./pages.js";

/** @param {string} code 18 symbols @returns {boolean} whether the organisation code inside (symbols 9 to 17) keeps its own check */
function innerHolds(code) {
  return code[16] === innerCheck(code);
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
  const all = mendedCodes(code);
  for (const some of [all.filter(innerHolds), all.filter((mended) => !innerHolds(mended))]) {
    const each = await Promise.all(some.map((mended) => subjectsOf(store, mended)));
    if (each.flat().length > 0) return each.flat();
  }
  return [];
}

/** @param {Store} store @param {string} mended @returns {Promise<Found[]>} */
async function subjectsOf(store, mended) {
  /** @type {Found[]} */
  const found = [];
  for await (const document of codesFrom(store, mended)) found.push({ list: "subjects", document, score: 0, matched: [mended] });
  return found;
}
