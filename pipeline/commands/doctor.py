"""`portal doctor`: each source is tried once, and what is wrong is said in one sentence. Lands nothing.

From October on it also says when next year's holidays are not in the calendar yet, and where they are announced; before
a column of the news goes stale or would be empty; and, before the first build, that the office has no key of its own.
"""

import argparse
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pipeline.commands.moment import Moment
from pipeline.commands.options import add_as_of, add_config, add_platform, add_sources, add_state
from pipeline.commands.pull import chosen, pulling
from pipeline.deadlines import calendar_findings
from pipeline.errors import PortalError
from pipeline.portal.articles import read_content
from pipeline.portal.column_ages import column_findings
from pipeline.pulling import Pulling
from pipeline.settings import Settings, load_settings
from pipeline.source_settings import FolderSource, Source
from pipeline.sources import cursors, receipts
from pipeline.sources.adapters import make_adapter
from pipeline.sources.drop_folder import writable
from pipeline.sources.platform_walk import Disagree

NAME = "doctor"
HELP = "检查每个数据来源的设置和连接，用一句话说明问题"


def add(parser: argparse.ArgumentParser) -> None:
    """The options."""
    add_config(parser)
    add_as_of(parser)
    add_state(parser)
    add_platform(parser)
    add_sources(parser)


def _folder_fault(source: FolderSource, root: Path) -> str:
    folder = root / source.path
    for name in ("new", "."):
        if not writable(folder / name):
            return f"交换目录 {folder / name} 不存在或没有读写权限。请建立目录并授权。"
    return ""


def _dataset_fault(source: Source, dataset: str, shared: Pulling) -> str:
    """Ask for the first chunk only; what went wrong, or nothing."""
    try:
        adapter = make_adapter(source, shared.outside)  # type: ignore[arg-type]
        if shared.catalogue.find(dataset) is None:
            return f"没有数据类别 {dataset}。请更正 portal.toml 的 datasets。"
        cursor = cursors.cursor_of(shared.cursors, source.name, dataset)
        next(iter(adapter.chunks(dataset, cursor, None, 1)), None)
    except (PortalError, Disagree) as error:
        return str(error)
    return ""


def _checked(source: Source, shared: Pulling) -> list[tuple[str, str]]:
    """(what, fault) for each part of a source; an empty fault is well."""
    if isinstance(source, FolderSource):
        return [(source.name, _folder_fault(source, shared.outside.root))]
    return [(f"{source.name} {each}", _dataset_fault(source, each, shared)) for each in source.datasets]


def run(arguments: argparse.Namespace, moment: Moment) -> int:
    """Print a line per source and dataset with its last success; 1 when something is wrong."""
    settings = load_settings(arguments.config)
    shared = pulling(settings, arguments, moment, b"doctor")
    ages = {
        f"{each.source} {each.dataset}": each
        for each in receipts.standings(shared.state, shared.outside.today, _pairs(settings.sources))
    }
    faults = 0
    for source in chosen(settings, arguments):
        for what, fault in _checked(source, shared):
            standing = ages.get(what)
            last = "" if standing is None else f"（上次取全：{standing.last_success or '从未'}）"
            print(f"{what}：{fault or '正常'}{last}")
            faults += bool(fault)
    today = shared.outside.today
    keyless = _key_findings(shared.state, moment.environment)
    for told in [*keyless, *calendar_findings(today), *_column_findings(settings, today)]:
        print(f"提醒：{told}")
    return 1 if faults else 0


def _key_findings(state: Path, environment: Mapping[str, str]) -> list[str]:
    """Told only as long as no id has been given: a key that comes later would change all of them (decision 0203)."""
    if environment.get("PORTAL_KEY") or (state / "ledger").exists():
        return []
    told = "没有设置 PORTAL_KEY：记录编号将由网站地址和公开内容算出，外人可以对照出撤下的是哪条记录。"
    return [f"{told}请在首次生成之前设置，另行保管，以后不要更换。"]


def _column_findings(settings: Settings, today: date) -> list[str]:
    """What readers would see of the news; articles that cannot be read are told too."""
    try:
        content = read_content(settings.root / "content", (each.title for each in settings.columns), today)
    except PortalError as error:
        return [str(error)]
    return column_findings(settings.columns, content.articles, today)


def _pairs(sources: tuple[Source, ...]) -> list[tuple[str, str]]:
    return [(each.name, dataset) for each in sources for dataset in each.datasets]
