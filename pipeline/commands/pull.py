"""`portal pull`: ask the sources and land what is whole; nothing is built."""

import argparse
from pathlib import Path

from pipeline import progress
from pipeline.catalogue import office_catalogue
from pipeline.commands.moment import Moment
from pipeline.commands.options import add_as_of, add_config, add_platform, add_sources, add_state
from pipeline.errors import SettingsError
from pipeline.pulling import Pulling, plan, pull_all, with_address
from pipeline.settings import Settings, load_settings
from pipeline.source_settings import Source
from pipeline.sources.adapters import Outside
from pipeline.sources.platform_http import Timing
from pipeline.sources.receipts import Receipt
from pipeline.state_folder import alone, office_key

NAME = "pull"
HELP = "只取数、入库，不生成站点"
_OUTCOMES = {"whole": "取全", "nothing_new": "没有新数据", "incomplete": "没有取全"}


def add(parser: argparse.ArgumentParser) -> None:
    """The options."""
    add_config(parser)
    add_as_of(parser)
    add_state(parser)
    add_platform(parser)
    add_sources(parser)
    parser.add_argument("--dry-run", action="store_true", help="只显示将请求什么，不取数、不写任何文件")


def chosen(settings: Settings, arguments: argparse.Namespace) -> tuple[Source, ...]:
    """The sources that are meant; SettingsError names one that is not described."""
    sources = with_address(settings.sources, arguments.platform)
    known = {each.name for each in settings.sources}
    if unknown := [each for each in arguments.source if each not in known]:
        raise SettingsError(f"portal.toml 中没有数据来源 {'、'.join(unknown)}。请检查 --source。")
    return tuple(each for each in sources if not arguments.source or each.name in arguments.source)


def pulling(settings: Settings, arguments: argparse.Namespace, moment: Moment, key: bytes) -> Pulling:
    """What the pulls of this command share."""
    day = arguments.as_of or moment.today
    outside = Outside(day, moment.environment, Timing(moment.now), settings.root, key)
    return Pulling(office_catalogue(settings.root), Path(arguments.state).resolve(), outside, progress.on())


def _line(receipt: Receipt) -> str:
    told = f"{receipt.source} {receipt.dataset}：{_OUTCOMES[receipt.outcome]}，{receipt.rows:,} 行"
    told += f"，请求 {receipt.requests} 次，重试 {receipt.retries} 次，{receipt.seconds:.1f} 秒"
    return told + (f"。{receipt.message}" if receipt.message else "")


def run(arguments: argparse.Namespace, moment: Moment) -> int:
    """Print one line per dataset; SourceError when one was not had wholly."""
    settings = load_settings(arguments.config)
    sources = chosen(settings, arguments)
    if arguments.dry_run:
        print(
            "\n".join(plan(sources, pulling(settings, arguments, moment, b"dry-run"))) or "没有要取的来源。"
        )
        return 0
    state = Path(arguments.state).resolve()
    with alone(state):
        key = office_key(moment.environment.get("PORTAL_KEY", ""), state)
        done = pull_all(sources, pulling(settings, arguments, moment, key))
    print("\n".join(_line(each) for each in done) or "没有要取的来源。")
    return 0
