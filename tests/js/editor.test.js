// What the web editor writes and reads; tests/portal/test_editor.py holds the same cases against the Python twin.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { fromFile, toFile } from "../../theme/editor/article.js";

/** @type {{order: string[], written: {values: Record<string, unknown>, text: string}[], read: {text: string, values: Record<string, string>}[]}} */
const cases = JSON.parse(readFileSync(new URL("../golden/articles.json", import.meta.url), "utf-8"));

test("files as the desk writes them", () => {
  for (const each of cases.written) assert.equal(toFile(each.values, cases.order), each.text);
});

test("files as the desk reads them", () => {
  for (const each of cases.read) assert.deepEqual(fromFile(each.text), each.values);
});

test("nothing but the form changes when an article is opened and saved", () => {
  for (const { text } of cases.written) assert.equal(toFile(fromFile(text), cases.order), text);
});

test("a line that is none is not lost", () => {
  assert.equal(fromFile("Title: 题\n没有冒号\n\n正文").body, "没有冒号\n正文");
  assert.equal(fromFile("没有头部的文字").body, "没有头部的文字");
});
