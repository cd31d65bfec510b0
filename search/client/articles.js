// Articles by their words. Never fetches or shows; loaded when lists may hold the query.
// Twin: search/query.py.

/** @import { Found, Plan, Store } from "./types.js" */

import { FIELD } from "./bytes.js";
import { FEW, allPostings, fieldEntries } from "./lists.js";
import { articleOf } from "./pages.js";
import { holdsPhrases } from "./phrases.js";
import { sample } from "./query.js";
import { impact } from "./rank.js";

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
  for (let i = 0; i < ranked.length; i += FEW) {
    const some = ranked.slice(i, i + FEW);
    const held = await Promise.all(some.map(({ document }) => holdsPhrases(store, document, plan.parts)));
    await Promise.all(some.map(({ document }, at) => held[at] && articleOf(store, document)));
    for (const [at, { document, score }] of some.entries()) if (held[at]) yield { list: "articles", document, score };
  }
}
