// The normaliser and the logarithm against Python's vectors.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { logarithm } from "../../search/client/rank.js";
import { learnFolds } from "../../search/client/query.js";
import { addFolds, gramsOf, isPlain, key, marks, nameTerms, tokens, words } from "../../search/client/tokens.js";

const golden = JSON.parse(readFileSync(new URL("../golden/tokens.json", import.meta.url), "utf8"));

test("only a text with characters beyond GB 2312 asks for the tables of traditional ones", async () => {
  for (const text of ["示例县云杉建筑工程有限公司", "ａｂ１２（〔2026〕12号", "", "徵信于後", "ئۇيغۇر"]) assert.ok(isPlain(text), text);
  for (const text of ["國營", "𠮷野家", "示例（縣）"]) assert.ok(!isPlain(text), text);
  assert.equal(key("國營"), "國營");
  await learnFolds("國營徵信");
  assert.equal(key("國營徵信"), "国营征信");
  assert.equal(key("儷人"), "儷人", "in the second table");
  await learnFolds("儷人");
  assert.equal(key("儷人"), "俪人");
});

test("every golden text gives Python's words, key and tokens", () => {
  assert.ok(golden.texts.length > 300);
  for (const each of golden.texts) {
    assert.deepEqual(words(each.text), each.words, each.text);
    assert.equal(key(each.text), each.key);
    assert.deepEqual(tokens(each.text), each.tokens);
  }
});

test("the logarithm has Python's bits", () => {
  for (const { x, ln } of golden.logarithms) assert.equal(logarithm(x), ln);
});

test("a name's terms are its characters and pairs, by code point", () => {
  assert.deepEqual([...nameTerms("𠮷野𠮷")], ["𠮷", "野", "𠮷野", "野𠮷"]);
  assert.deepEqual(gramsOf("一"), ["一"]);
});

test("marks cover the matching part as displayed, brackets inside included", () => {
  const shown = "示例（县）ＡＢ公司";
  const [span] = marks(shown, words("例县ab"));
  assert.equal(shown.slice(...(span ?? [0, 0])), "例（县）ＡＢ");
});

test("marks merge when words overlap and count surrogate pairs right", () => {
  assert.deepEqual(marks("𠮷野家野", ["𠮷野", "野家", "野"]), [[0, 5]]);
  assert.deepEqual(marks("甲乙", ["丙"]), []);
});
