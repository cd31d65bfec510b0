"""The command `portal`: reads the command line, the clock and the environment once, and hands them down.

Exit codes: 0 done; 1 stopped by a check, the last good site is untouched; 2 wrong use or configuration.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from pipeline.commands import (
    build,
    check,
    doctor,
    due,
    expire,
    explain,
    export,
    ledger,
    news,
    pull,
    report,
    search,
    serve,
    template,
)
from pipeline.commands.moment import Moment
from pipeline.commands.parsing import Parser
from pipeline.errors import PortalError

COMMANDS = (
    build,
    pull,
    doctor,
    check,
    template,
    serve,
    search,
    explain,
    export,
    expire,
    ledger,
    report,
    due,
    news,
)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="portal", description="信用门户：生成、核验并发布公共信用信息站点。")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    for each in COMMANDS:
        added = commands.add_parser(each.NAME, help=each.HELP, description=each.HELP)
        each.add(added)
        added.set_defaults(run=each.run)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    arguments = _parser().parse_args(argv)
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
