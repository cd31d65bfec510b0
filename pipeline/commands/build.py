"""`portal build`: from sources to the verified site."""

import argparse
from pathlib import Path

from pipeline import progress
from pipeline.commands.moment import Moment
from pipeline.commands.options import add_as_of, add_config, add_output, add_platform, add_state
from pipeline.errors import SettingsError
from pipeline.guarding import Accepted
from pipeline.run import BuildRequest, build
from pipeline.settings import Settings, load_settings
from pipeline.sources.platform_http import Timing

NAME = "build"
HELP = "取数、读取、校验、判定、生成、核验、切换"
_KEY_VARIABLE = "PORTAL_KEY"


def add(parser: argparse.ArgumentParser) -> None:
    """The options."""
    add_config(parser)
    add_as_of(parser)
    add_state(parser)
    add_output(parser)
    parser.add_argument("--inbox", type=Path, metavar="目录", help="另外读取这个目录中的文件")
    add_platform(parser)
    parser.add_argument(
        "--accept",
        action="append",
        default=[],
        metavar="编号",
        help="确认一项护栏提示属实（可多次），须同时写 --because",
    )
    parser.add_argument("--because", default="", metavar="理由", help="确认的理由，记入公示台账")


def _request(arguments: argparse.Namespace, settings: Settings, moment: Moment) -> BuildRequest:
    if arguments.inbox is not None and not arguments.inbox.is_dir():
        raise SettingsError(f"--inbox 指的目录 {arguments.inbox} 不存在。请检查路径。")
    if arguments.accept and not arguments.because.strip():
        raise SettingsError("--accept 须同时用 --because 写明理由，理由会记入公示台账。")
    return BuildRequest(
        settings=settings,
        as_of=arguments.as_of or moment.today,
        inbox=arguments.inbox,
        state=arguments.state.resolve(),
        output=arguments.output.resolve(),
        platform_url=arguments.platform,
        environment=moment.environment,
        timing=Timing(moment.now),
        key=moment.environment.get(_KEY_VARIABLE, ""),
        progress=progress.on(),
        accepted=Accepted(tuple(arguments.accept), arguments.because.strip()),
    )


def run(arguments: argparse.Namespace, moment: Moment) -> int:
    """Build; the balance and the findings by code are printed."""
    print(build(_request(arguments, load_settings(arguments.config), moment)).text)
    return 0
