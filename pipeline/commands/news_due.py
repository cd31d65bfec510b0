"""`portal news due`: who still owes the month's article, and which half-year report comes next."""

import argparse
import json
from datetime import date

from pipeline.bundle import Bundle
from pipeline.commands.moment import Moment
from pipeline.commands.options import add_as_of, add_config, add_state, bundle_if_any
from pipeline.compliance.news_ground import news_quota
from pipeline.compliance.news_quota import Quota
from pipeline.compliance.news_reminders import as_data, reminder
from pipeline.compliance.periods import month
from pipeline.portal.articles import read_content
from pipeline.settings import Settings, load_settings

NAME = "due"
HELP = "列出本月还没有报送稿件的单位，和下一份半年报告"


def add(parser: argparse.ArgumentParser) -> None:
    """The options."""
    add_config(parser)
    add_state(parser)
    add_as_of(parser)
    parser.add_argument("--month", default="", metavar="YYYY-MM", help="哪个月（默认本月）")
    parser.add_argument("--department", default="", metavar="单位", help="只列这个单位")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def counted(settings: Settings, bundle: Bundle | None, as_of: date, department: str) -> Quota:
    """The quota of content/ as it lies there, for all departments or for one."""
    content = read_content(settings.root / "content", (each.title for each in settings.columns), as_of)
    quota = news_quota(settings, content.every, bundle, as_of)
    return quota.only(department) if department else quota


def run(arguments: argparse.Namespace, moment: Moment) -> int:
    """Print the list; the duty list is that of the last build, where there is one."""
    settings, as_of = load_settings(arguments.config), arguments.as_of or moment.today
    quota = counted(settings, bundle_if_any(arguments.state), as_of, arguments.department)
    asked = month(arguments.month) if arguments.month else f"{as_of:%Y-%m}"
    if arguments.json:
        print(json.dumps(as_data(quota, asked), ensure_ascii=False, indent=1))
    else:
        print(reminder(quota, asked))
    return 0
