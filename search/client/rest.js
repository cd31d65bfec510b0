// Former names, document numbers, articles. Never fetches or shows; loaded when a query may come to them.
// Twin: search/query.py.

/** @import { Found, Plan, Store } from "./types.js" */

import { FIELD } from "./bytes.js";
import { formerMatches } from "./former.js";
import { FEW, allPostings, candidates, fieldEntries } from "./lists.js";
import { pageOf, recordOf } from "./pages.js";
import { byPoint, sample } from "./query.js";
import { impact } from "./rank.js";
import { key } from "./tokens.js";

/** @param {Store} store @param {Plan} plan @returns {AsyncGenerator<Found, void, void>} */
export async function* byFormerName(store, plan) {
  yield* formerMatches(store, plan);
}

/** @param {string} number normalised */
function orderOf(number) {
  return `${number.replace(/[^0-9]+/g, "")} ${number}`;
}

/** @param {Store} store @param {string} number normalised */
async function equalNumbers(store, number) {
  const { documents, pages, fences } = store.manifest;
  const wanted = orderOf(number);
  /** @type {number[]} */
  const found = [];
  const first = await pageOf(store, "g", fences.numbers, wanted);
  for (let document = first * pages.records; document < documents.records; document += 1) {
    const order = byPoint(orderOf(key((await recordOf(store, document)).number)), wanted);
    if (order > 0) break;
    if (order === 0) found.push(document);
  }
  return found;
}

/** @param {Store} store @param {Plan} plan @returns {AsyncGenerator<Found, void, void>} */
export async function* byNumber(store, plan) {
  const entries = await fieldEntries(store, plan.numbers, FIELD.number);
  if (entries === null) return;
  const equal = equalNumbers(store, plan.joined);
  equal.catch(() => undefined); // awaited below; beside it the lists are read
  for await (const batch of candidates(store, entries)) {
    const records = await Promise.all(batch.map((document) => recordOf(store, document)));
    for (const document of await equal.then((some) => some.splice(0))) yield { list: "records", document, score: 0 };
    for (const [i, document] of batch.entries()) {
      const number = key(records[i]?.number ?? "");
      if (number !== plan.joined && plan.parts.every((part) => number.includes(part))) yield { list: "records", document, score: 0 };
    }
  }
}

/**
 * Articles that hold all tokens of a word in one field, with their scores.
 *
 * @param {Store} store
 * @param {string[]} tokens
 * @param {"title" | "text"} name
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

/** @param {Store} store @param {Plan} plan @returns {AsyncGenerator<Found, void, void>} */
export async function* byText(store, plan) {
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
  if (ranked.length === 0) return;
  const { holdsPhrases } = await import("./phrases.js");
  for (let i = 0; i < ranked.length; i += FEW) {
    const some = ranked.slice(i, i + FEW);
    const held = await Promise.all(some.map(({ document }) => holdsPhrases(store, document, plan.parts)));
    for (const [at, { document, score }] of some.entries()) if (held[at]) yield { list: "articles", document, score };
  }
}
