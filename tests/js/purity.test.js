// What the engine's files may not touch, and what no file may do.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const CLIENT = new URL("../../search/client/", import.meta.url);
const PURE = [
  "articles", "batch", "bytes", "engine", "folds", "folds_rare", "former", "lists", "matching", "numbers", "operators", "pages", "query", "rank", "readings", "repair", "results", "sounds", "tokens", "types", "xlsx",
];

test("pure files know no page, no network, no clock, no chance", () => {
  for (const name of PURE) {
    const text = readFileSync(new URL(`${name}.js`, CLIENT), "utf8");
    const found = /\bwindow\b|\bfetch\(|Date\.now|new Date\(\)|Math\.random|localStorage|document\.(create|query|get|body)/.exec(text);
    assert.equal(found, null, name);
  }
});

test("no file makes HTML from strings, runs text as code or sends anything away", () => {
  for (const name of readdirSync(CLIENT)) {
    const text = readFileSync(new URL(name, CLIENT), "utf8");
    const found = /innerHTML|outerHTML|insertAdjacentHTML|\beval\(|new Function|https?:|sendBeacon|\\p\{/.exec(
      text.replaceAll("\\p{…}", ""),
    );
    assert.equal(found, null, name);
    assert.match(text, /^\/\/ .*\n\/\/ .*\n/, `${name} says what it is`);
  }
});
