"""The sources an office describes, one `[[source]]` table each in portal.toml, as frozen data.

Three kinds: `platform` (共享平台, HTTP), `database` (前置库), `folder` (交换目录). No secret is in here: `secret_env`
names a variable of the environment, `secret_file` a file that its owner alone may read. Reads nothing.
"""

import re
from dataclasses import dataclass, field, fields
from typing import Any, Literal, get_args, get_origin

from pipeline.errors import SettingsError

_DAY = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])")
"""The 29th and later are no loss for a first day."""
_NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")

Auth = Literal["bearer", "basic", "none", "signed"]
Method = Literal["query", "form", "json"]
Take = Literal["changes", "full", "days", "batches"]
Paging = Literal["page", "offset", "cursor", "none"]
Stamp = Literal["number", "time"]


@dataclass(frozen=True)
class PlatformSource:
    """A platform asked over HTTP; docs/sources.md explains each setting."""

    name: str
    datasets: tuple[str, ...] = ()
    url: str = ""
    path: str = "/api/v1/{dataset}"
    names: dict[str, str] = field(default_factory=dict)
    """Dataset → what the platform calls it, in place of {dataset}."""
    method: Method = "query"
    parameters: dict[str, str] = field(default_factory=dict)
    """Sent with every request as they are."""
    columns: dict[str, str] = field(default_factory=dict)
    """The platform's column → heading of the catalogue."""

    auth: Auth = "bearer"
    user: str = ""
    secret_env: str = ""
    secret_file: str = ""
    certificate: str = ""
    certificate_key: str = ""
    authority: str = ""
    """File with the certificate authority of a private network."""
    prefix: str = "gjgxjhpt"
    rid: str = ""
    sids: dict[str, str] = field(default_factory=dict)
    sign_order: tuple[str, ...] = ("sid", "rid", "rtime")
    refresh_path: str = "/sysapi/auth/refreshappsecret"
    refresh_sid: str = ""

    code_field: str = "code"
    ok: tuple[str, ...] = ("0",)
    expired: tuple[str, ...] = ("401", "E-106")
    """Codes inside an answer that mean: the secret is no longer valid."""
    message_field: str = "message"
    rows_field: str = "data.rows"
    total_field: str = "data.total"
    next_field: str = "data.next"
    latest_field: str = "data.latest"
    page_field: str = "data.page"
    size_field: str = "data.size"

    paging: Paging = "page"
    page_size: int = 1000
    first_page: int = 1
    page_parameter: str = "page"
    size_parameter: str = "size"
    offset_parameter: str = "offset"
    cursor_parameter: str = "cursor"
    row_cap: int = 10_000
    """Rows after which platforms of this kind fall silent; a set of this size is never taken for whole."""

    take: Take = "changes"
    stamp_field: str = "_seq"
    stamp: Stamp = "number"
    since_parameter: str = "updated_since"
    from_parameter: str = "from"
    to_parameter: str = "to"
    batch_parameter: str = "batch"
    first_day: str = "2010-01-01"
    overlap_days: int = 3
    identical_rows: bool = False

    per_second: float = 0.0
    page_seconds: float = 300.0
    """All of one answer, from connecting to its last byte."""
    retries: int = 4


@dataclass(frozen=True)
class DatabaseSource:
    """A front database (前置库); `url` without a password, as SQLAlchemy writes it."""

    name: str
    datasets: tuple[str, ...] = ()
    url: str = ""
    secret_env: str = ""
    secret_file: str = ""
    schema: str = ""
    tables: dict[str, str] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    id_column: str = "id"
    status_column: str = ""
    statuses: tuple[str, ...] = ("1", "4")
    stamp_column: str = ""
    batch_column: str = ""
    receipt_table: str = ""
    connect_seconds: int = 10


