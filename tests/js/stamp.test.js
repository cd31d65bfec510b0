// The site's day on a page made earlier: only from a whole build.json, only for the server's own copy of the page.
import assert from "node:assert/strict";
import { test } from "node:test";

import { parseBuild, sameMoment } from "../../theme/static/js/stamp.js";

test("a whole build.json gives day and build", () => {
  const build = { as_of: "2026-11-21", build_id: "0123456789ab", pages: 3 };
  assert.deepEqual(parseBuild(build), { asOf: "2026-11-21", build: "0123456789ab" });
});

test("anything else gives nothing", () => {
  const wrong = [null, 1, "x", [], {}, { as_of: "2026-11-21" }, { as_of: "<b>", build_id: "0123456789ab" }, { as_of: 1, build_id: "0123456789ab" }];
  for (const each of wrong) assert.equal(parseBuild(each), null);
});

test("an older copy is told apart by the second", () => {
  const http = "Sat, 21 Nov 2026 13:00:05 GMT";
  assert.equal(sameMoment("2026-11-21T13:00:05Z", http), true);
  assert.equal(sameMoment("2026-11-21T13:00:06Z", http), false);
  assert.equal(sameMoment("2026-11-21T13:00:05Z", null), false);
  assert.equal(sameMoment("nothing", "nothing"), false);
});
