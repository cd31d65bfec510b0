"""`portal ledger`: verify the chain, or lift a tombstone that was put up by mistake."""

import argparse

from pipeline import ledger
from pipeline.commands.moment import Moment
from pipeline.commands.options import add_state
from pipeline.errors import SettingsError
from pipeline.ledger import Entry

NAME = "ledger"
HELP = "核验公示台账，或解除一条终止公示记录"


def add(parser: argparse.ArgumentParser) -> None:
    """The options."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="操作")
    verify = actions.add_parser("verify", help="核验台账没有被改动")
    add_state(verify)
    lift = actions.add_parser("lift", help="解除误记的终止公示（修复或撤销事项本身须先更正）")
    lift.add_argument("record", metavar="记录", help="记录标识")
    lift.add_argument("--because", required=True, metavar="理由", help="解除的理由，记入台账")
    add_state(lift)


def run(arguments: argparse.Namespace, moment: Moment) -> int:
    """Verify, and lift when asked to; Stopped tells what was changed."""
    folder = arguments.state / "ledger"
    files = ledger.verify(folder)
    if files == 0:
        # "Nothing was changed" of a ledger that is not there would be the wrong answer to an auditor.
        raise SettingsError(
            f"{arguments.state} 中没有公示台账。请用 --state 指明状态目录；第一次 portal build 之后才有台账。"
        )
    if arguments.action == "lift":
        known = ledger.read(folder).get(arguments.record)
        if known is None or not known.barred:
            raise SettingsError(f"台账中没有记录“{arguments.record}”的终止公示事项。请核对记录标识。")
        day = moment.today.isoformat()
        lifted = Entry(
            arguments.record, known.dataset, "lifted", day, known.barred, "operator", arguments.because
        )
        ledger.append(folder, [lifted], moment.today)
        print(f"已解除记录 {arguments.record} 的终止公示事项，下次生成时重新判定。")
        return 0
    print(f"公示台账共 {files} 个文件，首尾相连，没有改动。")
    return 0
