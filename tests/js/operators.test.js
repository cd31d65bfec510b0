// Operators: every golden text gives Python's tree or Python's error, at the same place.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { QueryError, parseExpression } from "../../search/client/operators.js";
import { isAdvanced } from "../../search/client/query.js";

const golden = JSON.parse(readFileSync(new URL("../golden/expressions.json", import.meta.url), "utf8"));

test("trees and errors are Python's", () => {
  assert.ok(golden.length > 400);
  for (const { text, advanced, tree, error, start, end } of golden) {
    assert.equal(isAdvanced(text), advanced, text);
    if (error === undefined) {
      assert.deepEqual(parseExpression(text), tree, text);
      continue;
    }
    assert.throws(() => parseExpression(text), (thrown) => {
      assert.ok(thrown instanceof QueryError);
      assert.deepEqual([thrown.message, thrown.start, thrown.end], [error, start, end], text);
      return true;
    });
  }
});
