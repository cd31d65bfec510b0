// The engine over the golden index, and over damaged ones: a wrong file is an error, never fewer results.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "node:test";

import { Cursor } from "../../search/client/bytes.js";
import { openSession, parseManifest } from "../../search/client/entry.js";
import { FormatError, ShardError } from "../../search/client/errors.js";
import { bucketOf, byPoint, planQuery } from "../../search/client/query.js";
import { dayNumber, dayText, firstResults } from "../../search/client/results.js";
import { crc32 } from "../../search/client/shards.js";
import { folderReader } from "./index_files.mjs";

const INDEX = fileURLToPath(new URL("../golden/index", import.meta.url));
const table = JSON.parse(readFileSync(`${INDEX}/manifest.json`, "utf8"));
const TODAY = dayNumber(Date.UTC(2026, 10, 20));

/**
 * @param {import("../../search/client/types.js").Read} read
 * @param {string} text
 * @param {number} [today]
 */
function ask(read, text, today = TODAY) {
  return openSession(read).run((store) => firstResults(store, planQuery(text), today, 20));
}

/**
 * @param {(path: string, bytes: Uint8Array) => Uint8Array} change
 * @returns {import("../../search/client/types.js").Read}
 */
function altered(change) {
  const read = folderReader(INDEX);
  return async (path) => ({ bytes: change(path, (await read(path)).bytes), date: null });
}

test("a name, a code and a number lead to their subject", async () => {
  for (const text of ["示例云杉建筑工程有限公司", "91439999MA0000015R", "云杉建设"]) {
    const { shown } = await ask(folderReader(INDEX), text);
    assert.equal(shown[0]?.kind, "entity", text);
    assert.equal(shown[0]?.code, "91439999MA0000015R");
  }
  const { shown } = await ask(folderReader(INDEX), "示市监处罚[2026]7号");
  assert.equal(shown[0]?.kind, "penalty");
  assert.equal(shown[0]?.address, "e/91439999MA0000015R/");
});

test("counts are given by kind; after a record's last day they are not given", async () => {
  const before = await ask(folderReader(INDEX), "云杉");
  assert.ok(before.shown[0]?.details.includes("行政许可 2 · 行政处罚 1"));
  const after = await ask(folderReader(INDEX), "云杉", dayNumber(Date.UTC(2027, 4, 7)));
  assert.ok(after.shown[0]?.details.includes("记录数以主体页面为准"));
});

test("a record past its last day is never shown", async () => {
  const text = "示市监处罚〔2026〕7号";
  const last = dayNumber(Date.UTC(2027, 4, 6, 1));
  assert.equal((await ask(folderReader(INDEX), text, last)).shown.length, 1);
  assert.equal((await ask(folderReader(INDEX), text, last + 1)).shown.length, 0);
});

test("days are Asia/Shanghai's", () => {
  assert.equal(dayText(dayNumber(Date.UTC(2026, 10, 20, 15, 59))), "2026-11-20");
  assert.equal(dayText(dayNumber(Date.UTC(2026, 10, 20, 16, 0))), "2026-11-21");
});

test("every altered byte of every shard is noticed", async () => {
  const folders = readdirSync(INDEX);
  assert.ok(folders.length >= 8);
  for (const text of ["示例", "云杉建设", "91439999MA0000015R", "示市监处罚〔2026〕7号", "诚信"]) {
    const right = JSON.stringify((await ask(folderReader(INDEX), text)).shown);
    for (let at = 0; at < 60; at += 7) {
      const read = altered((path, bytes) => {
        if (path.endsWith(".bin")) bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ 0x10;
        return bytes;
      });
      await assert.rejects(ask(read, text), ShardError, `${text} ${at}`);
    }
    assert.equal(JSON.stringify((await ask(folderReader(INDEX), text)).shown), right);
  }
});

test("a cut, an empty, a swapped or a missing shard is an error with a way out", async () => {
  await assert.rejects(ask(altered((path, bytes) => (path.endsWith(".bin") ? bytes.slice(0, -3) : bytes)), "示例"), ShardError);
  await assert.rejects(ask(altered((path, bytes) => (path.endsWith(".bin") ? new Uint8Array() : bytes)), "示例"), ShardError);
  const swapped = folderReader(INDEX);
  const other = async (/** @type {string} */ path) => swapped(path.replace("c/0", "k/0"));
  await assert.rejects(ask(other, "示例"), /与清单不符/);
});

test("a generation that is gone makes it read the manifest once more, and no more than once", async () => {
  const read = folderReader(INDEX);
  let manifests = 0;
  const stale = async (/** @type {string} */ path) => {
    if (path !== "manifest.json") {
      if (!path.includes(table.generation)) throw new ShardError(path, "无法取得（404）");
      return read(path);
    }
    manifests += 1;
    const generation = manifests === 1 ? "0".repeat(16) : table.generation;
    const bytes = new TextEncoder().encode(JSON.stringify({ ...table, generation }));
    return { bytes, date: "Fri, 20 Nov 2026 00:00:00 GMT" };
  };
  assert.equal((await ask(stale, "云杉建设")).shown.length, 1);
  assert.equal(manifests, 2);
  let asked = 0;
  const gone = async (/** @type {string} */ path) => {
    if (path === "manifest.json") {
      asked += 1;
      return read(path);
    }
    throw new ShardError(path, "无法取得（404）");
  };
  await assert.rejects(ask(gone, "云杉"), ShardError);
  assert.equal(asked, 2);
});

test("a failed read is tried again by the next query", async () => {
  const read = folderReader(INDEX);
  let broken = true;
  const session = openSession(async (path) => {
    if (broken && path.endsWith(".bin")) throw new ShardError(path, "无法取得（503）");
    return read(path);
  });
  const work = () => session.run((store) => firstResults(store, planQuery("云杉建设"), TODAY, 20));
  await assert.rejects(work(), ShardError);
  broken = false;
  assert.equal((await work()).shown.length, 1);
});

test("a manifest of another format or with a part missing is refused", () => {
  assert.throws(() => parseManifest({ ...table, format: table.format + 1 }), FormatError);
  for (const name of Object.keys(table)) {
    if (name === "build_id") continue;
    const { [name]: _, ...rest } = table;
    assert.throws(() => parseManifest(rest), Error, name);
  }
  assert.throws(() => parseManifest(null), ShardError);
});

test("numbers, checks, hashes and order", () => {
  assert.equal(new Cursor(Uint8Array.of(0xac, 0x02)).varint(), 300);
  assert.throws(() => new Cursor(Uint8Array.of(0x80)).varint(), RangeError);
  assert.equal(crc32(new TextEncoder().encode("123456789")), 0xcbf43926);
  assert.equal(bucketOf("示例", 1024) < 1024, true);
  assert.deepEqual(["\u{20bb7}", "\ufa0e", "a"].sort(byPoint), ["a", "\ufa0e", "\u{20bb7}"]);
});
