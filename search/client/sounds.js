// Finds names by how they sound: pinyin whole, initials, both, in one run or with blanks; homophones. Loaded only for
// a query of Latin letters, or when nothing was found. Never ranks: names come in order of documents.
// Python twin: search/sounding.py.

/** @import { Found, Plan, Store } from "./types.js" */
/** @import { Element, Table } from "./readings.js" */

import { FIELD, readPostings } from "./bytes.js";
import { FEW, bucketWith } from "./lists.js";
import { cardsOn } from "./pages.js";
import { INITIALS, SYLLABLE, heardPart, heardPlans, heldTerms, product, tableOf } from "./readings.js";
import { key } from "./tokens.js";

/** So few pages of cards that were not read before are read without asking for further terms. */
const SURE = 3;

/** The share of pages left by which a term tells nothing more. */
const MOST = 0.85;

/** Terms in a row that told nothing more: neighbours mostly say the same, so that one is too little to read many pages. */
const VAIN = 3;

/** Terms asked for at first, and in a further round: fewer would save few bytes and cost many rounds. */
const FIRST = 5;
const FURTHER = 3;

/** So many syllables and letters are taken one way only, when that gives something. */
const WHOLE = 6;

/** So few groups of cards are read at once; of more at first some, then as many as are likely to be needed, at least and at most. */
const ALL = 12;
const SOME = 7;
const LEAST = 3;
const MANY = 32;

/**
 * How often a term is likely to be heard, as a logarithm: as if what is heard side by side were strewn about.
 *
 * @param {string} term
 * @param {Table} table
 * @returns {number}
 */
function likely(term, { syllables, often }) {
  const many = (/** @type {(i: number) => boolean} */ counted) =>
    Math.log2(often.reduce((sum, each, i) => sum + (counted(i) ? 2 ** (each / 4) : 0), 1));
  const characters = [...term];
  const each = characters.map((one) =>
    many((i) => (term.length === INITIALS ? syllables[i]?.[0] === one : i === (one.codePointAt(0) ?? 0) - SYLLABLE)),
  );
  return each.reduce((sum, one) => sum + one, 0) - (each.length - 1) * many(() => true);
}

/** @typedef {Map<string, number[]>} Hand what is known of terms: the groups of cards whose names hold each */

/**
 * @param {Store} store
 * @param {string[]} terms
 * @param {Hand} hand takes in what they tell
 */
async function ask(store, terms, hand) {
  const buckets = await Promise.all(terms.map((term) => bucketWith(store, term, "s")));
  terms.forEach((term, i) => {
    const raw = buckets[i]?.terms.get(term)?.get(FIELD.name);
    hand.set(term, raw === undefined ? [] : readPostings(raw.body, false, -1).documents);
  });
}

/**
 * @param {string[]} terms
 * @param {Hand} hand
 * @returns {number[] | null} groups that have all those terms that are known; null where none is
 */
function common(terms, hand) {
  const lists = terms.flatMap((term) => (hand.has(term) ? [hand.get(term) ?? []] : []));
  const [first, ...others] = lists.sort((a, b) => a.length - b.length);
  const sets = others.map((list) => new Set(list));
  return first?.filter((group) => sets.every((set) => set.has(group))) ?? null;
}

/**
 * A way to read a query: runs that a name must hold, terms that such a name has, pages left before the last terms, how
 * many of those told nothing more.
 *
 * @typedef {{ runs: Element[][], terms: string[], before: number, vain: number }} Way
 */

/**
 * A search by sound: what it knows, and which pages of cards it has read.
 *
 * @typedef {{ store: Store, table: Table, hand: Hand, read: Set<number> }} Search
 */

/**
 * Whether the terms at hand tell enough: few pages are left to read, or the last ones left most of them, for what is
 * looked for is there.
 *
 * @param {Search} search
 * @param {Way} way
 */
function isSettled({ store, hand, read }, way) {
  const groups = common(way.terms, hand);
  if (groups === null) return false;
  const pages = new Set(groups.map((group) => pageOf(store, group)));
  const unread = [...pages].filter((page) => !read.has(page)).length;
  way.vain = unread > MOST * way.before ? way.vain + 1 : 0;
  way.before = unread;
  return unread <= SURE || (unread <= FEW && way.vain >= (unread <= FEW / 3 ? 1 : VAIN));
}

/**
 * Asks for terms until each way is settled: in a round for few, such as are in all ways that are not first, of these rare ones.
 *
 * @param {Search} search
 * @param {Way[]} ways
 * @param {number} many terms of each way in the first round
 */
