// Finds: streams of results in a fixed order, each read only as far as it is asked for. Never fetches, shows or
// looks at a clock. Order: a whole code, alone; current names that hold every word (an equal name first); current or
// former names; names that sound like a query of Latin letters; codes that begin with the query; document numbers (an
// equal one first); articles.
// Python twin: search/query.py.

/** @import { Entry, Found, Plan, Store } from "./types.js" */

import { FIELD } from "./bytes.js";
import { formerMatches } from "./former.js";
import { FEW, allPostings, candidates, entriesOf, fieldEntries, inlineDocuments } from "./lists.js";
import { cardOf, codesFrom, firstDocuments, headOf, pageOf, recordAt, recordOf } from "./pages.js";
import { byPoint, sample } from "./query.js";
import { impact, nameLength } from "./rank.js";
import { key, nameTerms } from "./tokens.js";

/** So few candidates are checked by their cards without asking for the words' other pairs. */
const SURE = 8;

/**
 * @param {Store} store
 * @param {Plan} plan
 * @returns {Promise<Entry[] | null>} lists whose AND holds all that is looked for, and little else
 */
async function nameEntries(store, plan) {
  const some = await fieldEntries(store, [...new Set(plan.samples.flat())], FIELD.name);
  if (some === null || (inlineDocuments(some)?.length ?? Infinity) <= SURE) return some;
  return fieldEntries(store, [...new Set(plan.grams.flat())], FIELD.name);
}

/**
 * @param {Store} store
 * @param {Plan} plan
 * @param {number} field
 * @returns {Promise<boolean[]>} for each word whether it can occur in a field
 */
async function possible(store, plan, field) {
  return Promise.all(plan.samples.map(async (terms) => (await fieldEntries(store, terms, field)) !== null));
}

/**
 * @param {Store} store
 * @param {Plan} plan
 * @returns {AsyncGenerator<Found, void, void>}
 */
async function* byFormerName(store, plan) {
  if (!(await possible(store, plan, FIELD.former)).includes(true)) return;
  yield* formerMatches(store, plan);
}

/**
 * @param {Plan} plan
 * @returns {string | null} the word that all others are a part of
 */
function alone(plan) {
  return plan.parts.find((word) => plan.parts.every((other) => word.includes(other))) ?? null;
}

/**
 * @param {Store} store
 * @param {Plan} plan
 * @returns {AsyncGenerator<number[], void, void>} subjects that may hold every word, ascending
 */
async function* nameCandidates(store, plan) {
  const word = alone(plan);
  const head = word === null ? null : await headOf(store, word);
  const first = word === null || head === null ? [] : await firstDocuments(store, head, word);
  if (first.length > 0) yield first;
  const entries = await nameEntries(store, plan);
  if (entries === null) return;
  for await (const batch of candidates(store, entries)) yield batch.filter((each) => each > (first.at(-1) ?? -1));
}

/**
 * @param {Store} store
 * @param {Plan} plan
 * @returns {AsyncGenerator<Found, void, void>}
 */
async function* byName(store, plan) {
  // A name equal to the query has its length; whatever is not longer waits, so that equal ones come first.
  const shortest = nameTerms(plan.joined).size;
  /** @type {Found[]} */
  let equal = [];
  /** @type {Found[]} */
  let other = [];
  for await (const batch of nameCandidates(store, plan)) {
    const cards = await Promise.all(batch.map((document) => cardOf(store, document)));
    for (const [i, document] of batch.entries()) {
      const name = key(cards[i]?.name ?? "");
      if (!plan.parts.every((part) => name.includes(part))) continue;
      if (nameLength(store.manifest, document)[1] > shortest) {
        yield* [...equal, ...other];
        equal = [];
        other = [];
      }
      /** @type {Found} */
      const found = { list: "subjects", document, score: NaN };
      (name === plan.joined ? equal : other).push(found);
      if (nameLength(store.manifest, document)[1] > shortest) yield* other.splice(0);
    }
  }
  yield* [...equal, ...other];
}

/**
 * @param {Store} store
 * @param {Plan} plan
 * @returns {AsyncGenerator<Found, void, void>}
 */
async function* byCode(store, plan) {
  const { length } = plan.joined;
  if (plan.parts.length > 1 || length < 2 || length > 18 || !/^[0-9a-z]+$/.test(plan.joined)) return;
  for await (const some of batches(codesFrom(store, plan.joined.toUpperCase()))) {
    await Promise.all(some.map((document) => cardOf(store, document)));
    for (const document of some) yield { list: "subjects", document, score: 0 };
  }
}

/**
 * @param {AsyncIterable<number>} documents
 * @returns {AsyncGenerator<number[], void, void>} so many that their cards can be asked for at once
 */
async function* batches(documents) {
  /** @type {number[]} */
  let some = [];
  for await (const document of documents) {
    some.push(document);
    if (some.length === FEW) yield some.splice(0);
  }
  yield some;
}

/**
 * @param {Store} store
 * @param {string} number normalised
 * @returns {AsyncGenerator<number, void, void>} records with exactly this number
 */
