"""`portal due`: what falls due and what is overdue, per department, as text or JSON for a mail job."""

import argparse
import json
from collections.abc import Iterable
from dataclasses import asdict

from pipeline.bundle import Bundle
from pipeline.commands.moment import Moment
from pipeline.commands.options import add_state, opened_bundle
from pipeline.compliance.due_items import SOON, DueItem, due_items, overdue, soon
from pipeline.compliance.figures import figures
from pipeline.compliance.reminders import reminders
from pipeline.errors import SettingsError

NAME = "due"
HELP = "列出即将到期和已逾期的报送事项"


def add(parser: argparse.ArgumentParser) -> None:
    """The options."""
    add_state(parser)
    parser.add_argument(
        "--within", type=int, default=SOON, metavar="N", help=f"几个工作日内到期（默认 {SOON}）"
    )
    parser.add_argument("--department", default="", metavar="单位", help="只列这个单位")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def _as_json(bundle: Bundle, within: int, due: Iterable[DueItem], late: Iterable[DueItem]) -> str:
    def rows(items: Iterable[DueItem]) -> list[dict[str, object]]:
        dates = ("due_earliest", "due_latest")
        return [{**asdict(each), **{day: str(getattr(each, day)) for day in dates}} for each in items]

    content = {
        "as_of": bundle.meta.as_of.isoformat(),
        "within": within,
        "due": rows(due),
        "overdue": rows(late),
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def run(arguments: argparse.Namespace, _moment: Moment) -> int:
    """Print the lists of the last build's data."""
    if arguments.within < 0:
        raise SettingsError("--within 应为 0 或更大的整数。")
    bundle = opened_bundle(arguments.state)
    items = due_items(bundle, figures(bundle))
    mine = [each for each in items if not arguments.department or each.department == arguments.department]
    due, late = soon(mine, arguments.within), overdue(mine)
    if arguments.json:
        print(_as_json(bundle, arguments.within, due, late))
        return 0
    titles = {each.name: each.title for each in bundle.meta.datasets}
    print(reminders(due, late, titles, bundle.meta.as_of, arguments.within))
    return 0
