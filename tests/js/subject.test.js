// The CSV of a subject's page: quoted, with a byte order mark, and no cell that a spreadsheet takes for a formula.
import assert from "node:assert/strict";
import { test } from "node:test";

import { csvCell, toCsv } from "../../theme/static/js/subject.js";

test("a formula becomes text", () => {
  for (const start of ["=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"]) assert.equal(csvCell(`${start}1`), `'${start}1`);
  assert.equal(csvCell('=HYPERLINK("x","y")'), `"'=HYPERLINK(""x"",""y"")"`);
});

test("each field of each record is a row", () => {
  const record = { dataset: "permit", record: "ab", until: "", fields: { 许可内容: "甲,乙\n丙", 备注: "无" } };
  assert.equal(
    toCsv("91", "示例", [record]),
    "\ufeff统一社会信用代码,主体名称,数据类别,记录标识,公示至,项目,内容\r\n" +
      '91,示例,permit,ab,,许可内容,"甲,乙\n丙"\r\n91,示例,permit,ab,,备注,无\r\n',
  );
});
