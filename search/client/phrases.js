// Whether an article holds words as phrases: its lists tell which pairs of characters it has, not their order. Loaded when
// an article may be found. Python twin: holds_phrases in search/query.py.

/** @import { ArticleCard, Store } from "./types.js" */

import { Cursor, once, readArticle } from "./bytes.js";
import { heldOf } from "./pages.js";
import { phrases } from "./tokens.js";

/**
 * @param {Uint8Array} payload
 * @returns {{ texts: [string, string], article: ArticleCard }[]} title and text as searched of each article, its card
 */
function readTexts(payload) {
  const cursor = new Cursor(payload);
  const found = [];
  while (cursor.at < payload.length) {
    /** @type {[string, string]} */
    const texts = [cursor.text(), cursor.text()];
    found.push({ texts, article: readArticle(cursor) });
  }
  return found;
}

/**
 * @param {Store} store
 * @param {number} document
 * @returns {Promise<[string, string]>}
 */
async function textsOf(store, document) {
  const size = store.manifest.pages.texts;
  const told = once(await store.shard("x", Math.floor(document / size)), readTexts)[document % size];
  if (told === undefined) throw new RangeError("no such article");
  heldOf(store).articles.set(document, told.article);
  return told.texts;
}

/**
 * @param {Store} store
 * @param {number} document
 * @param {string[]} words the runs of each must be in the title, or in the text
 * @returns {Promise<boolean>}
 */
export async function holdsPhrases(store, document, words) {
  const wanted = words.map(phrases);
  if (wanted.every((runs) => runs.length === 0)) return true;
  const texts = await textsOf(store, document);
  return wanted.every((runs) => texts.some((text) => runs.every((run) => text.includes(run))));
}

/**
 * @param {Store} store
 * @param {number[]} documents whose lists hold the word's tokens
 * @param {string} word
 * @param {"title" | "text"} field
 * @returns {Promise<number[]>} those whose field holds it as it is
 */
export async function withPhrase(store, documents, word, field) {
  const runs = phrases(word);
  if (runs.length === 0) return documents;
  const texts = await Promise.all(documents.map((document) => textsOf(store, document)));
  return documents.filter((_, i) => runs.every((run) => texts[i]?.[field === "title" ? 0 : 1].includes(run)));
}
