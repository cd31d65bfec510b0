// The order of a sorted table: figures by size, names as Chinese, no data always last.
import assert from "node:assert/strict";
import { test } from "node:test";

import { compareKeys } from "../../theme/static/js/table.js";

/** @param {string[]} keys @param {1 | -1} direction */
function sorted(keys, direction) {
  return [...keys].sort((a, b) => compareKeys(a, b, direction));
}

test("figures are sorted by size", () => {
  assert.deepEqual(sorted(["9", "10", "0.5"], 1), ["0.5", "9", "10"]);
  assert.deepEqual(sorted(["9", "10", "0.5"], -1), ["10", "9", "0.5"]);
});

test("no data stands last whichever way", () => {
  assert.deepEqual(sorted(["", "0", "1"], 1), ["0", "1", ""]);
  assert.deepEqual(sorted(["", "0", "1"], -1), ["1", "0", ""]);
});

test("equal keys keep their order", () => {
  assert.equal(compareKeys("3", "3.0", 1), 0);
});
