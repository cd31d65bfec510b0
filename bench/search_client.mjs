// The measuring half of bench/search.py: each query once with an empty cache and once warm, over HTTP.

import { gzipSync } from "node:zlib";

import { openSession } from "../search/client/entry.js";
import { planQuery } from "../search/client/query.js";
import { firstResults } from "../search/client/results.js";

const base = process.argv[2] ?? "";
/** @type {Record<string, number>} kilobytes of the client's code: `first`, and what queries load besides */
const client = JSON.parse(process.argv[3] ?? "{}");

/** @param {string} name */
const code = (name) => client[name] ?? 0;
let input = "";
for await (const chunk of process.stdin) input += chunk;

/** @param {number[]} values */
function spread(values) {
  const sorted = values.sort((a, b) => a - b);
  const at = (/** @type {number} */ share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return [at(0.5), at(0.95), at(1)].map((each) => each.toFixed(1).padStart(6)).join(" ");
}

console.log("kind of query   number  first/ten %   cold kB p50 p95 max     requests p50 p95 max    round trips p50 p95 max    warm ms p50 p95 max");
const all = { kilobytes: /** @type {number[]} */ ([]), whole: /** @type {number[]} */ ([]), requests: /** @type {number[]} */ ([]), trips: /** @type {number[]} */ ([]), warm: /** @type {number[]} */ ([]) };
/**
 * @param {string} kind
 * @param {number} number
 * @param {string} first
 * @param {typeof all} of
 */
function print(kind, number, first, of) {
  const head = `${kind.padEnd(14)} ${String(number).padStart(7)} ${first.padStart(11)}  `;
  console.log(head, spread(of.kilobytes), "  ", spread(of.requests), "  ", spread(of.trips), "  ", spread(of.warm));
}
for (const [kind, queries] of Object.entries(JSON.parse(input))) {
  /** @type {typeof all} */
  const mine = { kilobytes: [], whole: [], requests: [], trips: [], warm: [] };
  let first = 0;
  let right = 0;
  for (const { q, code: wanted } of queries) {
    let size = 0;
    let count = 0;
    let flying = 0;
    let trips = 0;
    let headed = false;
    const session = openSession(async (path) => {
      // A request that starts when none is under way waited for an answer.
      if (flying === 0) trips += 1;
      flying += 1;
      const response = await fetch(new URL(path, base));
      const bytes = new Uint8Array(await response.arrayBuffer());
      flying -= 1;
      // Shards are deflated; the manifest is what a host compresses.
      size += path.endsWith(".json") ? gzipSync(bytes).length : bytes.length;
      headed ||= path.startsWith("h/");
      count += 1;
      return { bytes, date: response.headers.get("Date") };
    });
    const ask = () => session.run((store) => firstResults(store, planQuery(q), 1, 20));
    const { shown, more, near } = await ask();
    mine.kilobytes.push(size / 1000);
    mine.whole.push(size / 1000 + code("first") + (headed ? 0 : code("rest")) + (near ? code("repair") : 0) + (more ? code("survey") : 0));
    mine.requests.push(count);
    mine.trips.push(trips);
    const start = performance.now();
    await ask();
    mine.warm.push(performance.now() - start);
    if (wanted !== undefined && shown[0]?.code === wanted) first += 1;
    if (wanted !== undefined && shown.slice(0, 10).some((each) => each.code === wanted)) right += 1;
  }
  const known = queries.filter((/** @type {{ code?: string }} */ each) => each.code !== undefined).length;
  print(kind, queries.length, known > 0 ? `${((100 * first) / known).toFixed(1)}/${((100 * right) / known).toFixed(1)}` : "", mine);
  for (const name of /** @type {(keyof typeof all)[]} */ (Object.keys(all))) all[name].push(...mine[name]);
}
print("all", all.warm.length, "", all);
console.log("with the client's code:", spread(all.whole), "kB p50 p95 max");
