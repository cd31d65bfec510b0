"""`portal report`: the circular of a month or half-year, as Word and as a page."""

import argparse
from pathlib import Path

from pipeline.commands.moment import Moment
from pipeline.commands.options import add_config, add_state, opened_bundle
from pipeline.compliance.figures import figures
from pipeline.compliance.ground import circulars
from pipeline.compliance.periods import period
from pipeline.portal.circular_file import write_page
from pipeline.settings import load_settings

NAME = "report"
HELP = "生成月度或半年通报（Word 和网页）"


def add(parser: argparse.ArgumentParser) -> None:
    """The options."""
    add_config(parser)
    add_state(parser)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--month", metavar="YYYY-MM", help="月度通报，如 2026-10")
    which.add_argument("--half", metavar="YYYY-H1", help="半年通报，如 2026-H1")
    parser.add_argument(
        "--to", type=Path, default=Path(), metavar="目录", help="写到这个目录（默认当前目录）"
    )


def run(arguments: argparse.Namespace, _moment: Moment) -> int:
    """Write both files from the last build's data and name them."""
    from pipeline.compliance.word import write_word  # noqa: PLC0415 - only this command needs Word

    settings = load_settings(arguments.config)
    bundle = opened_bundle(arguments.state)
    about = period(arguments.month or arguments.half)
    (made,) = circulars(bundle, figures(bundle), settings.site, [about])
    arguments.to.mkdir(parents=True, exist_ok=True)
    stem = f"信用信息报送通报-{about.id}"
    write_word(made, arguments.to / f"{stem}.docx")
    write_page(made, arguments.to / f"{stem}.html")
    print(f"已生成 {arguments.to / stem}.docx 和 .html：{made.title}。")
    return 0
