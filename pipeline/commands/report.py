"""`portal report`: the circular of a month or half-year, as Word and as a page."""

import argparse

from pipeline.commands.documents import add_folder, write_document
from pipeline.commands.moment import Moment
from pipeline.commands.options import add_config, add_state, opened_bundle
from pipeline.compliance.figures import figures
from pipeline.compliance.ground import circulars
from pipeline.compliance.periods import period
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
    add_folder(parser)


def run(arguments: argparse.Namespace, _moment: Moment) -> int:
    """Write both files from the last build's data and name them."""
    settings = load_settings(arguments.config)
    bundle = opened_bundle(arguments.state)
    about = period(arguments.month or arguments.half)
    (made,) = circulars(bundle, figures(bundle), settings.site, [about])
    told = write_document(made, arguments.to, f"信用信息报送通报-{about.id}")
    print(f"已生成 {told}。")
    return 0
