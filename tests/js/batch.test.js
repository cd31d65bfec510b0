// The batch check over the golden index: states, safe cells, the build's day on the file.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { test } from "node:test";

import { answers, askedOf, cell, csv } from "../../search/client/batch.js";
import { openSession } from "../../search/client/entry.js";
import { dayNumber } from "../../search/client/results.js";
import { folderReader } from "./index_files.mjs";

const INDEX = fileURLToPath(new URL("../golden/index", import.meta.url));
const TODAY = dayNumber(Date.UTC(2026, 10, 20));

/** @param {string[]} asked */
function check(asked) {
  return openSession(folderReader(INDEX)).run(async (store) => {
    const found = await answers(store, asked, TODAY, () => undefined);
    return { found, file: csv(store, found, TODAY) };
  });
}

test("a line's code, else its first cell; blanks, quotes and a byte order mark do not matter", () => {
  const text = '\ufeff"示例县第一中学",备注\r\n\n序号,91439999MA0000015R\n序号,企业名称\n12,示例县第一中学\n  示例云杉 建筑工程\t3 \n，，\n';
  assert.deepEqual(askedOf(text), ["示例县第一中学", "91439999MA0000015R", "示例县第一中学", "示例云杉 建筑工程"]);
});

test("equal names and codes are certain, parts and near ones are not, in the order asked", async () => {
  const asked = ["示例县第一中学", "91439999MA0000015R", "示例云杉建设有限公司", "云杉建筑", "示例云山建筑工程有限公司", "没有这样的名称"];
  const { found } = await check(asked);
  assert.deepEqual(found.map((each) => each.asked), asked);
  assert.deepEqual(found.map((each) => each.state), ["found", "found", "former", "doubtful", "doubtful", "none"]);
  assert.deepEqual(found.slice(0, 3).map((each) => each.card?.code), ["12439999MB0000043X", "91439999MA0000015R", "91439999MA0000015R"]);
  for (const each of found.slice(3, 5)) {
    assert.equal(each.card, null);
    assert.deepEqual(each.candidates, ["示例云杉建筑工程有限公司（91439999MA0000015R）"]);
  }
});

test("the file tells its day, has one row each, and no cell is a formula", async () => {
  const { file } = await check(["示例云杉建筑工程有限公司", '=HYPERLINK("x")', "示例县第一中学"]);
  const rows = file.trimEnd().split("\r\n");
  assert.match(rows[0] ?? "", /^\ufeff"公示数据截至 2026-11-20/);
  assert.equal(rows.length, 2 + 3);
  assert.match(rows[2] ?? "", /"已查到","示例云杉建筑工程有限公司","91439999MA0000015R","存续","2","1"/);
  assert.match(rows[3] ?? "", /^"'=HYPERLINK\(""x""\)"/);
  for (const text of ["=1", "+1", "-1", "@a", " =1", "\t=1", "＝1"]) assert.match(cell(text), /^"'/);
});
