"""Options that several commands share."""

import argparse
from datetime import date
from pathlib import Path

from pipeline.bundle import Bundle, open_bundle
from pipeline.errors import SettingsError


def day(text: str) -> date:
    """A date of the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，应写作 2026-01-05") from error


def add_config(parser: argparse.ArgumentParser) -> None:
    """--config."""
    parser.add_argument(
        "--config",
        type=Path,
        metavar="文件",
        default=Path("portal.toml"),
        help="设置文件（默认 portal.toml）",
    )


def add_as_of(parser: argparse.ArgumentParser) -> None:
    """--as-of."""
    parser.add_argument(
        "--as-of", type=day, metavar="日期", help="数据日期，如 2026-01-05，默认今天（北京时间）"
    )


def add_state(parser: argparse.ArgumentParser) -> None:
    """--state."""
    parser.add_argument(
        "--state",
        type=Path,
        metavar="目录",
        default=Path("state"),
        help="保存入库数据和台账的目录（默认 state）",
    )


def opened_bundle(state: Path) -> Bundle:
    """The last build's bundle; SettingsError when nothing was built yet."""
    if not (state / "bundle" / "meta.json").is_file():
        raise SettingsError(f"{state} 中还没有公示包。请先运行 portal build，或用 --state 指明目录。")
    return open_bundle(state / "bundle")


def bundle_if_any(state: Path) -> Bundle | None:
    """The last build's bundle, None when nothing was built yet."""
    return open_bundle(state / "bundle") if (state / "bundle" / "meta.json").is_file() else None


def add_output(parser: argparse.ArgumentParser) -> None:
    """--output."""
    parser.add_argument(
        "--output", type=Path, metavar="目录", default=Path("output"), help="站点目录（默认 output）"
    )


def add_platform(parser: argparse.ArgumentParser) -> None:
    """--platform."""
    parser.add_argument("--platform", default="", metavar="地址", help="本次使用的共享平台地址")


def add_sources(parser: argparse.ArgumentParser) -> None:
    """--source, once for each source that is meant; all when it is not given."""
    parser.add_argument(
        "--source", action="append", default=[], metavar="名称", help="只用这个来源（可多次）"
    )
