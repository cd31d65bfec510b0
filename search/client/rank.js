// Whoosh's BM25F as whole numbers. Never Math.log: its last bit differs.
// Twin: search/schema.py.

/** @import { Entry, Manifest } from "./types.js" */

const B = 0.75;
const K1 = 1.2;
const SCALE = 65536;

/**
 * Natural logarithm from + − × ÷ alone: the same bits everywhere.
 *
 * @param {number} value
 */
export function logarithm(value) {
  let x = value;
  let exponent = 0;
  while (x >= 1.5) {
    x /= 2;
    exponent += 1;
  }
  while (x < 0.75) {
    x *= 2;
    exponent -= 1;
  }
  const ratio = (x - 1) / (x + 1);
  const square = ratio * ratio;
  let term = ratio;
  let total = 0;
  for (let odd = 1; odd < 41; odd += 2) {
    total += term / odd;
    term *= square;
  }
  return 2 * total + exponent * 0.6931471805599453;
}

/**
 * A term's score in a document, times 2^16, as a whole number.
 *
 * @param {number} documents how many documents there are
 * @param {number} holding how many hold the term
 * @param {number} frequency how often it occurs in this one
 * @param {number} length the field's length as ranked
 * @param {number} totalLength the sum of the field's lengths
 */
export function impact(documents, holding, frequency, length, totalLength) {
  const idf = logarithm(documents / (holding + 1)) + 1;
  const average = totalLength / (documents || 1) || 1;
  const score = idf * ((frequency * (K1 + 1)) / (frequency + K1 * (1 - B + (B * length) / average)));
  return Math.trunc(score * SCALE + 0.5);
}

/** @param {Manifest} manifest @param {number} document */
function rankedLength({ nameLengths }, document) {
  return nameLengths.filter(([first]) => first <= document).at(-1)?.[1] ?? 1;
}

/** @param {Manifest} manifest @param {Entry[]} entries of the name field @param {number} document */
export function nameScore(manifest, entries, document) {
  const { documents, totalLengths } = manifest;
  const ranked = rankedLength(manifest, document);
  const each = entries.map((e) => impact(documents.subjects, e.frequency, 1, ranked, totalLengths["name"] ?? 0));
  return each.reduce((sum, one) => sum + one, 0);
}
