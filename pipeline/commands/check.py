"""`portal check`: a department checks its own file before it sends it."""

import argparse
from collections import Counter
from pathlib import Path

from pipeline.catalogue import office_catalogue
from pipeline.commands.moment import Moment
from pipeline.commands.options import add_as_of
from pipeline.workbooks.annotated import WORDS, annotated_workbook
from pipeline.workbooks.checking import Checked, check_file
from pipeline.workbooks.saving import save

NAME = "check"
HELP = "报送前检查文件，生成标注了问题的副本"


def add(parser: argparse.ArgumentParser) -> None:
    """The options."""
    add_as_of(parser)
    parser.add_argument(
        "files", type=Path, nargs="+", metavar="文件", help="要检查的 .xlsx、.csv 或 .jsonl 文件"
    )
    parser.add_argument(
        "--dataset", default="", metavar="数据类别", help="数据类别，如 行政处罚；文件名能看出的可以不写"
    )
    parser.add_argument("--state", type=Path, metavar="目录", help="用这个状态目录中的主体登记核对名称和代码")
    parser.add_argument(
        "--output", type=Path, metavar="目录", help="标注副本存放的目录（默认与文件同一目录）"
    )
    parser.add_argument("--no-copy", action="store_true", help="只显示结果，不生成标注副本")


def _summary(checked: Checked) -> str:
    rows, counts = len(checked.table.cells), Counter((each.code, each.level) for each in checked.findings)
    told = f"会被退回 {checked.refused_rows:,} 行，问题 {len(checked.findings):,} 个。"
    lines = [f"{checked.table.name}（{checked.dataset.title}）：共 {rows:,} 行，{told}"]
    examples = {each.code: each for each in reversed(checked.findings)}
    for (code, level), number in sorted(counts.items()):
        first = examples[code]
        where = "" if first.row is None else f"（如第 {first.row} 行）"
        lines.append(f"  {code} {WORDS[level]} {number:,} 处{where}：{first.message}")
    return "\n".join(lines)


def _copy(checked: Checked, path: Path, folder: Path | None) -> str:
    target = (folder or path.parent) / f"{path.stem}-检查结果.xlsx"
    workbook, mends = annotated_workbook(checked.table, checked.dataset, checked.findings)
    save(workbook, target)
    # The copy holds what the file holds, identity numbers included: it is for its owner only.
    target.chmod(0o600)
    certain = f"，其中 {mends:,} 处可以照“可直接更正”一表改正" if mends else ""
    return f"  标注副本：{target}{certain}"


def run(arguments: argparse.Namespace, moment: Moment) -> int:
    """Check each file; 1 when anything of one would be refused."""
    catalogue = office_catalogue(Path.cwd())
    register = arguments.state and arguments.state / "work" / "records" / "entity.parquet"
    refused = False
    for path in arguments.files:
        checked = check_file(path, arguments.dataset, catalogue, arguments.as_of or moment.today, register)
        print(_summary(checked))
        if checked.findings and checked.table.headings and not arguments.no_copy:
            print(_copy(checked, path, arguments.output))
        refused |= checked.is_refused
    print("有内容会被退回，请更正后再报送。" if refused else "没有会被退回的内容，可以报送。")
    return int(refused)
