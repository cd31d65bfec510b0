// The stream of subjects found by a former name (曾用名), or by words of which some are in the current name and some
// in a former one. Reads all candidates before the first result: former names are few. Never repeats byName's.
// Python twin: _by_former_name in search/query.py.

/** @import { Card, Entry, Found, Plan, Store } from "./types.js" */

import { FIELD } from "./bytes.js";
import { allPostings, fieldEntries, inlineDocuments } from "./lists.js";
import { cardOf } from "./pages.js";
import { impact, nameScore } from "./rank.js";
import { key, nameTerms } from "./tokens.js";

/** So few are checked by their cards. */
const FEW = 5;

/**
 * What the lists say of one word.
 *
 * @typedef {object} Word
 * @property {string[]} grams its terms
 * @property {Map<number, number>} scores subjects with all its terms in former names, and their scores there
 * @property {Entry[] | null} names its lists in current names, null when a term does not occur
 * @property {Set<number>} possible subjects that may hold it in the current name
 */

/**
 * @param {Store} store
 * @param {string[]} grams
 * @returns {Promise<Word>}
 */
async function readWord(store, grams) {
  const entries = await fieldEntries(store, grams, FIELD.former);
  const lists = await Promise.all((entries ?? []).map((each) => allPostings(store, each)));
  const { documents, totalLengths } = store.manifest;
  /** @type {Map<number, { held: number, score: number }>} */
  const sums = new Map();
  for (const list of lists) {
    list.documents.forEach((document, i) => {
      const { held, score } = sums.get(document) ?? { held: 0, score: 0 };
      const length = list.lengths[i] ?? 1;
      const more = impact(documents.subjects, list.documents.length, 1, length, totalLengths["former"] ?? 0);
      sums.set(document, { held: held + 1, score: score + more });
    });
  }
  const whole = [...sums].filter(([, each]) => each.held === lists.length);
  const names = await fieldEntries(store, grams, FIELD.name);
  const rarest = (names ?? []).reduce((/** @type {Entry | undefined} */ a, b) => (a && a.frequency <= b.frequency ? a : b), undefined);
  const few = names === null || rarest === undefined ? [] : (inlineDocuments(names) ?? (await allPostings(store, rarest)).documents);
  return {
    grams,
    names,
    scores: new Map(whole.map(([document, { score }]) => [document, score])),
    possible: new Set(few),
  };
}

/**
 * @param {Plan} plan
 * @param {Card} card
 * @returns {boolean} whether every word is in a name, and not all in the current one
 */
function holds(plan, card) {
  const names = [card.name, ...card.formerNames].map(key);
  if (plan.parts.every((part) => names[0]?.includes(part))) return false;
  return plan.parts.every((part) => names.some((name) => name.includes(part)));
}

/**
 * @param {Store} store
 * @param {Word[]} words
 * @param {number} document
 * @param {Card} card
 * @returns {number}
 */
function scoreOf(store, words, document, card) {
  const terms = nameTerms(key(card.name));
  let score = 0;
  for (const word of words) {
    const inName = word.names !== null && word.grams.every((gram) => terms.has(gram));
    if (inName) score += nameScore(store.manifest, word.names ?? [], document);
    score += word.scores.get(document) ?? 0;
  }
  return score;
}

/**
 * The cheap way for one word: a rare pair of it leads to one subject at most, whose place needs no score.
 *
 * @param {Store} store
 * @param {Plan} plan
 * @returns {Promise<Found[] | null>} null when there is more to find or to order
 */
async function onlyMatch(store, plan) {
  if (plan.parts.length > 1) return null;
  const entries = await fieldEntries(store, plan.samples.flat(), FIELD.former);
  const some = entries === null ? [] : inlineDocuments(entries);
  if (some === null || some.length > FEW) return null;
  const cards = await Promise.all(some.map((document) => cardOf(store, document)));
  const found = some.filter((_, i) => cards[i] !== undefined && holds(plan, cards[i]));
  return found.length > 1 ? null : found.map((document) => ({ list: "subjects", document, score: NaN }));
}

/**
 * @param {Store} store
 * @param {Plan} plan
 * @returns {AsyncGenerator<Found, void, void>}
 */
export async function* formerMatches(store, plan) {
  yield* (await onlyMatch(store, plan)) ?? (await allMatches(store, plan));
}

/**
 * @param {Store} store
 * @param {Plan} plan
 * @returns {Promise<Found[]>} in their order, with scores
 */
export async function allMatches(store, plan) {
  const words = await Promise.all(plan.grams.map((grams) => readWord(store, grams)));
  const some = new Set(words.flatMap((word) => [...word.scores.keys()]));
  const possible = [...some].filter((document) =>
    words.every(({ scores, possible: few }) => few.has(document) || scores.has(document)),
  );
  const cards = await Promise.all(possible.map((document) => cardOf(store, document)));
  /** @type {Found[]} */
  const found = [];
  for (const [i, document] of possible.entries()) {
    const card = cards[i];
    if (card === undefined || !holds(plan, card)) continue;
    found.push({ list: "subjects", document, score: scoreOf(store, words, document, card) });
  }
  return found.sort((a, b) => b.score - a.score || a.document - b.document);
}
