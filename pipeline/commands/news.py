"""`portal news`: the news desk. Each action is a file news_<action>.py of the same shape as a command."""

import argparse

from pipeline.commands import news_accept, news_check, news_due, news_refuse, news_report
from pipeline.commands.moment import Moment

NAME = "news"
HELP = "信息报送：检查、接收各单位的稿件"
ACTIONS = (news_check, news_accept, news_refuse, news_due, news_report)


def add(parser: argparse.ArgumentParser) -> None:
    """The actions and their options."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="操作")
    for each in ACTIONS:
        added = actions.add_parser(each.NAME, help=each.HELP, description=each.HELP)
        each.add(added)
        added.set_defaults(act=each.run)


def run(arguments: argparse.Namespace, moment: Moment) -> int:
    """Run one action; its exit code."""
    code: int = arguments.act(arguments, moment)
    return code
