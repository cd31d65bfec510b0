// The measuring half of bench/search.py: the page's own main.js, asked each query once with nothing cached.
// Counts what a host sends: modules and manifest as gzip makes them, shards as they are. A request's round trip is one
// after the last of those that were answered before it began; the page's HTML is not counted.

import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const [, , client = "", index = "", template = ""] = process.argv;

/** Milliseconds until an answer: longer than what is computed between two rounds. */
const AWAY = 6;

/** Results of a page. */
const WANTED = 20;

let input = "";
for await (const chunk of process.stdin) input += chunk;

const named = [...readFileSync(template, "utf-8").matchAll(/client\/([a-z_]+\.js)/g)].map((found) => found[1] ?? "");

/** @type {Map<string, { text: string, size: number, imports: string[] }>} */
const sources = new Map();

/** @param {string} name */
function source(name) {
  const known = sources.get(name);
  if (known !== undefined) return known;
  const text = readFileSync(join(client, name), "utf-8");
  const imports = [...text.matchAll(/^(?:import|export)\b[^;]*?from "\.\/([a-z_]+\.js)";/gm)].map((found) => found[1] ?? "");
  const made = { text, size: gzipSync(text, { level: 9 }).length, imports };
  sources.set(name, made);
  return made;
}

/** One reader: nothing cached, every request written down. Its modules are copies of its own, for they keep what they learnt. */
class Reader {
  /** @param {string} folder */
  constructor(folder) {
    this.folder = folder;
    /** @type {{ path: string, size: number }[]} */
    this.requests = [];
    this.trips = 0;
    this.answered = 0;
    /** @type {Map<string, Promise<unknown>>} */
    this.kept = new Map();
    cpSync(client, folder, { recursive: true });
    for (const name of readdirSync(folder)) {
      const text = readFileSync(join(folder, name), "utf-8").replaceAll(/\bimport\(/g, "importLate(");
      // What would show the page takes the engine instead.
      writeFileSync(join(folder, name), text.replace(/^startView\(/m, "startBenchView("));
    }
  }

  /** @param {string} path @param {number} size */
  request(path, size) {
    let found = this.kept.get(path);
    if (found === undefined) {
      this.requests.push({ path, size });
      const trip = this.answered + 1;
      this.trips = Math.max(this.trips, trip);
      found = new Promise((resolve) => setTimeout(resolve, AWAY)).then(() => (this.answered = Math.max(this.answered, trip)));
      this.kept.set(path, found);
    }
    return found;
  }

  /** Asks for a module and then for those it imports. @param {string} name @returns {Promise<unknown>} */
  async closure(name) {
    await this.request(`client/${name}`, source(name).size);
    await Promise.all(source(name).imports.map((other) => this.closure(other)));
  }

  /** @param {string} name */
  async load(name) {
    await this.closure(name);
    return import(pathToFileURL(join(this.folder, name)).href);
  }

  /** @param {URL} address */
  async fetch(address) {
    const path = address.pathname.replace("/search/index/", "");
    const bytes = readFileSync(join(index, path));
    await this.request(path, path.endsWith(".json") ? gzipSync(bytes, { level: 9 }).length : bytes.length);
    return new Response(bytes, { headers: { Date: new Date().toUTCString() } });
  }

  /** @param {string} text */
  async ask(text) {
    /** @type {any} */
    let engine;
    Object.assign(globalThis, {
      document: { baseURI: "http://site/search/", querySelector: () => null },
      fetch: (/** @type {URL} */ address) => this.fetch(address),
      HTMLElement: class {},
      addEventListener: () => undefined,
      importLate: (/** @type {string} */ other) => this.load(other.slice(2)),
      startBenchView: (/** @type {object} */ given) => (engine = given),
    });
    for (const name of named) void this.request(`client/${name}`, source(name).size);
    void this.request("manifest.json", gzipSync(readFileSync(join(index, "manifest.json")), { level: 9 }).length);
    await this.load("main.js");
    return engine.ask(text, WANTED, 0, null);
  }
}

/** @type {Record<string, { code: number, data: number, requests: number, trips: number, shown: number, near: boolean, parts: Record<string, number> }[]>} */
const found = {};
const scratch = mkdtempSync(join(tmpdir(), "search-client-"));
writeFileSync(join(scratch, "package.json"), '{ "type": "module" }');
let readers = 0;
for (const [kind, queries] of Object.entries(JSON.parse(input))) {
  found[kind] = [];
  for (const query of /** @type {string[]} */ (queries)) {
    const reader = new Reader(join(scratch, String((readers += 1))));
    const { shown, near } = await reader.ask(query);
    /** @type {Record<string, number>} */
    const parts = {};
    let code = 0;
    let data = 0;
    for (const { path, size } of reader.requests) {
      if (path.startsWith("client/")) code += size;
      else data += size;
      const part = path.startsWith("client/") ? (named.includes(path.slice(7)) ? "client" : path) : (path.split("/")[0] ?? "");
      parts[part] = (parts[part] ?? 0) + size;
    }
    found[kind].push({ code, data, requests: reader.requests.length, trips: reader.trips, shown: shown.length, near, parts });
  }
}
rmSync(scratch, { recursive: true });
process.stdout.write(JSON.stringify(found));
