"""One office's settings (portal.toml) as frozen data; an unknown key is an error that names it."""

import re
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from pipeline.editor_settings import Editor
from pipeline.errors import SettingsError
from pipeline.source_settings import Source, read_sources

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_COLUMN_TAKEN = {"class", "unit"}
_COLUMN_ID = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True)
class Site:
    """Who runs the portal and what its header and footer say. `correction`, `party_mark`: addresses of 政府网站找错
    and 党政机关网站标识 for this site; `styleguide`: whether the page of all components is built.
    """

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
    correction: str = ""
    party_mark: str = ""
    styleguide: bool = False

    @property
    def police_address(self) -> str:
        """Where the number of the 公安备案 is looked up."""
        digits = "".join(each for each in self.police_record if each.isdecimal())
        return f"https://beian.mps.gov.cn/#/query/webSearch?code={digits}"


@dataclass(frozen=True)
class Rules:
    """Which dated rule sets are in force here."""

    deadlines: str = "national"
    newer_maximum_applies_to_older: bool = False
    term_sets: tuple[str, ...] = ()
    fine_thresholds: dict[str, float] = field(default_factory=dict)
    objections: str = "20-working-days"


@dataclass(frozen=True)
class Publish:
    """What is shown beyond the default: dataset → legal basis for showing natural persons, authority → why its 轻微
    penalties are shown. `notice_days`: how long a repair, revocation or correction is told after its day.
    """

    natural_persons: dict[str, str] = field(default_factory=dict)
    minor_authorities: dict[str, str] = field(default_factory=dict)
    notice_days: int = 30


@dataclass(frozen=True)
class Guards:
    """Shares of the last good run that stop a build. `few`: fewer records than this never stop; `many`: growth and
    emptiness count from here on.
    """

    rows_low: float = 0.85
    rows_high: float = 2.0
    removed: float = 0.05
    removed_department: float = 0.15
    fill: float = 0.5
    few: int = 3
    many: int = 50


@dataclass(frozen=True)
class News:
    """The news desk. Folders are relative to portal.toml; `outside`: texts of others that must not be copied.

    `quota`: a set of pipeline/compliance/news_rules.toml; `quota_from`: the first month that counts (`2026-06`), that
    of the first article by default.
    """

    inbox: str = "news-inbox"
    outside: str = ""
    rules: str = "national"
    quota: str = "monthly"
    quota_from: str = ""

    def __post_init__(self) -> None:
        if self.quota_from and _MONTH.fullmatch(self.quota_from) is None:
            raise SettingsError(f"portal.toml [news] quota_from“{self.quota_from}”应写作 2026-06。")


@dataclass(frozen=True)
class Department:
    """A reporting unit (报送单位); `name` is what its records carry as authority."""

    id: str
    name: str


@dataclass(frozen=True)
class Column:
    """A column of the news (栏目): `id` in addresses, `title` as articles carry it in Category, `kind` and `keywords`
    for the meta tags ColumnType and ColumnKeywords. `days`: how long it may stand without a new article; 0: no limit.
    """

    id: str
    title: str
    note: str
    kind: str = ""
    keywords: str = ""
    days: int = 0


# 国办秘函〔2019〕19号: 动态、要闻类 two weeks, 通知公告、政策文件类 six months.
COLUMNS = (
    Column("updates", "信用动态", "各单位信用体系建设的工作动态", "工作动态", days=14),
    Column("notices", "通知公告", "公示、公告与工作通知", "通知公告", days=180),
    Column("policies", "政策法规", "信用法律、法规、规章和政策文件", "政策文件", days=180),
    Column("cases", "典型案例", "守信激励与失信惩戒的典型案例", "典型案例"),
    Column("culture", "诚信文化", "诚信宣传、知识与活动", "诚信文化"),
)
"""The columns of an office that names none."""


@dataclass(frozen=True)
class Settings:
    """All of portal.toml. `root` is the folder it lies in; content/ is looked for there."""

    root: Path
    site: Site
    rules: Rules = Rules()
    publish: Publish = field(default_factory=Publish)
    guards: Guards = Guards()
    news: News = News()
    sources: tuple[Source, ...] = ()
    departments: tuple[Department, ...] = ()
    columns: tuple[Column, ...] = COLUMNS
    editor: Editor | None = None


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


def _publish(table: dict[str, Any]) -> Publish:
    """[publish]; what is shown beyond the default must say by what right."""
    publish: Publish = _section(Publish, table, "publish")
    for name, basis in [*publish.natural_persons.items(), *publish.minor_authorities.items()]:
        if not basis.strip():
            raise SettingsError(f"portal.toml [publish] 中“{name}”没有写明公示依据。请补充，或删除该项。")
    return publish


def _columns(rows: list[dict[str, Any]]) -> tuple[Column, ...]:
    """[[column]]; two of one id or title would share an address or an article."""
    columns: tuple[Column, ...] = tuple(_section(Column, each, "column") for each in rows) or COLUMNS
    for names in ([each.id for each in columns], [each.title for each in columns]):
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise SettingsError(
                f"portal.toml [[column]] 中“{'、'.join(twice)}”重复。请改用不同的 id 和 title。"
            )
    wrong = [each.id for each in columns if _COLUMN_ID.fullmatch(each.id) is None or each.id in _COLUMN_TAKEN]
    if wrong:
        raise SettingsError(
            f"portal.toml [[column]] 的 id“{wrong[0]}”只能用小写字母、数字和连字符，首位为字母；"
            f"{'、'.join(sorted(_COLUMN_TAKEN))} 已被本站使用。"
        )
    return columns


def load_settings(path: Path) -> Settings:
    """Settings from a portal.toml; SettingsError says what is wrong with it."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SettingsError(f"找不到设置文件 {path}。请在项目目录中运行，或用 --config 指明。") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"设置文件 {path} 无法读取：{error}。") from error
    unknown = table.keys() - {
        "site",
        "editor",
        "rules",
        "publish",
        "guards",
        "news",
        "source",
        "department",
        "column",
    }
    if unknown or "site" not in table:
        raise SettingsError(
            f"portal.toml 中{'有无法识别的部分：' + '、'.join(sorted(unknown)) if unknown else '缺少 [site]'}。"
        )
    return Settings(
        root=path.resolve().parent,
        site=_section(Site, table["site"], "site"),
        rules=_section(Rules, table.get("rules", {}), "rules"),
        publish=_publish(table.get("publish", {})),
        guards=_section(Guards, table.get("guards", {}), "guards"),
        news=_section(News, table.get("news", {}), "news"),
        sources=read_sources(table.get("source", [])),
        departments=tuple(_section(Department, each, "department") for each in table.get("department", [])),
        columns=_columns(table.get("column", [])),
        editor=_section(Editor, table["editor"], "editor") if "editor" in table else None,
    )
