"""One office's settings (portal.toml) as frozen data; an unknown key is an error that names it."""

import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from pipeline.errors import SettingsError


@dataclass(frozen=True)
class Site:
    """Who runs the portal and what its header and footer say."""

    name: str
    region: str
    url: str
    description: str = ""
    sponsor: str = ""
    undertaker: str = ""
    contact: str = ""
    address: str = ""
    site_code: str = ""
    icp: str = ""
    police_record: str = ""
    notice: str = ""


@dataclass(frozen=True)
class Rules:
    """Which dated rule sets are in force here."""

    deadlines: str = "national"
    newer_maximum_applies_to_older: bool = False


@dataclass(frozen=True)
class Publish:
    """What is shown beyond the default; dataset name → legal basis for showing natural persons."""

    natural_persons: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Platform:
    """How the shared platform is asked; no url, no pull."""

    url: str = ""
    token_env: str = ""
    page_size: int = 1000
    datasets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Department:
    """A reporting unit (报送单位); `name` is what its records carry as authority."""

    id: str
    name: str


@dataclass(frozen=True)
class Settings:
    """All of portal.toml. `root` is the folder it lies in; content/ is looked for there."""

    root: Path
    site: Site
    rules: Rules = Rules()
    publish: Publish = field(default_factory=Publish)
    platform: Platform = Platform()
    departments: tuple[Department, ...] = ()


def _section(kind: type[Any], table: dict[str, Any], name: str) -> Any:
    unknown = table.keys() - {each.name for each in fields(kind)}
    if unknown:
        raise SettingsError(
            f"portal.toml [{name}] 有无法识别的设置：{'、'.join(sorted(unknown))}。请更正或删除。"
        )
    try:
        return kind(
            **{key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
        )
    except TypeError as error:
        raise SettingsError(f"portal.toml [{name}] 缺少必需的设置：{error}。") from error


def load_settings(path: Path) -> Settings:
    """Settings from a portal.toml; SettingsError says what is wrong with it."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SettingsError(f"找不到设置文件 {path}。请在项目目录中运行，或用 --config 指明。") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"设置文件 {path} 无法读取：{error}。") from error
    unknown = table.keys() - {"site", "rules", "publish", "platform", "department"}
    if unknown or "site" not in table:
        raise SettingsError(
            f"portal.toml 中{'有无法识别的部分：' + '、'.join(sorted(unknown)) if unknown else '缺少 [site]'}。"
        )
    return Settings(
        root=path.resolve().parent,
        site=_section(Site, table["site"], "site"),
        rules=_section(Rules, table.get("rules", {}), "rules"),
        publish=_section(Publish, table.get("publish", {}), "publish"),
        platform=_section(Platform, table.get("platform", {}), "platform"),
        departments=tuple(_section(Department, each, "department") for each in table.get("department", [])),
    )
