// manifest.json, fetched fresh with each query and checked. Never kept across generations.
// Twin: open_index in search/published.py.

/** @import { Manifest, Read, Store } from "./types.js" */

import { FormatError, ShardError } from "./errors.js";
import { openStore } from "./shards.js";
import { addFolds } from "./tokens.js";

/** The format this code reads. */
export const FORMAT = 7;

/** @param {unknown} value @returns {value is Record<string, unknown>} */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {Record<string, unknown>} table @param {string} name @returns {Record<string, number>} */
function numbersIn(table, name) {
  const value = table[name];
  if (!isObject(value) || !Object.values(value).every((each) => Number.isInteger(each) && Number(each) >= 0)) {
    throw new ShardError("manifest.json", `的 ${name} 无法识别`);
  }
  return /** @type {Record<string, number>} */ (value);
}

/** @param {unknown} value @param {string} name @returns {string[]} */
function strings(value, name) {
  if (!Array.isArray(value) || !value.every((each) => typeof each === "string")) {
    throw new ShardError("manifest.json", `的 ${name} 无法识别`);
  }
  return value;
}

/** @param {unknown} value @returns {value is number} */
function isPower(value) {
  return typeof value === "number" && Number.isInteger(Math.log2(value));
}

/** @param {unknown} value @returns {value is string} */
function isBits(value) {
  return typeof value === "string" && /^[0-9a-f]{0,324}$/.test(value);
}

/** @param {unknown} table @returns {Manifest} */
export function parseManifest(table) {
  if (!isObject(table)) throw new ShardError("manifest.json", "不是有效的清单");
  if (table["format"] !== FORMAT) {
    throw new FormatError("检索数据与本页面的版本不一致。请刷新页面；如仍不行，请清除浏览器缓存后再试。");
  }
  const { generation, kinds, buckets, numbers, sounds, folds, name_lengths: nameLengths, as_of: asOf, latin, longest_run: longestRun, numbered } = table;
  const { text_latin: textLatin, text_longest: textLongest, number_lengths: numberLengths } = table;
  const whole =
    typeof generation === "string" && /^[0-9a-f]{16}$/.test(generation) && typeof asOf === "string" && typeof folds === "string" &&
    typeof longestRun === "number" && typeof textLongest === "number" && isBits(latin) && isBits(textLatin) && isBits(numbered) &&
    isPower(buckets) && isPower(numbers) && isPower(sounds) &&
    Array.isArray(kinds) && kinds.every((each) => isObject(each) && typeof each["name"] === "string" && typeof each["title"] === "string") &&
    Array.isArray(numberLengths) && numberLengths.every(Number.isInteger) &&
    Array.isArray(nameLengths) && nameLengths.every((each) => Array.isArray(each) && each.length === 3);
  if (!whole) throw new ShardError("manifest.json", "内容不完整");
  const documents = numbersIn(table, "documents");
  const pages = numbersIn(table, "pages");
  const heads = numbersIn(table, "heads");
  const fences = isObject(table["fences"]) ? table["fences"] : {};
  return {
    generation, asOf, kinds, buckets, numbers, sounds, folds, nameLengths, latin, longestRun, numbered, textLatin, textLongest, numberLengths,
    starts: strings(table["starts"], "starts"),
    documents: { subjects: documents["subjects"] ?? 0, records: documents["records"] ?? 0, articles: documents["articles"] ?? 0 },
    heads: { longest: heads["longest"] ?? 0, numbers: heads["numbers"] ?? 0, first: heads["first"] ?? 0 },
    totalLengths: numbersIn(table, "total_lengths"),
    statuses: strings(table["statuses"], "statuses"),
    pages: {
      cards: pages["cards"] ?? 1,
      heard: pages["heard"] ?? 1,
      records: pages["records"] ?? 1,
      codes: pages["codes"] ?? 1,
      articles: pages["articles"] ?? 1,
      texts: pages["texts"] ?? 1,
      fences: pages["fences"] ?? 1,
    },
    fences: { codes: strings(fences["codes"], "fences"), numbers: strings(fences["numbers"], "fences") },
  };
}

/** Runs work over the index, opening it when needed. `serverDate` is the newest Date header of a manifest. @param {Read} read */
export function openSession(read) {
  /** @type {Promise<Store> | undefined} */
  let opened;
  let serverDate = 0;

  /** @returns {Promise<Manifest>} */
  async function readManifest() {
    const { bytes, date } = await read("manifest.json", true);
    serverDate = Math.max(serverDate, Date.parse(date ?? "") || 0);
    /** @type {unknown} */
    let table;
    try {
      table = JSON.parse(new TextDecoder().decode(bytes));
    } catch {
      throw new ShardError("manifest.json", "不是有效的清单");
    }
    const manifest = parseManifest(table);
    addFolds(manifest.folds);
    return manifest;
  }

  /** @returns {Promise<Store>} */
  function current() {
    opened ??= readManifest().then(
      (manifest) => openStore(manifest, read),
      (error) => {
        opened = undefined;
        throw error;
      },
    );
    return opened;
  }

  /** @param {Store} store @returns {Promise<Store>} */
  async function refreshed(store) {
    const manifest = await readManifest();
    if (manifest.generation === store.manifest.generation) return store;
    opened = Promise.resolve(openStore(manifest, read));
    return opened;
  }

  /** @template T @param {(store: Store) => Promise<T>} work @returns {Promise<T>} */
  async function run(work) {
    const known = opened;
    const store = await current();
    // Beside the work the manifest is asked for again: what was taken down must not be shown from memory.
    const checking = known === undefined ? Promise.resolve(store) : refreshed(store);
    checking.catch(() => undefined); // awaited below; the work may fail first
    /** @type {T} */
    let answer;
    try {
      answer = await work(store);
    } catch (error) {
      if (!(error instanceof ShardError)) throw error;
      const latest = await (known === undefined ? refreshed(store) : checking);
      if (latest === store) throw error;
      return work(latest);
    }
    const latest = await checking;
    return latest === store ? answer : work(latest);
  }

  return { run, serverDate: () => serverDate };
}
