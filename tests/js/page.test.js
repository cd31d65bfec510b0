// Which links leave the site.
import assert from "node:assert/strict";
import { test } from "node:test";

import { leaves } from "../../theme/static/js/page.js";

test("only web addresses of another host leave", () => {
  assert.equal(leaves("https://elsewhere.example/a", "credit.example"), true);
  assert.equal(leaves("http://credit.example:81/", "credit.example"), true);
  assert.equal(leaves("https://credit.example/e/", "credit.example"), false);
  assert.equal(leaves("tel:000", "credit.example"), false);
  assert.equal(leaves("mailto:a@b.example", "credit.example"), false);
  assert.equal(leaves("", "credit.example"), false);
});
