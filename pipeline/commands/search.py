"""`portal search`: a query over the published index, by Whoosh."""

import argparse

from pipeline.commands.moment import Moment
from pipeline.commands.options import add_output

NAME = "search"
HELP = "用站点的索引查询"


def add(parser: argparse.ArgumentParser) -> None:
    """The options."""
    add_output(parser)
    parser.add_argument(
        "query",
        metavar="检索词",
        help="名称、拼音、代码、文号或几个词；检索式（AND OR NOT、引号、名称: 等）见 docs/search.md",
    )
    parser.add_argument("--limit", type=int, default=20, metavar="条数", help="最多显示几条")


def run(arguments: argparse.Namespace, moment: Moment) -> int:
    """Print one line per hit; 1 when there is none."""
    from search.command import search  # noqa: PLC0415 - Whoosh is slow to load and only this command needs it

    hits = search(arguments.output / "search" / "index", arguments.query, arguments.limit, moment.today)
    if hits and hits[0].near:
        print("没有完全相符的结果。您是不是要找下面这些？请逐字核对。")
    for hit in hits:
        print("  ".join(part for part in (hit.title, hit.code, hit.detail, hit.address) if part))
    if not hits:
        print("没有找到。可以少写几个字，或换成统一社会信用代码、文号试试。")
    return 0 if hits else 1
