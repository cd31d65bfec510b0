// What a query with operators finds: subjects, then records, then articles, each in order of documents. Never ranks or
// parses. Loaded only for such a query.
// Python twin: search/matching.py.

/** @import { Card, Found, Store } from "./types.js" */
/** @import { Tree } from "./operators.js" */

import { FIELD } from "./bytes.js";
import { allPostings, candidates, fieldEntries } from "./lists.js";
import { QueryError } from "./operators.js";
import { cardOf, codesFrom, recordOf } from "./pages.js";
import { gramsOf, key, tokens, triplesOf } from "./tokens.js";

/** Ways to fulfil a query that are read side by side. */
const WAYS = 64;

/** @typedef {[string, string]} Leaf a field and a word */

/**
 * @param {Tree} tree
 * @returns {Tree[]}
 */
function children(tree) {
  return ["and", "or", "not"].includes(tree[0]) ? tree.slice(1) : [];
}

/**
 * @param {Tree} tree
 * @param {(leaf: Leaf) => boolean} leaf
 * @returns {boolean}
 */
function holds(tree, leaf) {
  if (tree[0] === "not") return !children(tree).every((each) => holds(each, leaf));
  if (tree[0] === "and") return children(tree).every((each) => holds(each, leaf));
  if (tree[0] === "or") return children(tree).some((each) => holds(each, leaf));
  return leaf(/** @type {Leaf} */ (tree));
}

/**
 * What must be there, in every way a query can be fulfilled; null where nothing need be (NOT).
 *
 * @param {Tree} tree
 * @param {(leaf: Leaf) => Leaf[]} fields the leaves a leaf stands for
 * @returns {Leaf[][] | null}
 */
function ways(tree, fields) {
  if (tree[0] === "not") return null;
  const each = children(tree).map((child) => ways(child, fields));
  const bound = each.filter((some) => some !== null);
  /** @type {Leaf[][]} */
  let found;
  if (tree[0] === "or") {
    if (bound.length < each.length) return null;
    found = bound.flat();
  } else if (tree[0] === "and") {
    if (bound.length === 0) return null;
    found = bound.reduce((heads, some) => heads.flatMap((head) => some.map((tail) => [...head, ...tail])));
  } else found = fields(/** @type {Leaf} */ (tree)).map((leaf) => [leaf]);
  if (found.length > WAYS) throw new QueryError(0, 0, "检索式过于复杂。请减少 OR，或为词写明字段（如 名称:云杉）。");
  return found;
}

/**
 * @param {AsyncGenerator<number[], void, void>[]} sources each ascending
 * @returns {AsyncGenerator<number, void, void>} all, ascending, each once
 */
async function* merged(sources) {
  /** @type {number[][]} */
  const heads = sources.map(() => []);
  const open = new Set(sources.keys());
  let last = -1;
  for (;;) {
    for (const i of open) {
      while (open.has(i) && heads[i]?.length === 0) {
        const next = await sources[i]?.next();
        if (next?.done !== false) open.delete(i);
        else heads[i] = [...next.value];
      }
    }
    const least = Math.min(...heads.map((head) => head[0] ?? Infinity));
    if (least === Infinity) return;
    for (const head of heads) if (head[0] === least) head.shift();
    if (least > last) yield least;
    last = least;
  }
}

/**
 * @param {Store} store
 * @param {string[]} terms
 * @param {number} field
 * @returns {Promise<number[]>} documents whose field holds all terms
 */
async function whole(store, terms, field) {
  const lists = await Promise.all(((await fieldEntries(store, terms, field)) ?? []).map((each) => allPostings(store, each)));
  const [first, ...others] = lists.map((each) => each.documents);
  const sets = others.map((each) => new Set(each));
  return (first ?? []).filter((document) => sets.every((set) => set.has(document)));
}

/**
 * @param {Store} store
 * @param {Leaf[]} leaves of subjects
 * @returns {AsyncGenerator<number[], void, void>} subjects that may hold all
 */
