// What Latin letters and characters sound like: the table of readings, and the ways to take a query. Loaded with sounds.js.
// Never looks at the index but for that table.
// Python twin: search/sounding.py.

/** @import { Store } from "./types.js" */

import { Cursor } from "./bytes.js";
import { han } from "./tokens.js";

/** Ways to read a query that are tried, those of fewest syllables first. */
const WAYS = 8;

/** Initials in a term. */
export const INITIALS = 4;

/** Syllable i of the table is written as this private character + i in a term. */
export const SYLLABLE = 0xe100;

/** Above the places of GB 2312 characters are told by their code points. */
const OTHERS = 8192;

/** @typedef {number | string} Element a syllable by its place in the table, or a letter that a character begins with */

/**
 * @typedef {object} Table
 * @property {string[]} syllables
 * @property {number[]} often how often each is heard in names, four times the binary logarithm
 * @property {Map<string, number[]>} readings places of a character's readings
 */

/** @type {WeakMap<Store, Promise<Table>[]>} */
const tables = new WeakMap();

/**
 * @param {Store} store
 * @param {number} number 0: characters of names; 1: others
 * @returns {Promise<Table>}
 */
async function readTable(store, number) {
  const cursor = new Cursor(await store.shard("t", number));
  const count = cursor.varint();
  const [syllables, often] = [cursor.frontCoded(count), cursor.numbers(count)];
  /** @type {Map<string, number[]>} */
  const readings = new Map();
  for (const [place, size] of cursor.numbers(count).entries()) {
    let at = 0;
    for (let i = 0; i < size; i += 1) {
      at += cursor.varint();
      const character = at < OTHERS ? (han()[at] ?? "") : String.fromCodePoint(at - OTHERS);
      readings.set(character, [...(readings.get(character) ?? []), place]);
    }
  }
  return { syllables, often, readings };
}

/**
 * @param {Store} store
 * @param {number} number
 * @returns {Promise<Table>} kept as long as the store; a failed one is asked for again
 */
export function tableOf(store, number) {
  const kept = tables.get(store) ?? [];
  tables.set(store, kept);
  const table = kept[number] ?? readTable(store, number);
  kept[number] = table;
  table.catch(() => delete kept[number]);
  return table;
}

/**
 * @template T
 * @param {T[][]} choices
 * @returns {T[][]} the first ways to choose one of each, the last changing fastest
 */
export function product(choices) {
  let found = /** @type {T[][]} */ ([[]]);
  // Cut at each step: the first of a product need no more than the first of what is before.
  for (const some of choices) found = found.flatMap((head) => some.map((each) => [...head, each])).slice(0, WAYS);
  return found;
}

/**
 * @param {string} word
 * @param {string[]} syllables
 * @returns {Element[][]} the ways to part letters into syllables, fewest first; of as many, longer ones first
 */
export function syllableRuns(word, syllables) {
  const places = new Map(syllables.map((syllable, place) => [syllable, place]));
  const longest = Math.max(0, ...syllables.map((each) => each.length));
  /** @type {Element[][][]} ways[i] are those of the letters from i on */
  const ways = [];
  ways[word.length] = [[]];
  for (let start = word.length - 1; start >= 0; start -= 1) {
    /** @type {Element[][]} */
    const here = [];
    for (let size = Math.min(longest, word.length - start); size > 0; size -= 1) {
      const place = places.get(word.slice(start, start + size));
      if (place !== undefined) here.push(...(ways[start + size] ?? []).map((rest) => [place, ...rest]));
    }
    ways[start] = here.sort((a, b) => a.length - b.length).slice(0, WAYS);
  }
  return ways[0] ?? [];
}

/**
 * @param {Element[]} run
 * @param {string[]} syllables
 * @returns {string[]} terms every name has that sounds so: pairs of syllables; four initials where one is a mere letter
 */
export function termsOf(run, syllables) {
  /** @type {Set<string>} */
  const terms = new Set();
  run.forEach((other, i) => {
    const one = run[i - 1];
    if (typeof one === "number" && typeof other === "number") terms.add(String.fromCodePoint(SYLLABLE + one, SYLLABLE + other));
  });
  for (let start = 0; start + INITIALS <= run.length; start += 1) {
    const some = run.slice(start, start + INITIALS);
    if (!some.some((each) => typeof each === "string")) continue;
    terms.add(some.map((each) => (typeof each === "string" ? each : (syllables[each]?.[0] ?? ""))).join(""));
  }
  return [...terms];
}

/**
 * @param {Element[]} run
 * @param {string[]} syllables
 * @returns {string[]} all terms such a name has: four initials of syllables too, which tell more of their order than pairs
 */
export function heldTerms(run, syllables) {
  const letters = run.map((each) => (typeof each === "string" ? each : (syllables[each]?.[0] ?? "")));
  const fours = letters.slice(INITIALS - 1).map((_, i) => letters.slice(i, i + INITIALS).join(""));
  return [...termsOf(run, syllables), ...fours];
}

/**
 * @param {string[]} words
 * @param {string[]} syllables
 * @returns {Element[][][]} the ways to take Latin letters; for each, the runs that a name must hold
 */
export function heardPlans(words, syllables) {
  const spelled = words.map((word) => word.replaceAll("ü", "v"));
  if (spelled.length === 0 || spelled.some((word) => !/^[a-z]+$/.test(word))) return [];
  const each = spelled.map((word) => {
    const runs = syllableRuns(word, syllables);
    // Who parts words spells them: `mao` beside others is no m, a, o.
    const spells = spelled.length > 1 && word.length > 1 && runs.length > 0;
    return spells || /[iuv]/.test(word) ? runs : [...runs, [...word]];
  });
  const searched = (/** @type {Element[]} */ run) => termsOf(run, syllables).length > 0;
  const alone = each.map((ways) => ways.filter(searched));
  if (each.every((ways) => ways[0] !== undefined && searched(ways[0]))) return product(alone);
  return product(each).map((way) => way.flat()).filter(searched).map((run) => [run]);
}

/**
 * @param {string} character
 * @param {Element} element
 * @param {Table} table
 * @returns {boolean}
 */
function soundsLike(character, element, table) {
  const readings = table.readings.get(character) ?? [];
  if (typeof element === "number") return readings.includes(element);
  return character === element || readings.some((place) => table.syllables[place]?.[0] === element);
}

/**
 * @param {string} name normalised
 * @param {Element[]} run
 * @param {Table} table
 * @returns {string | null} the first part of the name that sounds like the run
 */
export function heardPart(name, run, table) {
  const characters = [...name];
  for (let start = 0; start + run.length <= characters.length; start += 1) {
    const same = run.every((element, i) => soundsLike(characters[start + i] ?? "", element, table));
    if (same) return characters.slice(start, start + run.length).join("");
  }
  return null;
}