@dataclass(frozen=True)
class FolderSource:
    """A drop folder (交换目录) with `new/`, `done/`, `refused/` and `receipts/` below `path`."""

    name: str
    path: str = ""
    datasets: tuple[str, ...] = ()
    messages: dict[str, str] = field(default_factory=dict)
    """Number of an XML message (报文编号) → dataset."""
    settle_seconds: int = 60


Source = PlatformSource | DatabaseSource | FolderSource

_KINDS: dict[str, type[PlatformSource] | type[DatabaseSource] | type[FolderSource]] = {
    "platform": PlatformSource,
    "database": DatabaseSource,
    "folder": FolderSource,
}


def _is(value: object, kind: Any) -> bool:
    """Whether a TOML value is of a setting's type."""
    if get_origin(kind) is Literal:
        return value in get_args(kind)
    if get_origin(kind) is tuple:
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    if get_origin(kind) is dict:
        return isinstance(value, dict) and all(isinstance(each, str) for each in value.values())
    if kind is float:
        return type(value) in (int, float)
    return type(value) is kind


def _wanted(kind: Any) -> str:
    if get_origin(kind) is Literal:
        return "、".join(get_args(kind)) + " 之一"
    names = {
        str: "文字",
        int: "整数",
        float: "数",
        bool: "true 或 false",
        tuple: "文字的列表",
        dict: "文字对文字的表",
    }
    return names[get_origin(kind) or kind]


def _checked(kind: type[Any], table: dict[str, Any], where: str) -> dict[str, Any]:
    known = {each.name: each.type for each in fields(kind)}
    if unknown := table.keys() - known.keys():
        raise SettingsError(f"{where} 有无法识别的设置：{'、'.join(sorted(unknown))}。请更正或删除。")
    for key, value in table.items():
        if not _is(value, known[key]):
            raise SettingsError(f"{where} 的 {key} 应为{_wanted(known[key])}。请更正。")
        if type(value) in (int, float) and value < 0:
            raise SettingsError(f"{where} 的 {key} 不能是负数。请更正。")
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}


def _require(source: Source, where: str) -> None:
    """What a table must have beyond right types."""
    if _NAME.fullmatch(source.name) is None:
        raise SettingsError(
            f"{where} 的 name 应为小写字母开头的字母、数字或下划线，不超过 32 个字符。请更正。"
        )
    if isinstance(source, PlatformSource):
        if _DAY.fullmatch(source.first_day) is None:
            raise SettingsError(f"{where} 的 first_day 应写作 2010-01-01。请更正。")
        if source.page_size < 1:
            raise SettingsError(f"{where} 的每页行数 page_size 应为正整数。请更正。")
        if source.auth == "signed" and not (source.rid and source.sids):
            raise SettingsError(f"{where} 采用签名认证，缺少 rid 或 sids。请填写平台分配的编号。")
        if sorted(source.sign_order) != ["rid", "rtime", "sid"]:
            raise SettingsError(f"{where} 的 sign_order 应恰好含 sid、rid、rtime 三项。请更正。")
    if isinstance(source, FolderSource) and not source.path:
        raise SettingsError(f"{where} 缺少 path（交换目录）。请填写。")


def read_sources(tables: list[dict[str, Any]]) -> tuple[Source, ...]:
    """The `[[source]]` tables; SettingsError names table and key."""
    sources: list[Source] = []
    for number, table in enumerate(tables, start=1):
        where = f"portal.toml 第 {number} 个 [[source]]"
        kind = _KINDS.get(str(table.get("kind", "")))
        if kind is None or not isinstance(table.get("name"), str):
            raise SettingsError(f"{where} 须有 name，且 kind 应为 {'、'.join(_KINDS)} 之一。请更正。")
        given = {key: value for key, value in table.items() if key != "kind"}
        source = kind(**_checked(kind, given, where))
        _require(source, where)
        sources.append(source)
    if len({each.name for each in sources}) != len(sources):
        raise SettingsError("portal.toml 中有两个 [[source]] 的 name 相同。请改成不同的名称。")
    return tuple(sources)