async function* subjectsWith(store, leaves) {
  const former = leaves.filter(([field]) => field === "former").flatMap(([, word]) => gramsOf(word));
  const [code] = leaves.filter(([field]) => field === "code").map(([, word]) => word);
  if (former.length > 0) {
    yield await whole(store, [...new Set(former)], FIELD.former);
  } else if (code !== undefined) {
    const found = [];
    for await (const document of codesFrom(store, code.toUpperCase())) found.push(document);
    yield found.sort((a, b) => a - b);
  } else {
    const entries = await fieldEntries(store, [...new Set(leaves.flatMap(([, word]) => gramsOf(word)))], FIELD.name);
    if (entries !== null) yield* candidates(store, entries);
  }
}

/**
 * @param {Card} card
 * @returns {(leaf: Leaf) => boolean}
 */
function cardHolds(card) {
  const name = key(card.name);
  const formers = card.formerNames.map(key);
  return ([field, word]) =>
    (["any", "name"].includes(field) && name.includes(word)) ||
    (["any", "former"].includes(field) && formers.some((former) => former.includes(word))) ||
    (["any", "code"].includes(field) && isCode(word) && card.code.startsWith(word.toUpperCase()));
}

/**
 * @param {string} word
 * @returns {boolean} whether a credit code may begin so
 */
function isCode(word) {
  return /^[0-9a-z]{2,18}$/.test(word);
}

/**
 * @param {Store} store
 * @param {Tree} tree
 * @returns {AsyncGenerator<Found, void, void>}
 */
async function* subjects(store, tree) {
  const fields = (/** @type {Leaf} */ [field, word]) => {
    const possible = field === "any" ? ["name", "former", "code"] : [field];
    return possible
      .filter((each) => ["name", "former"].includes(each) || (each === "code" && isCode(word)))
      .map((each) => /** @type {Leaf} */ ([each, word]));
  };
  const each = (ways(tree, fields) ?? []).map((leaves) => subjectsWith(store, leaves));
  for await (const document of merged(each)) {
    if (holds(tree, cardHolds(await cardOf(store, document)))) yield { list: "subjects", document, score: 0 };
  }
}

/**
 * @param {Store} store
 * @param {Tree} tree
 * @returns {AsyncGenerator<Found, void, void>}
 */
async function* records(store, tree) {
  const numbered = (/** @type {Leaf} */ [field, word]) => ["any", "number"].includes(field) && [...word].length > 1;
  const each = (ways(tree, (leaf) => (numbered(leaf) ? [leaf] : [])) ?? []).map(async function* (leaves) {
    const terms = [...new Set(leaves.flatMap(([, word]) => triplesOf(word)))];
    const entries = await fieldEntries(store, terms, FIELD.number);
    if (entries !== null) yield* candidates(store, entries);
  });
  for await (const document of merged(each)) {
    const number = key((await recordOf(store, document)).number);
    if (holds(tree, (leaf) => numbered(leaf) && number.includes(leaf[1]))) yield { list: "records", document, score: 0 };
  }
}

/**
 * @param {Store} store
 * @param {Tree} tree
 * @returns {AsyncGenerator<Found, void, void>}
 */
async function* articles(store, tree) {
  /** @type {Map<string, Set<number>>} */
  const found = new Map();
  const read = async (/** @type {Tree} */ of) => {
    for (const child of children(of)) await read(child);
    if (children(of).length > 0) return;
    const names = /** @type {("title" | "text")[]} */ (["title", "text"]).filter((name) => ["any", name].includes(of[0]));
    const { withPhrase } = await import("./phrases.js");
    const some = await Promise.all(
      names.map(async (name) => withPhrase(store, await whole(store, [...new Set(tokens(of[1]))], FIELD[name]), of[1], name)),
    );
    found.set(of.join("\n"), new Set(some.flat()));
  };
  await read(tree);
  const all = [...new Set([...found.values()].flatMap((some) => [...some]))].sort((a, b) => a - b);
  for (const document of all) {
    if (holds(tree, (leaf) => found.get(leaf.join("\n"))?.has(document) ?? false)) yield { list: "articles", document, score: 0 };
  }
}

/**
 * @param {Store} store
 * @param {Tree} tree
 * @returns {AsyncGenerator<Found, void, void>}
 */
export async function* matches(store, tree) {
  yield* subjects(store, tree);
  yield* records(store, tree);
  if (store.manifest.documents.articles > 0) yield* articles(store, tree);
}