async function settle(search, ways, many) {
  const { store, table, hand } = search;
  for (let open = ways, round = many; ; round = FURTHER) {
    open = open.filter((way) => !isSettled(search, way) && way.terms.some((term) => !hand.has(term)));
    if (open.length === 0) return;
    const unknown = [...new Set(open.flatMap(({ terms }) => terms))].filter((term) => !hand.has(term));
    const each = new Map(unknown.map((term) => [term, { held: open.filter(({ terms }) => terms.includes(term)).length, often: likely(term, table) }]));
    unknown.sort((a, b) => (each.get(b)?.held ?? 0) - (each.get(a)?.held ?? 0) || (each.get(a)?.often ?? 0) - (each.get(b)?.often ?? 0));
    /** @type {Set<string>} */
    const asked = new Set();
    for (const { terms } of open) {
      const lacking = round - terms.filter((term) => asked.has(term)).length;
      for (const term of unknown.filter((one) => terms.includes(one) && !asked.has(one)).slice(0, Math.max(0, lacking))) asked.add(term);
    }
    await ask(store, [...asked], hand);
  }
}

/**
 * @param {Store} store
 * @param {number} group
 * @returns {number} the page of cards it is on
 */
function pageOf(store, group) {
  return Math.floor((group * store.manifest.pages.heard) / store.manifest.pages.cards);
}

/**
 * Subjects of a group of cards whose names sound like the runs, with the parts that do.
 *
 * @param {Search} search
 * @param {Element[][]} runs
 * @param {number} group
 * @returns {Promise<Found[]>}
 */
async function sounding({ store, table, read }, runs, group) {
  const { cards, heard: size } = store.manifest.pages;
  const [first, page] = [group * size, pageOf(store, group)];
  read.add(page);
  const some = (await cardsOn(store, page)).slice(first % cards, (first % cards) + size);
  return some.flatMap(({ name }, i) => {
    const matched = runs.flatMap((run) => heardPart(key(name), run, table) ?? []);
    return matched.length < runs.length ? [] : [/** @type {Found} */ ({ list: "subjects", document: first + i, score: 0, matched })];
  });
}

/**
 * @param {Search} search
 * @param {Element[][]} runs
 * @param {number[]} groups
 * @returns {AsyncGenerator<Found, void, void>} in order of documents
 */
async function* soundingIn(search, runs, groups) {
  let found = 0;
  for (let at = 0, many = groups.length > ALL ? SOME : ALL; at < groups.length; ) {
    const some = groups.slice(at, (at += many));
    const each = (await Promise.all(some.map((group) => sounding(search, runs, group)))).flat();
    found += each.length;
    yield* each;
    // As many as are likely to fill a page of results, and no more than were read: few of the first say little.
    many = Math.max(LEAST, Math.min(MANY, at, Math.ceil(((FEW - found) * at) / Math.max(found, 1))));
  }
}

/** @param {Way} way @returns {boolean} whether so much is heard that who was found so is meant */
function isWhole({ runs }) {
  return runs.flat().length >= WHOLE;
}

/**
 * @param {Store} store
 * @param {Element[][][]} plans
 * @param {Table} table
 * @returns {AsyncGenerator<Found, void, void>} plan by plan in order of documents, whole ones until one gives something; one may come twice
 */
async function* heard(store, plans, table) {
  /** @type {Search} */
  const search = { store, table, hand: new Map(), read: new Set() };
  const ways = plans.map((runs) => ({ runs, terms: [...new Set(runs.flatMap((run) => heldTerms(run, table.syllables)))], before: Infinity, vain: 0 }));
  const [first, ...others] = ways;
  if (first === undefined) return;
  const groupsOf = (/** @type {Way} */ { terms }) => common(terms, search.hand) ?? [];
  await settle(search, [first], FIRST);
  // The other ways are asked for meanwhile, when this one will not fill a page of results and may not do alone.
  const asked = isWhole(first) || groupsOf(first).length >= FEW ? undefined : settle(search, others, 1);
  asked?.catch(() => undefined); // awaited below
  let found = 0;
  for (const way of ways) {
    if (way === others[0]) await (asked ?? settle(search, others, 1));
    for await (const each of soundingIn(search, way.runs, groupsOf(way))) {
      found += 1;
      yield each;
    }
    if (found > 0 && isWhole(way)) return;
  }
}

/**
 * @param {Store} store
 * @param {Plan} plan of Latin letters
 * @returns {AsyncGenerator<Found, void, void>}
 */
export async function* bySound(store, plan) {
  const table = await tableOf(store, 0);
  const plans = heardPlans(plan.words, table.syllables);
  if (plans.length > 0) yield* heard(store, plans, table);
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
