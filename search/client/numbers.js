// Records by document number. Never fetches or shows; loaded when lists may hold the query.
// Twin: search/query.py.

/** @import { Found, Plan, Store } from "./types.js" */

import { FIELD } from "./bytes.js";
import { candidates, fieldEntries } from "./lists.js";
import { firstRecords, headOf, pageOf, recordOf } from "./pages.js";
import { byPoint } from "./query.js";
import { key } from "./tokens.js";

/** @param {string} number normalised */
function orderOf(number) {
  const digits = number.replace(/[^0-9]+/g, "");
  return `${digits.slice(4)}${digits.slice(0, 4)} ${number}`;
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

/** @param {Store} store @param {Plan} plan */
async function* numberCandidates(store, plan) {
  const [word, ...others] = plan.parts;
  const head = word === undefined || others.length > 0 ? null : await headOf(store, word, "n");
  const first = word === undefined || head === null ? [] : await firstRecords(store, head, word);
  if (first.length > 0) yield first;
  const entries = await fieldEntries(store, plan.numbers, FIELD.number);
  if (entries === null) return;
  for await (const batch of candidates(store, entries)) yield batch.filter((each) => each > (first.at(-1) ?? -1));
}

/** @param {Store} store @param {Plan} plan @returns {AsyncGenerator<Found, void, void>} */
export async function* byNumber(store, plan) {
  const { numberLengths } = store.manifest;
  const { length } = [...plan.joined];
  const asked = numberLengths.includes(length) ? equalNumbers(store, plan.joined) : Promise.resolve([]);
  asked.catch(() => undefined); // awaited below; beside it the lists are read
  // A word as long as the longest number is in no other.
  const batches = plan.parts.length > 1 || length < Math.max(...numberLengths) ? numberCandidates(store, plan) : [];
  for await (const batch of batches) {
    const records = await Promise.all(batch.map((document) => recordOf(store, document)));
    for (const document of await asked.then((some) => some.splice(0))) yield { list: "records", document, score: 0 };
    for (const [i, document] of batch.entries()) {
      const number = key(records[i]?.number ?? "");
      if (number !== plan.joined && plan.parts.every((part) => number.includes(part))) yield { list: "records", document, score: 0 };
    }
  }
  for (const document of await asked) yield { list: "records", document, score: 0 };
}
