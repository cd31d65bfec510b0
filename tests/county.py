"""A county of a few rows for tests of whole builds: files as departments send them, and the command run on them."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from pipeline.cli import main
from pipeline.identifiers import credit_code, resident_id

AS_OF = "2026-11-20"
PORTAL = """
[site]
name = "信用测试"
region = "测试县"
url = "https://credit.test.example"
[[department]]
id = "market"
name = "测试县市场监督管理局"
"""


def code(prefix: str) -> str:
    """A valid credit code for 17 symbols."""
    return prefix + credit_code.check_digit(prefix)


OFFICE = code("114399990000000M1".replace("M", "0"))
CEDAR, BIRCH, STALL = code("91439999MA0000001"), code("91439999MA0000002"), code("92439999MA0000003")
PERSON_ID = "43999919900307123" + resident_id.check_digit("43999919900307123")
NAMES = {CEDAR: "测试云杉建筑有限公司", BIRCH: "测试白桦贸易有限公司", STALL: "测试县阿翠早餐店"}
KIND = {CEDAR: "法人及非法人组织", BIRCH: "法人及非法人组织", STALL: "个体工商户"}

Row = dict[str, str]


def entity(subject: str) -> Row:
    """A row of the register."""
    return {
        "主体名称": NAMES[subject],
        "统一社会信用代码": subject,
        "主体类别": KIND[subject],
        "登记状态": "存续",
    }


def permit(subject: str, number: str, decided: str, provided: str, **more: str) -> Row:
    """A licence."""
    return {
        "行政相对人名称": NAMES[subject], "行政相对人类别": KIND[subject], "行政相对人代码_1(统一社会信用代码)": subject,
        "法定代表人": "测某", "行政许可决定文书名称": "准予许可决定书", "行政许可决定文书号": number, "许可类别": "普通",
        "许可内容": "准予经营", "许可决定日期": decided, "有效期自": decided, "有效期至": "2099-12-31",
        "许可机关": "测试县市场监督管理局", "许可机关统一社会信用代码": OFFICE, "当前状态": "1",
        "数据来源单位": "测试县市场监督管理局", "数据来源单位统一社会信用代码": OFFICE, "提供日期": provided, **more,
    }  # fmt: skip


def penalty(subject: str, number: str, decided: str, provided: str, **more: str) -> Row:
    """A fine."""
    return {
        "行政相对人名称": NAMES[subject], "行政相对人类别": KIND[subject], "行政相对人代码_1(统一社会信用代码)": subject,
        "行政处罚决定书文号": number, "违法行为类型": "未明码标价", "违法事实": f"检查发现 {number} 号案的事实",
        "处罚依据": "价格法", "处罚类别": "罚款", "处罚内容": "罚款五千元", "罚款金额（万元）": "0.5", "处罚决定日期": decided,
        "处罚有效期": "2099-12-31", "公示截止期": "", "处罚机关": "测试县市场监督管理局",
        "处罚机关统一社会信用代码": OFFICE, "数据来源单位": "测试县市场监督管理局",
        "数据来源单位统一社会信用代码": OFFICE, "提供日期": provided, **more,
    }  # fmt: skip


def repair(subject: str, number: str, on: str) -> Row:
    """The repair of a penalty."""
    return {
        "主体名称": NAMES[subject], "统一社会信用代码": subject, "数据类别": "行政处罚", "文书号": number,
        "作出机关": "测试县市场监督管理局", "修复决定日期": on, "修复机关": "测试县发展和改革局", "修复说明": "已履行",
    }  # fmt: skip


def listed(subject: str, number: str, **more: str) -> Row:
    """An entry of the list of serious breach."""
    unit = "测试县市场监督管理局"
    return {
        "主体名称": NAMES[subject], "统一社会信用代码": subject, "主体类别": KIND[subject],
        "名单类型": "拖欠农民工工资失信联合惩戒对象名单", "列入事由": "拖欠工资", "认定文号": number, "认定机关": unit,
        "列入日期": "2026-06-06", "移出日期": "", "数据来源单位": unit, "提供日期": "2026-06-08", **more,
    }  # fmt: skip


def as_csv(rows: Sequence[Row]) -> str:
    """Rows as CSV text, headings from the first row."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def write(folder: Path, name: str, rows: Sequence[Row], encoding: str = "utf-8") -> Path:
    """Write a CSV file into an inbox."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(as_csv(rows), encoding=encoding, newline="")
    return path


def standard(folder: Path) -> Path:
    """An inbox with every subject, two licences and three penalties."""
    write(folder, "entity.csv", [entity(each) for each in NAMES])
    write(folder, "permit.csv", [
        permit(CEDAR, "测市许〔2026〕1号", "2026-10-09", "2026-10-12"),
        permit(BIRCH, "测市许〔2026〕2号", "2026-10-10", "2026-11-16"),
    ])  # fmt: skip
    write(folder, "行政处罚-十月.csv", [
        penalty(CEDAR, "测市罚〔2026〕7号", "2026-05-06", "2026-05-08"),
        penalty(BIRCH, "测市罚〔2026〕8号", "2026-06-06", "2026-06-08"),
        penalty(STALL, "测市罚〔2026〕9号", "2026-07-06", "2026-07-08"),
    ], encoding="gb18030")  # fmt: skip
    return folder


def office(folder: Path) -> Path:
    """A folder with an office's settings and an empty content folder; its portal.toml."""
    (folder / "content").mkdir(parents=True, exist_ok=True)
    path = folder / "portal.toml"
    path.write_text(PORTAL, encoding="utf-8")
    return path


def build(root: Path, inbox: Path | None, as_of: str = AS_OF, further: Sequence[str] = ()) -> int:
    """Run `portal build` below `root` (state/, output/); the exit code."""
    where = [
        "--config",
        str(office(root / "office")),
        "--state",
        str(root / "state"),
        "--output",
        str(root / "output"),
    ]
    given = ["--inbox", str(inbox)] if inbox is not None else []
    return main(["build", "--as-of", as_of, *where, *given, *further])


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its relative name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
