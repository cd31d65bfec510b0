// The ranking: Whoosh's BM25F for one term in one field, as a whole number. Never uses Math.log (its last bit differs).
// B 0.75, K1 1.2, one score per (field, term), summed; ties go to the lower document number.
// Python twin: search/schema.py.

/** @import { Entry, Manifest } from "./types.js" */

const B = 0.75;
const K1 = 1.2;
const SCALE = 65536;

/**
 * Natural logarithm from + − × ÷ alone: the same bits everywhere.
 *
 * @param {number} value
 * @returns {number}
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
 * @returns {number}
 */
export function impact(documents, holding, frequency, length, totalLength) {
  const idf = logarithm(documents / (holding + 1)) + 1;
  const average = totalLength / (documents || 1) || 1;
  const score = idf * ((frequency * (K1 + 1)) / (frequency + K1 * (1 - B + (B * length) / average)));
  return Math.trunc(score * SCALE + 0.5);
}

/**
 * [ranked, true] length of a subject's name.
 *
 * @param {Manifest} manifest
 * @param {number} document
 * @returns {[number, number]}
 */
export function nameLength(manifest, document) {
  const bounds = manifest.nameLengths;
  let low = 0;
  let high = bounds.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((bounds[middle]?.[0] ?? 0) <= document) low = middle;
    else high = middle;
  }
  const found = bounds[low];
  return [found?.[1] ?? 1, found?.[2] ?? 1];
}

/**
 * @param {Manifest} manifest
 * @param {Entry[]} entries of the name field
 * @param {number} document
 * @returns {number}
 */
export function nameScore(manifest, entries, document) {
  const { documents, totalLengths } = manifest;
  const [ranked] = nameLength(manifest, document);
  const each = entries.map((e) => impact(documents.subjects, e.frequency, 1, ranked, totalLengths["name"] ?? 0));
  return each.reduce((sum, one) => sum + one, 0);
}
