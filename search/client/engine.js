// Finds, as streams read only as far as asked for; their order: FORMAT.md, "Results". Never fetches or shows.
// Twin: search/query.py.

/** @import { Entry, Found, Plan, Store } from "./types.js" */

import { FIELD } from "./bytes.js";
import { withChecks } from "./checks.js";
import { FEW, bucketWith, candidates, fieldEntries, inlineDocuments } from "./lists.js";
import { cardOf, codesFrom, firstDocuments, headOf } from "./pages.js";
import { mayBeNamed, mayBeNumbered, mayBeTold, sample } from "./query.js";
import { key, nameTerms } from "./tokens.js";

/** So few candidates are checked by their cards without asking for the words' other pairs. */
const SURE = 4;

/** From so many characters on a word is taken for a whole name: nobody has it when one is wrong. */
const NAMED = 8;

/** Rounds of further pairs, and pairs a round; of several words the first pairs tell enough. */
const ROUNDS = 2;
const BESIDE = 2;

/** Pairs not asked for, those beside rare ones first: they share a character with them. @param {Plan} plan @param {Map<string, Entry>} asked */
function beside(plan, asked) {
  const often = (/** @type {string | undefined} */ gram) => asked.get(gram ?? "")?.frequency ?? Infinity;
  const each = plan.grams.flatMap((grams) => grams.map((gram, i) => ({ gram, likely: Math.min(often(grams[i - 1]), often(grams[i + 1])) })));
  return each.filter(({ gram }) => !asked.has(gram)).sort((a, b) => a.likely - b.likely).map(({ gram }) => gram);
}

/** @param {Store} store @param {Plan} plan */
async function nameEntries(store, plan) {
  /** @type {Map<string, Entry>} */
  const asked = new Map();
  let before = Infinity;
  const rounds = plan.parts.length > 1 ? 0 : ROUNDS;
  for (let round = 0; round <= rounds; round += 1) {
    const terms = round === 0 ? [...new Set(plan.samples.flat())] : [...new Set(beside(plan, asked))].slice(0, BESIDE);
    if (terms.length === 0) break;
    const some = await fieldEntries(store, terms, FIELD.name);
    if (some === null) return null;
    for (const [i, entry] of some.entries()) asked.set(terms[i] ?? "", entry);
    const left = inlineDocuments([...asked.values()])?.length ?? Infinity;
    // Where a round left most candidates, they are what is looked for: the cards tell.
    if (left <= SURE || (left <= FEW && left > before / 2)) break;
    before = left;
  }
  return [...asked.values()];
}

/** @param {Plan} plan */
function alone(plan) {
  return plan.parts.find((word) => plan.parts.every((other) => word.includes(other))) ?? null;
}

/** @param {Store} store @param {Plan} plan */
async function* nameCandidates(store, plan) {
  const word = alone(plan);
  const head = word === null ? null : await headOf(store, word);
  const first = word === null || head === null ? [] : await firstDocuments(store, head, word);
  if (first.length > 0) yield first;
  const entries = await nameEntries(store, plan);
  if (entries === null) return;
  for await (const batch of candidates(store, entries)) yield batch.filter((each) => each > (first.at(-1) ?? -1));
}

/** @param {Store} store @param {Plan} plan */
async function* byName(store, plan) {
  if (!mayBeNamed(store, plan)) return;
  // A name equal to the query has its length; whatever is not longer waits, so that equal ones come first.
  const shortest = nameTerms(plan.joined).size;
  /** @type {Found[]} */
  const equal = [];
  /** @type {Found[]} */
  const other = [];
  for await (const batch of nameCandidates(store, plan)) {
    const cards = await Promise.all(batch.map((document) => cardOf(store, document)));
    for (const [i, document] of batch.entries()) {
      const name = key(cards[i]?.name ?? "");
      if (!plan.parts.every((part) => name.includes(part))) continue;
      const longer = nameTerms(name).size > shortest;
      if (longer) yield* [...equal.splice(0), ...other.splice(0)];
      /** @type {Found} */
      const found = { list: "subjects", document, score: NaN };
      (name === plan.joined ? equal : other).push(found);
      if (longer) yield* other.splice(0);
    }
  }
  yield* [...equal, ...other];
}

/** @param {Store} store @param {Plan} plan @returns {AsyncGenerator<Found, void, void>} */
async function* byCode(store, plan) {
  const { length } = plan.joined;
  if (plan.parts.length > 1 || length < 2 || length > 18 || !/^[0-9a-z]+$/.test(plan.joined)) return;
  for await (const some of batches(codesFrom(store, plan.joined.toUpperCase()))) {
    await Promise.all(some.map((document) => cardOf(store, document)));
    for (const document of some) yield { list: "subjects", document, score: 0 };
  }
}

/** @param {AsyncIterable<number>} documents */
async function* batches(documents) {
  /** @type {number[]} */
  let some = [];
  for await (const document of documents) {
    some.push(document);
    if (some.length === FEW) yield some.splice(0);
  }
  yield some;
}

