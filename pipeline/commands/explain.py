"""`portal explain`: why a record is, or is not, public."""

import argparse

from pipeline.commands.moment import Moment
from pipeline.commands.options import add_as_of, add_config, add_state
from pipeline.explaining import explanations
from pipeline.settings import load_settings

NAME = "explain"
HELP = "说明一条记录为什么公示或不公示"


def add(parser: argparse.ArgumentParser) -> None:
    """The options."""
    parser.add_argument("record", metavar="记录", help="记录标识、文书号，或 文件名:行号")
    add_config(parser)
    add_as_of(parser)
    add_state(parser)


def run(arguments: argparse.Namespace, moment: Moment) -> int:
    """Print the chain of every row that is meant; 1 when there is none."""
    as_of = arguments.as_of or moment.today
    told = explanations(arguments.state, load_settings(arguments.config), arguments.record, as_of)
    print(
        "\n\n".join(told)
        or f"没有找到“{arguments.record}”。请核对记录标识、文书号或“文件名:行号”，并先运行 portal build。"
    )
    return 0 if told else 1
