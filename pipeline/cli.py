"""The command `portal`: reads the command line, the clock and the environment once, and hands them down.

Exit codes: 0 done; 1 stopped by a check, the last good site is untouched; 2 wrong use or configuration.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from importlib import import_module
from zoneinfo import ZoneInfo

from pipeline.commands.moment import Moment
from pipeline.commands.parsing import Parser
from pipeline.errors import PortalError

COMMANDS = (
    "build",
    "pull",
    "doctor",
    "check",
    "template",
    "serve",
    "search",
    "explain",
    "export",
    "expire",
    "ledger",
    "report",
    "due",
    "news",
)
"""The modules of `pipeline/commands/`, in the order of the help; only the one that is run is imported, for all together
take a second and a half."""


def _parser(names: Sequence[str]) -> argparse.ArgumentParser:
    parser = Parser(prog="portal", description="信用门户：生成、核验并发布公共信用信息站点。")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    for name in names:
        command = import_module(f"pipeline.commands.{name}")
        added = commands.add_parser(command.NAME, help=command.HELP, description=command.HELP)
        command.add(added)
        added.set_defaults(run=command.run)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    given = sys.argv[1:] if argv is None else argv
    arguments = _parser([name for name in COMMANDS if name in given[:1]] or COMMANDS).parse_args(given)
    moment = Moment(datetime.now(ZoneInfo("Asia/Shanghai")).date(), os.environ, time.time)
    try:
        code: int = arguments.run(arguments, moment)
    except PortalError as error:
        print(f"停止：{error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # The reader of our output (`| head`) has seen enough; what Python would still flush goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


if __name__ == "__main__":
    sys.exit(main())
