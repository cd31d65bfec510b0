// Subjects by a former name (曾用名). Never repeats byName's.
// Twin: search/query.py.

/** @import { Card, Entry, Found, Plan, Store } from "./types.js" */

import { FIELD } from "./bytes.js";
import { allPostings, fieldEntries, inlineDocuments, lengthsAt } from "./lists.js";
import { cardOf } from "./pages.js";
import { impact, nameScore } from "./rank.js";
import { key, nameTerms } from "./tokens.js";

/** So few are checked by their cards. */
const FEW = 5;

/** A list that more than one subject of so many is in tells too little to be read. */
const DENSE = 16;

/**
 * What the lists say of one word: its terms, and its lists in current and in former names, null when a term is in none.
 *
 * @typedef {{ grams: string[], names: Entry[] | null, former: Entry[] | null }} Word
 */

/** @param {Entry[]} entries */
function rarest(entries) {
  return entries.reduce((a, b) => (a.frequency <= b.frequency ? a : b));
}

/** @param {Store} store @param {Entry[] | null} entries */
async function holders(store, entries) {
  if (entries === null) return [];
  return inlineDocuments(entries) ?? (await allPostings(store, rarest(entries))).documents;
}

/**
 * Whoever holds the rarest word, in a former name or in the current one; in the latter case a former name must hold
 * another word.
 *
 * @param {Store} store
 * @param {Word[]} words
 */
async function possible(store, words) {
  const size = (/** @type {Entry[] | null} */ entries) => (entries === null ? 0 : rarest(entries).frequency);
  const [driver, ...others] = [...words].sort((a, b) => size(a.former) + size(a.names) - size(b.former) - size(b.names));
  if (driver === undefined || words.some(({ names, former }) => names === null && former === null)) return [];
  const renamed = await holders(store, driver.former);
  const telling = others.flatMap(({ former }) => (former === null ? [] : [rarest(former)]));
  if (telling.length === 0) return renamed;
  const named = await holders(store, driver.names);
  const held = await Promise.all(telling.map((entry) => lengthsAt(store, entry, named)));
  const some = new Set([...renamed, ...named.filter((document) => held.some((each) => each.has(document)))]);
  return sifted(store, words, [...some].sort((a, b) => a - b));
}

/** @param {Store} store @param {Entry[] | null} entries @param {number[]} documents */
async function heldBy(store, entries, documents) {
  const { subjects } = store.manifest.documents;
  const asked = (entries ?? []).filter((each) => each.frequency * DENSE < subjects);
  const held = await Promise.all(asked.map((entry) => lengthsAt(store, entry, documents)));
  return (/** @type {number} */ document) => entries !== null && held.every((each) => each.has(document));
}

/** @param {Store} store @param {Word[]} words @param {number[]} documents ascending */
async function sifted(store, words, documents) {
  if (documents.length <= FEW) return documents;
  const former = await Promise.all(words.map((word) => heldBy(store, word.former, documents)));
  const renamed = documents.filter((document) => former.some((held) => held(document)));
  const names = await Promise.all(words.map((word) => heldBy(store, word.names, renamed)));
  return renamed.filter((document) => words.every((_, i) => former[i]?.(document) || names[i]?.(document)));
}

/** @param {Plan} plan @param {Card} card */
function holds(plan, card) {
  const names = [card.name, ...card.formerNames].map(key);
  if (plan.parts.every((part) => names[0]?.includes(part))) return false;
  return plan.parts.every((part) => names.some((name) => name.includes(part)));
}

/** @param {Store} store @param {Word[]} words @param {number} document @param {Card} card */
async function scoreOf(store, words, document, card) {
  const { documents, totalLengths } = store.manifest;
  const terms = nameTerms(key(card.name));
  const before = new Set(card.formerNames.flatMap((name) => [...nameTerms(key(name))]));
  let score = 0;
  for (const { grams, names, former } of words) {
    if (names !== null && grams.every((gram) => terms.has(gram))) score += nameScore(store.manifest, names, document);
    if (former === null || !grams.every((gram) => before.has(gram))) continue;
    const length = (await lengthsAt(store, rarest(former), [document])).get(document) ?? 1;
    for (const { frequency } of former) score += impact(documents.subjects, frequency, 1, length, totalLengths["former"] ?? 0);
  }
  return score;
}

/**
 * The cheap way for one word: a rare pair of it leads to one subject at most, whose place needs no score.
 *
 * @param {Store} store
 * @param {Plan} plan @returns {Promise<Found[] | null>}
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

/** @param {Store} store @param {Plan} plan @returns {AsyncGenerator<Found, void, void>} */
export async function* byFormerName(store, plan) {
  yield* (await onlyMatch(store, plan)) ?? (await allMatches(store, plan));
}

/** @param {Store} store @param {Plan} plan */
export async function allMatches(store, plan) {
  const words = await Promise.all(
    plan.grams.map(async (grams) => ({
      grams,
      names: await fieldEntries(store, grams, FIELD.name),
      former: await fieldEntries(store, grams, FIELD.former),
    })),
  );
  const some = await possible(store, words);
  const cards = await Promise.all(some.map((document) => cardOf(store, document)));
  /** @type {Found[]} */
  const found = [];
  for (const [i, document] of some.entries()) {
    const card = cards[i];
    if (card === undefined || !holds(plan, card)) continue;
    found.push({ list: "subjects", document, score: await scoreOf(store, words, document, card) });
  }
  return found.sort((a, b) => b.score - a.score || a.document - b.document);
}
