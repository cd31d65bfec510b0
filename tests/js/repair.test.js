// Repairs against plain definitions: edit distance by table, codes by trying every symbol, names by a scan.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { test } from "node:test";

import { openSession } from "../../search/client/entry.js";
import { mendedCodes } from "../../search/client/codes.js";
import { planQuery } from "../../search/client/query.js";
import { nearPart, rowsOf, withinOne } from "../../search/client/repair.js";
import { firstResults } from "../../search/client/results.js";
import { nameTerms } from "../../search/client/tokens.js";
import { folderReader } from "./index_files.mjs";

const INDEX = fileURLToPath(new URL("../golden/index", import.meta.url));

/** @param {string} text */
function ask(text) {
  return openSession(folderReader(INDEX)).run((store) => firstResults(store, planQuery(text), 1, 20));
}

/**
 * Optimal string alignment by the textbook's table.
 *
 * @param {string} a
 * @param {string} b
 */
function distance(a, b) {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)));
  const at = (/** @type {number} */ i, /** @type {number} */ j) => rows[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i += 1) {
    for (let j = 1; j <= b.length; j += 1) {
      const row = rows[i] ?? [];
      row[j] = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j] ?? 0, at(i - 2, j - 2) + 1);
    }
  }
  return at(a.length, b.length);
}

/** @type {string[]} */
let words = [""];
for (let i = 0; i < 5; i += 1) words = [...new Set([...words, ...words.flatMap((word) => ["a", "b", "c"].map((each) => word + each))])];

test("within one character is the textbook's distance", () => {
  for (const a of words.filter((word) => word.length < 5)) {
    for (const b of words) assert.equal(withinOne(a, b), distance(a, b) <= 1, `${a} ${b}`);
  }
});

test("every near name holds the whole parts of one place of the error", () => {
  for (const word of words.filter((each) => each.length >= 4)) {
    const rows = rowsOf(word);
    for (const name of words) {
      if (name.length < 3 || name.includes(word) || nearPart(name, word) === null) continue;
      const holding = rows.filter(({ parts }) => parts.every((part) => name.includes(part)));
      assert.ok(holding.length > 0, `${word} ${name}`);
      const size = nameTerms(name).size;
      if (withinOne(name, word)) assert.ok(holding.some((row) => row.least <= size && size <= row.most), `${word} ${name}`);
    }
  }
});

test("a code with one wrong symbol leads to its subject", async () => {
  const code = "91439999MA0000015R";
  for (let place = 0; place < 18; place += 1) {
    for (const symbol of "27AXO") {
      const wrong = code.slice(0, place) + symbol + code.slice(place + 1);
      if (wrong === code) continue;
      assert.ok(mendedCodes(wrong).includes(code), wrong);
      const { shown, near } = await ask(wrong);
      assert.deepEqual([shown[0]?.code, near], [code, true], wrong);
    }
  }
});

test("a name with one character wrong, missing, doubled or swapped leads to its subject, and says so", async () => {
  const name = [..."示例云杉建筑工程有限公司"];
  for (let i = 0; i < name.length; i += 1) {
    const [before, after] = [name.slice(0, i).join(""), name.slice(i + 1).join("")];
    const swapped = before + (name[i + 1] ?? "") + name[i] + name.slice(i + 2).join("");
    for (const text of [`${before}吅${after}`, `${before}${name[i]}${name[i]}${after}`, swapped]) {
      const { shown, near } = await ask(text);
      assert.equal(shown[0]?.code, "91439999MA0000015R", text);
      assert.equal(near, text !== name.join(""), text);
    }
  }
  assert.deepEqual((await ask("云杉筑建")).shown.map((each) => each.code), ["91439999MA0000015R"]);
  assert.deepEqual(await ask("没有这样的名称"), { shown: [], more: false, near: false });
});
