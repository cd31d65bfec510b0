// Counts, filters and order of results against plain definitions over the same hits.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { test } from "node:test";

import { openSession } from "../../search/client/entry.js";
import { planQuery } from "../../search/client/query.js";
import { firstResults, totalOf } from "../../search/client/results.js";
import { chosenResults, countsOf, survey } from "../../search/client/survey.js";
import { folderReader } from "./index_files.mjs";

const INDEX = fileURLToPath(new URL("../golden/index", import.meta.url));
const run = openSession(folderReader(INDEX)).run;
const plan = planQuery("示 2026");

test("every record and article has its department and day", async () => {
  const { hits, whole } = await run((store) => survey(store, planQuery("2026"), 1));
  assert.ok(whole);
  const seen = hits.map(({ result, department, day }) => [result.kind, department, day]);
  assert.deepEqual(seen.find(([kind]) => kind === "penalty"), ["penalty", "示例县市监局", 9632]);
  assert.deepEqual(seen.find(([kind]) => kind === "news"), ["news", "示例县发展和改革局", 9679]);
  assert.equal(hits.length, 6);
});

test("counts are those of the hits that the other choices leave", async () => {
  await run(async (store) => {
    const { hits } = await survey(store, plan, 1);
    const all = countsOf(store, hits, {});
    assert.deepEqual(all.kind.map((each) => [each.title, each.count]), [["行政许可", 3], ["行政处罚", 1], ["守信激励名单", 1]]);
    assert.deepEqual(all.year, [{ name: "2026", title: "2026", count: 5 }]);
    const some = countsOf(store, hits, { kind: "permit" });
    assert.deepEqual(some.kind, all.kind);
    assert.deepEqual(some.department, [{ name: "示例县住建局", title: "示例县住建局", count: 3 }]);
  });
});

test("a choice filters and sorts; the order by date has the newest first", async () => {
  await run(async (store) => {
    const permits = await chosenResults(store, plan, 1, 2, 0, { kind: "permit", order: "date" });
    assert.deepEqual([permits.total, permits.exact, permits.more, permits.shown.length], [3, true, true, 2]);
    const second = await chosenResults(store, plan, 1, 2, 2, { kind: "permit", order: "date" });
    assert.deepEqual(second.shown.map((each) => each.title), ["示住建许字〔2026〕3号"]);
    assert.equal((await chosenResults(store, plan, 1, 20, 0, { year: "1999" })).total, 0);
  });
});

test("the total is that of a reader who turns all pages", async () => {
  await run(async (store) => {
    for (const text of ["示例", "县", "云杉", "2026", "信用"]) {
      const all = await firstResults(store, planQuery(text), 1, 1000);
      assert.deepEqual(await totalOf(store, planQuery(text), 1, 0), { total: all.shown.length, exact: true }, text);
    }
  });
});