async function* equalNumbers(store, number) {
  const { documents, pages, fences } = store.manifest;
  const first = await pageOf(store, "g", fences.numbers, number);
  for (let document = first * pages.records; document < documents.records; document += 1) {
    const order = byPoint(key((await recordAt(store, document)).number), number);
    if (order > 0) return;
    if (order === 0) yield document;
  }
}

/**
 * @param {Store} store
 * @param {Plan} plan
 * @returns {AsyncGenerator<Found, void, void>}
 */
async function* byNumber(store, plan) {
  // The pairs are at hand from the names' buckets: a word whose pairs are in no number costs no request more.
  const held = await possible(store, plan, FIELD.number);
  if (plan.numbers.length === 0 || plan.parts.some((part, i) => [...part].length > 1 && !held[i])) return;
  const entries = await fieldEntries(store, plan.numbers, FIELD.number);
  if (entries === null) return;
  for await (const document of equalNumbers(store, plan.joined)) yield { list: "records", document, score: 0 };
  for await (const batch of candidates(store, entries)) {
    const records = await Promise.all(batch.map((document) => recordAt(store, document)));
    const holding = [];
    for (const [i, document] of batch.entries()) {
      const number = key(records[i]?.number ?? "");
      if (number !== plan.joined && plan.parts.every((part) => number.includes(part))) holding.push(document);
    }
    await Promise.all(holding.map((document) => recordOf(store, document)));
    for (const document of holding) yield { list: "records", document, score: 0 };
  }
}

/**
 * Articles that hold all tokens of a word in one field, with their scores.
 *
 * @param {Store} store
 * @param {string[]} tokens
 * @param {"title" | "text"} name
 * @returns {Promise<Map<number, number>>}
 */
async function articleScores(store, tokens, name) {
  if ((await fieldEntries(store, sample(tokens), FIELD[name])) === null) return new Map();
  const entries = await fieldEntries(store, tokens, FIELD[name]);
  const lists = await Promise.all((entries ?? []).map((each) => allPostings(store, each)));
  const { documents, totalLengths } = store.manifest;
  /** @type {Map<number, number[]>} */
  const scores = new Map();
  for (const list of lists) {
    list.documents.forEach((document, i) => {
      const [frequency, length] = [list.frequencies[i] ?? 0, list.lengths[i] ?? 1];
      const score = impact(documents.articles, list.documents.length, frequency, length, totalLengths[name] ?? 0);
      scores.set(document, [...(scores.get(document) ?? []), score]);
    });
  }
  const whole = [...scores].filter(([, each]) => each.length === lists.length);
  return new Map(whole.map(([document, each]) => [document, each.reduce((sum, one) => sum + one, 0)]));
}

/**
 * @param {Store} store
 * @param {Plan} plan
 * @returns {AsyncGenerator<Found, void, void>}
 */
async function* byText(store, plan) {
  if (store.manifest.documents.articles === 0) return;
  const words = await Promise.all(
    plan.tokens.map(async (tokens) => {
      const titles = await articleScores(store, tokens, "title");
      const scores = await articleScores(store, tokens, "text");
      for (const [document, score] of titles) scores.set(document, (scores.get(document) ?? 0) + score);
      return scores;
    }),
  );
  const first = words[0] ?? new Map();
  const holding = [...first.keys()].filter((document) => words.every((scores) => scores.has(document)));
  const ranked = holding.map((document) => ({
    document,
    score: words.reduce((sum, scores) => sum + (scores.get(document) ?? 0), 0),
  }));
  ranked.sort((a, b) => b.score - a.score || a.document - b.document);
  for (const { document, score } of ranked) yield { list: "articles", document, score };
}

/**
 * @param {Store} store
 * @param {Plan} plan
 * @returns {AsyncGenerator<Found, void, void>}
 */
async function* bySound(store, plan) {
  if (!/^[a-zü]+$/.test(plan.joined)) return;
  const sounds = await import("./sounds.js");
  yield* sounds.bySound(store, plan);
}

/**
 * All results of a query, best first, each once.
 *
 * @param {Store} store
 * @param {Plan} plan
 * @returns {AsyncGenerator<Found, void, void>}
 */
export async function* find(store, plan) {
  if (plan.joined === "") return;
  if (plan.joined.length === 18) {
    // A whole code has one meaning: what else might hold these characters is not looked for.
    for await (const found of byCode(store, plan)) {
      yield found;
      return;
    }
  }
  // All buckets are asked for at once; the streams then find them at hand.
  const word = alone(plan);
  await Promise.all([word === null ? null : headOf(store, word), ...plan.samples.flat().map((term) => entriesOf(store, term))]);
  /** @type {Set<string>} */
  const seen = new Set();
  for (const stream of [byName, byFormerName, bySound, byCode, byNumber, byText]) {
    for await (const found of stream(store, plan)) {
      const place = `${found.list} ${found.document}`;
      if (!seen.has(place)) yield found;
      seen.add(place);
    }
  }
}
