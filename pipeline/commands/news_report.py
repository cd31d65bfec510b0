"""`portal news report`: the half-year report drafted from the figures, as Word and as a page."""

import argparse

from pipeline import ledger
from pipeline.commands.documents import add_folder, write_document
from pipeline.commands.moment import Moment
from pipeline.commands.news_due import counted
from pipeline.commands.options import add_config, add_state, opened_bundle
from pipeline.compliance.figures import figures, of_department
from pipeline.compliance.ground import grounds
from pipeline.compliance.half_report import HalfYear, half_report
from pipeline.compliance.periods import half
from pipeline.newsdesk.rules import load_rules
from pipeline.settings import load_settings

NAME = "report"
HELP = "起草半年贯彻落实情况报告（Word 和网页）"


def add(parser: argparse.ArgumentParser) -> None:
    """The options."""
    add_config(parser)
    add_state(parser)
    parser.add_argument("--half", required=True, metavar="YYYY-H1", help="哪个半年，如 2026-H2")
    parser.add_argument("--department", default="", metavar="单位", help="起草这个单位的报告（默认是本办的）")
    add_folder(parser)


def run(arguments: argparse.Namespace, _moment: Moment) -> int:
    """Write both files from the last build's data and name them."""
    settings, about = load_settings(arguments.config), half(arguments.half)
    bundle, name = opened_bundle(arguments.state), arguments.department
    quota = counted(settings, bundle, bundle.meta.as_of, name)
    found = of_department(figures(bundle), name) if name else figures(bundle)
    ((_, ground),) = grounds(bundle, found, settings.site, [about])
    entries = tuple(ledger.entries(arguments.state / "ledger"))
    classes = load_rules(settings.news.rules).classes
    made = half_report(HalfYear(about, ground, quota, entries, classes, name))
    told = write_document(made, arguments.to, f"贯彻落实情况报告-{about.id}")
    print(f"已起草 {told}。请补充【】中的内容后报送。")
    return 0