/** @param {Plan} plan */
function isHeard(plan) {
  return /^[a-zü]+$/.test(plan.joined);
}

/** @param {Store} store @param {Plan} plan */
async function* bySound(store, plan) {
  if (!isHeard(plan)) return;
  const sounds = await import("./sounds.js");
  yield* sounds.bySound(store, plan);
}

/** Whether a document may hold all terms of a word, for each, mostly by buckets at hand. @param {Store} store @param {string[][]} words @param {number} field */
function possible(store, words, field) {
  return Promise.all(words.map(async (terms) => {
    const entries = await fieldEntries(store, terms, field);
    return entries !== null && inlineDocuments(entries)?.length !== 0;
  }));
}

/** Streams loaded late, when they can give something. @type {Record<string, { may: (store: Store, plan: Plan) => Promise<boolean>, load: () => Promise<(store: Store, plan: Plan) => AsyncGenerator<Found, void, void>> }>} */
const LATE = {
  former: {
    may: async (store, plan) => mayBeNamed(store, plan) && (await possible(store, plan.samples, FIELD.former)).includes(true),
    load: async () => (await Promise.all([import("./former.js"), import("./rank.js")]))[0].byFormerName,
  },
  number: {
    may: async (store, plan) => mayBeNumbered(store, plan),
    load: async () => (await import("./numbers.js")).byNumber,
  },
  text: {
    may: async (store, plan) => {
      if (!mayBeTold(store, plan)) return false;
      const words = plan.tokens.map(sample);
      const [titles, texts] = await Promise.all([possible(store, words, FIELD.title), possible(store, words, FIELD.text)]);
      return words.every((_, i) => titles[i] || texts[i]);
    },
    load: async () => (await Promise.all([import("./articles.js"), import("./phrases.js"), import("./rank.js")]))[0].byText,
  },
};

/** @param {string} name @returns {(store: Store, plan: Plan) => AsyncGenerator<Found, void, void>} */
function late(name) {
  return async function* (store, plan) {
    if (await LATE[name]?.may(store, plan)) yield* (await LATE[name]?.load())?.(store, plan) ?? [];
  };
}

/** In the order in which results are shown. */
const STREAMS = [byName, late("former"), bySound, byCode, late("number"), late("text")];

/** What a query will need, or is likely to, asked for beside its buckets; a failure is told when it is come to. @param {Store} store @param {Plan} plan */
function askAhead(store, plan) {
  const { joined } = plan;
  /** @type {Promise<unknown>[]} */
  const asked = [];
  if (isHeard(plan)) asked.push(import("./sounds.js"), import("./readings.js"), store.shard("t", 0));
  else if (/^[0-9a-z]{18}$/.test(joined)) {
    const code = joined.toUpperCase();
    // A code that its check denies is likely to be a wrong one.
    if (withChecks(`${code.slice(0, 17)}=`) !== code) {
      asked.push(import("./repair.js"), import("./codes.js").then((codes) => codes.nearCodes(store, code)));
    }
  } else if (plan.parts.length === 1 && joined.length >= NAMED && !/[0-9a-z]/.test(joined)) asked.push(import("./repair.js"));
  if (/[0-9]/.test(joined) && mayBeNumbered(store, plan)) {
    asked.push(import("./numbers.js"), ...plan.numbers.map((term) => bucketWith(store, term, "n")));
  }
  for (const each of asked) each.catch(() => undefined);
}

/** All results of a query, best first, each once. @param {Store} store @param {Plan} plan @returns {AsyncGenerator<Found, void, void>} */
export async function* find(store, plan) {
  if (plan.joined === "") return;
  askAhead(store, plan);
  if (plan.joined.length === 18) {
    // A whole code has one meaning: what else might hold these characters is not looked for.
    for await (const found of byCode(store, plan)) {
      yield found;
      return;
    }
  }
  // All buckets are asked for at once; the streams then find them at hand.
  const word = mayBeNamed(store, plan) ? alone(plan) : null;
  const terms = mayBeNamed(store, plan) ? plan.samples.flat() : [];
  const [head] = await Promise.all([
    word === null ? null : headOf(store, word),
    ...terms.map((term) => bucketWith(store, term)),
  ]);
  // Loaded meanwhile, unless a head will do; a failure is told when the streams are come to. Of one word without a head
  // there are few names: articles will be come to.
  for (const name of head === null ? ["former", "number", ...(plan.parts.length === 1 ? ["text"] : [])] : []) {
    if (await LATE[name]?.may(store, plan)) void LATE[name]?.load().catch(() => undefined);
  }
  /** @type {Set<string>} */
  const seen = new Set();
  for (const stream of STREAMS) {
    for await (const found of stream(store, plan)) {
      const place = `${found.list} ${found.document}`;
      if (!seen.has(place)) yield found;
      seen.add(place);
    }
  }
}
