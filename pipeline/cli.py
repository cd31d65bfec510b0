"""The command `portal`: reads the command line, the clock and the environment once, and hands them down.

Exit codes: 0 done; 1 stopped by a check, the last good site is untouched; 2 wrong use or configuration.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline import progress
from pipeline.errors import PortalError, SettingsError
from pipeline.run import BuildRequest, build
from pipeline.serve import serve
from pipeline.settings import Settings, load_settings

_ZONE = ZoneInfo("Asia/Shanghai")
_KEY_VARIABLE = "PORTAL_KEY"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，应写作 2026-01-05") from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="portal", description="信用门户：生成、核验并发布公共信用信息站点。"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    building = commands.add_parser("build", help="取数、读取、校验、判定、生成、核验、切换")
    building.add_argument(
        "--config", type=Path, default=Path("portal.toml"), help="设置文件（默认 portal.toml）"
    )
    building.add_argument("--as-of", type=_day, help="数据日期，默认今天（北京时间）")
    building.add_argument("--inbox", type=Path, help="另外读取这个目录中的文件")
    building.add_argument("--state", type=Path, default=Path("state"), help="保存入库数据和台账的目录")
    building.add_argument("--output", type=Path, default=Path("output"), help="站点目录")
    building.add_argument("--platform", default="", metavar="URL", help="本次使用的共享平台地址")
    serving = commands.add_parser("serve", help="在本机浏览生成的站点")
    serving.add_argument("--output", type=Path, default=Path("output"), help="站点目录")
    serving.add_argument("--port", type=int, default=8000, help="端口（默认 8000）")
    searching = commands.add_parser("search", help="用站点的索引查询")
    searching.add_argument("query", help="名称、代码、文号或几个词")
    searching.add_argument("--output", type=Path, default=Path("output"), help="站点目录")
    searching.add_argument("--limit", type=int, default=20, help="最多显示几条")
    return parser


def _request(arguments: argparse.Namespace, settings: Settings) -> BuildRequest:
    if arguments.inbox is not None and not arguments.inbox.is_dir():
        raise SettingsError(f"--inbox 指的目录 {arguments.inbox} 不存在。请检查路径。")
    return BuildRequest(
        settings=settings,
        as_of=arguments.as_of or datetime.now(_ZONE).date(),
        inbox=arguments.inbox,
        state=arguments.state.resolve(),
        output=arguments.output.resolve(),
        platform_url=arguments.platform or settings.platform.url,
        platform_token=os.environ.get(settings.platform.token_env, ""),
        key=os.environ.get(_KEY_VARIABLE, ""),
        progress=progress.on(),
    )


def _build(arguments: argparse.Namespace) -> None:
    report = build(_request(arguments, load_settings(arguments.config)))
    print(report.text)


def _search(arguments: argparse.Namespace) -> None:
    from search.command import search  # noqa: PLC0415 - Whoosh is slow to load and only this command needs it

    for hit in search(arguments.output / "search" / "index", arguments.query, arguments.limit):
        print(hit)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    arguments = _parser().parse_args(argv)
    try:
        match arguments.command:
            case "build":
                _build(arguments)
            case "serve":
                serve(arguments.output, arguments.port)
            case "search":
                _search(arguments)
            case other:
                raise SettingsError(f"没有命令“{other}”。")
    except PortalError as error:
        print(f"停止：{error}", file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
