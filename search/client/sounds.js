// Finds names by how they sound: pinyin whole, initials, both, in one run or with blanks; homophones. Loaded only for
// a query of Latin letters, or when nothing was found. Never ranks: names come in order of documents.
// Python twin: search/sounding.py.

/** @import { Entry, Found, Plan, Store } from "./types.js" */

import { Cursor, FIELD } from "./bytes.js";
import { candidates, fieldEntries, inlineDocuments } from "./lists.js";
import { cardOf } from "./pages.js";
import { sample } from "./query.js";
import { han, key } from "./tokens.js";

/** Ways to read a query that are tried, those of fewest syllables first. */
const WAYS = 8;

/** Initials in a term. */
const INITIALS = 4;

/** Syllable i of the table is written as this private character + i in a term. */
const SYLLABLE = 0xe100;

/** So few candidates are checked by their cards without asking for the other terms. */
const SURE = 20;

/** Above the places of GB 2312 characters are told by their code points. */
const OTHERS = 8192;

/** Terms asked for at once. */
const AT_ONCE = 2;

/** @typedef {number | string} Element a syllable by its place in the table, or a letter that a character begins with */

/**
 * @typedef {object} Table
 * @property {string[]} syllables
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
  const syllables = cursor.frontCoded(count);
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
  return { syllables, readings };
}

/**
 * @param {Store} store
 * @param {number} number
 * @returns {Promise<Table>} kept as long as the store; a failed one is asked for again
 */
function tableOf(store, number) {
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
function product(choices) {
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
 * @param {string[]} words
 * @param {string[]} syllables
 * @returns {Element[][][]} the ways to take Latin letters; for each, the runs that a name must hold
 */
export function heardPlans(words, syllables) {
  const spelled = words.map((word) => word.replaceAll("ü", "v"));
  if (spelled.length === 0 || spelled.some((word) => !/^[a-z]+$/.test(word))) return [];
  const each = spelled.map((word) => {
    const runs = syllableRuns(word, syllables);
    return /[iuv]/.test(word) ? runs : [...runs, [...word]];
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
function heardPart(name, run, table) {
  const characters = [...name];
  for (let start = 0; start + run.length <= characters.length; start += 1) {
    const same = run.every((element, i) => soundsLike(characters[start + i] ?? "", element, table));
    if (same) return characters.slice(start, start + run.length).join("");
  }
  return null;
}

/**
 * In which order terms are asked for: pairs of syllables as in names (see sample), initials from behind the place on.
 *
 * @param {string[]} terms
 * @returns {string[]}
 */
function inOrder(terms) {
  const spelled = terms.every((term) => term.length === INITIALS);
  const first = !spelled ? sample(terms) : terms.length > 5 ? [terms[2] ?? "", terms[4] ?? ""] : terms;
  return [...new Set([...first, ...terms])];
}

/**
 * Lists whose AND holds all that is looked for, and little else: first those at hand, then some at a time, as long as too
 * many names hold them. Ways to read a query differ in a syllable or two, so that later ones find most at hand.
 *
 * @param {Store} store
 * @param {string[]} terms
 * @param {Set<string>} hand terms whose lists were read before; more are added
 * @returns {Promise<Entry[] | null>}
 */
async function soundEntries(store, terms, hand) {
  const order = inOrder(terms);
  const rest = order.filter((term) => !hand.has(term));
  // What later ways need besides is mostly in no name at all.
  const many = hand.size === 0 ? AT_ONCE : 1;
  let asked = order.filter((term) => hand.has(term));
  /** @type {Entry[]} */
  let entries = [];
  for (;;) {
    const some = asked.length > 0 ? await fieldEntries(store, asked, FIELD.name) : [];
    if (some === null) return null;
    entries = [...entries, ...some];
    if (rest.length === 0 || (inlineDocuments(entries)?.length ?? Infinity) <= SURE) return entries;
    asked = rest.splice(0, many);
    for (const term of asked) hand.add(term);
  }
}

/**
 * The index of sounds seen as an index of names.
 *
 * @param {Store} store
 * @returns {Store}
 */
function soundStore(store) {
  const folders = new Map([["b", "s"], ["p", "q"]]);
  return {
    manifest: { ...store.manifest, buckets: store.manifest.sounds },
    shard: (folder, number) => store.shard(folders.get(folder) ?? folder, number),
  };
}

/**
 * Subjects among some whose names sound like the runs, with the parts that do.
 *
 * @param {Store} store
 * @param {Element[][]} runs
 * @param {number[]} documents
 * @param {Table} table
 * @returns {Promise<Found[]>}
 */
async function sounding(store, runs, documents, table) {
  const cards = await Promise.all(documents.map((document) => cardOf(store, document)));
  return documents.flatMap((document, i) => {
    const parts = runs.map((run) => heardPart(key(cards[i]?.name ?? ""), run, table));
    const matched = parts.filter((part) => part !== null);
    return matched.length === runs.length ? [/** @type {Found} */ ({ list: "subjects", document, score: 0, matched })] : [];
  });
}

/**
 * @param {Store} store
 * @param {Element[][][]} plans
 * @param {Table} table
 * @returns {AsyncGenerator<Found, void, void>} plan by plan in order of documents; one may come twice
 */
async function* heard(store, plans, table) {
  const sounds = soundStore(store);
  /** @type {Set<string>} */
  const hand = new Set();
  for (const runs of plans) {
    const terms = [...new Set(runs.flatMap((run) => termsOf(run, table.syllables)))];
    const entries = await soundEntries(sounds, terms, hand);
    if (entries === null) continue;
    for await (const batch of candidates(sounds, entries)) yield* await sounding(store, runs, batch, table);
  }
}

/**
 * @param {Store} store
 * @param {Plan} plan of Latin letters
 * @returns {AsyncGenerator<Found, void, void>}
 */
export async function* bySound(store, plan) {
  const table = await tableOf(store, 0);
  yield* heard(store, heardPlans(plan.words, table.syllables), table);
}

/**
 * @param {Store} store
 * @param {Plan} plan
 * @returns {AsyncGenerator<Found, void, void>} names that sound like words of two characters or more
 */
export async function* homophones(store, plan) {
  const [table, other] = await Promise.all([tableOf(store, 0), tableOf(store, 1)]);
  const of = (/** @type {string} */ character) => table.readings.get(character) ?? other.readings.get(character) ?? [];
  const each = plan.words.map((word) => Array.from(word, of));
  if (each.length === 0 || each.some((word) => word.length < 2 || word.some((some) => some.length === 0))) return;
  yield* heard(store, product(each.map(product)), table);
}
