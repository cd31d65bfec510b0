// What a query's text means: words, grams, tokens, and the bucket of a term. Never looks at the index.
// Words are parted by blanks and punctuation; each must be found, in any order.
// Python twin: search/query.py and term_hash in search/encode.py.

/** @import { Plan, Store } from "./types.js" */

import { addFolds, gramsOf, isPlain, key, tokens, triplesOf, words } from "./tokens.js";

/** What parts words where operators are used; fields a word can be looked for in. */
export const BLANK = "\\t\\n\\v\\f\\r \\u00a0\\u2028\\u2029\\u3000";
export const FIELDS = new Map([["名称", "name"], ["曾用名", "former"], ["代码", "code"], ["文号", "number"], ["标题", "title"], ["正文", "text"]]);
export const KNOWN = [...FIELDS.keys(), ...FIELDS.values()].join("|");

const ADVANCED = new RegExp(
  `(?:^|[${BLANK}(])(?:AND|OR|NOT)(?=$|[${BLANK}(])|["“”]|(?:^|[${BLANK}(])(?:(?:${KNOWN})[:：]|[A-Za-z]+[:：][^${BLANK}])`, "u",
);

/** @param {string} text */
export function isAdvanced(text) {
  return ADVANCED.test(text);
}

/** Loads the tables of traditional characters where a text may have one; to be awaited before it is looked at. @param {string} text */
export async function learnFolds(text) {
  if (isPlain(text)) return;
  addFolds((await import("./folds.js")).PAIRS);
  if (!isPlain(key(text))) addFolds((await import("./folds_rare.js")).PAIRS);
}

/** So many of a word's pairs that each character is in one; of a whole name those after the place nearly always tell. @param {string[]} grams */
export function sample(grams) {
  if (grams.length > 6) return grams.slice(2, 5);
  return grams.filter((_, i) => i % 2 === 0 || i === grams.length - 1);
}

/** @param {string} word */
function telling(word) {
  const triples = triplesOf(word);
  // From the end every second: they tell twice as many characters as neighbours do.
  return [...triples.slice(0, 1), ...triples.slice(1).filter((_, i, all) => (all.length - i) % 2 === 1).slice(-3)];
}

/** @param {string} text */
export function planQuery(text) {
  const found = words(text);
  const parts = [...new Set(found)];
  const grams = parts.map((part) => [...new Set(gramsOf(part))]);
  return {
    words: found,
    parts,
    joined: found.join(""),
    grams,
    samples: grams.map(sample),
    numbers: [...new Set(parts.filter((part) => [...part].length > 1).flatMap(telling))],
    tokens: parts.map((part) => [...new Set(tokens(part))]),
  };
}

const LATIN = "0123456789abcdefghijklmnopqrstuvwxyz";

/** @param {string} bits as hexadecimal digits @param {number} place */
function hasBit(bits, place) {
  return ((parseInt(bits[place >> 2] ?? "", 16) << (place & 3)) & 8) > 0;
}

/** Whether texts can hold what is searched: not when a pair of digits or Latin letters is in none. @param {string} bits which are @param {string[]} grams */
function mayHold(bits, grams) {
  return grams.every((gram) => {
    const [first, second] = [...gram].map((each) => LATIN.indexOf(each));
    return first === undefined || second === undefined || first < 0 || second < 0 || hasBit(bits, LATIN.length * first + second);
  });
}

/** Runs of digits and Latin letters. @param {Plan} plan */
function latinRuns(plan) {
  return plan.parts.flatMap((part) => part.match(/[0-9a-z]+/g) ?? []);
}

/** Whether names can hold the words: hardly ever those of numbers and codes. @param {Store} store @param {Plan} plan */
export function mayBeNamed({ manifest }, plan) {
  return mayHold(manifest.latin, plan.grams.flat());
}

/** Whether document numbers can hold the words. @param {Store} store @param {Plan} plan */
export function mayBeNumbered({ manifest: { longestRun, numbered } }, plan) {
  if (plan.numbers.length === 0 || latinRuns(plan).some((run) => run.length > longestRun)) return false;
  return [...plan.joined].every((each) => hasBit(numbered, (each.codePointAt(0) ?? 0) % 1024));
}

/** Whether articles can hold the words. @param {Store} store @param {Plan} plan */
export function mayBeTold({ manifest: { documents, textLatin, textLongest } }, plan) {
  const runs = latinRuns(plan);
  return documents.articles > 0 && runs.every((run) => run.length <= textLongest && mayHold(textLatin, gramsOf(run)));
}

/** @param {string} term @param {number} buckets */
export function bucketOf(term, buckets) {
  let value = 0x811c9dc5;
  for (const character of term) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return ((value ^ (value >>> 13)) >>> 0) & (buckets - 1);
}

/** Order by code point, as Python sorts; `<` would order by UTF-16 unit. @param {string} a @param {string} b */
export function byPoint(a, b) {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i += 1) {
    if (a[i] !== b[i]) return (a.codePointAt(i) ?? 0) - (b.codePointAt(i) ?? 0);
  }
  return a.length - b.length;
}
