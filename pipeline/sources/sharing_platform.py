"""Pulls one dataset's changes from the shared platform (共享平台), wholly or not at all.

Simple scheme: `GET <url>/api/v1/<dataset>?page=&size=&updated_since=` with a bearer token, answered by
`{"code": "0", "message", "data": {"total", "page", "size", "rows", "next", "latest"}}`; every row has
`_seq`, the update stamp. Writes nothing: the caller lands the table first and then moves the cursor
(cursors.advance).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pipeline.errors import SourceError
from pipeline.sources.platform_cells import SEQ, Collector, Row, seq_of
from pipeline.sources.platform_http import PlatformAccess, Session, Sleep, Where
from pipeline.sources.raw import RawTable

OK = "0"
ROUNDS = 3
"""Pages that disagree mean that the platform changed under us: begin again, this often in all."""

Progress = Callable[[str, int, int], None]
"""Called after each page with dataset, rows so far, rows in all."""


@dataclass(frozen=True)
class Pulled:
    """`table` is None when there was nothing new; `cursor` is to be stored once the table has been landed."""

    dataset: str
    table: RawTable | None
    cursor: int
    pages: int
    retries: int


@dataclass(frozen=True)
class _Page:
    total: int
    size: int
    latest: int | None
    last: bool
    rows: list[Row]


class _Disagree(Exception):  # noqa: N818 - inner signal, never leaves this module
    """Two pages of one pull contradict each other."""


def _quiet(_dataset: str, _rows: int, _total: int) -> None:
    """No progress shown."""


def pull(
    platform: PlatformAccess,
    dataset: str,
    cursor: int = 0,
    progress: Progress = _quiet,
    sleep: Sleep = time.sleep,
) -> Pulled:
    """All rows changed after `cursor`; SourceError when they could not be had wholly."""
    with Session(platform, sleep) as session:
        for _ in range(ROUNDS):
            try:
                found, pages = _all_pages(session, platform, dataset, cursor, progress)
            except _Disagree as error:
                complaint = str(error)
                continue
            if found.rows == 0:
                return Pulled(dataset, None, cursor, pages, session.retries)
            return Pulled(dataset, found.finish(), found.last_seq, pages, session.retries)
    raise SourceError(
        f"{complaint}，共取 {ROUNDS} 次都不一致，本次不采用任何一页，网站保持上次内容。"
        "请稍后重试，或请平台运维检查分页。"
    )


def _all_pages(
    session: Session, platform: PlatformAccess, dataset: str, cursor: int, progress: Progress
) -> tuple[Collector, int]:
    found = Collector(dataset)
    first: _Page | None = None
    number = 0
    while True:
        number += 1
        where = Where(dataset, number)
        asked = {"page": str(number), "size": str(platform.page_size), "updated_since": str(cursor)}
        page = _page(where, session.get(where, asked), platform)
        first = first or page
        _check_agreement(where, first, page, found.rows, cursor)
        _check_order(where, page.rows, found.last_seq or cursor)
        found.add(page.rows)
        progress(dataset, found.rows, page.total)
        if found.rows == page.total:
            return found, number


def _number(where: Where, value: object, what: str) -> int:
    # Numbers are texts of digits here; int() alone would also take "1_0" and "１".
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 18:
        return int(value)
    raise SourceError(f"{where}：回答中的 {what} 缺失或不是非负整数，格式与约定不符。请与平台运维联系。")


def _page(where: Where, answer: dict[str, Any], platform: PlatformAccess) -> _Page:
    code = answer.get("code")
    if code != OK:
        said = platform.hide(f"{code} {answer.get('message', '')}")
        raise SourceError(f"{where}：平台返回错误码 {said}。请按平台的错误码说明处理，或与平台运维联系。")
    data = answer.get("data")
    rows = data.get("rows") if isinstance(data, dict) else None
    if (
        not isinstance(data, dict)
        or not isinstance(rows, list)
        or not all(isinstance(row, dict) for row in rows)
    ):
        raise SourceError(f"{where}：回答中没有 data.rows，格式与约定不符。请与平台运维联系。")
    for row in rows:
        _number(where, row.get(SEQ), f"更新序号 {SEQ}")
    if _number(where, data.get("page"), "page") != where.page:
        raise _Disagree(f"{where}：平台给的是第 {data['page']} 页")
    return _Page(
        total=_number(where, data.get("total"), "total"),
        size=_number(where, data.get("size"), "size"),
        latest=_number(where, data["latest"], "latest") if "latest" in data else None,
        last=data.get("next") is None,
        rows=rows,
    )


def _check_agreement(where: Where, first: _Page, page: _Page, before: int, cursor: int) -> None:
    if page.latest is not None and page.latest < cursor:
        raise SourceError(
            f"{where}：平台的最新更新序号 {page.latest} 小于上次取到的 {cursor}，平台可能重建过。"
            "请与平台运维核实后删除 state/cursors.json 中该数据类别一项，重新全量获取。"
        )
    if (page.total, page.size, page.latest) != (first.total, first.size, first.latest):
        raise _Disagree(f"{where}：取数过程中总数由 {first.total} 变为 {page.total}，或数据有更新")
    expected = min(page.size, page.total - before)
    if len(page.rows) != expected or (expected == 0 and page.total > 0):
        raise _Disagree(f"{where}：应有 {expected} 行，实有 {len(page.rows)} 行")
    if page.last != (before + expected == page.total):
        raise _Disagree(f"{where}：总数与“是否还有下一页”不一致")


def _check_order(where: Where, rows: list[Row], before: int) -> None:
    """Stamps must grow within and across pages: a repeated or shuffled page cannot."""
    for row in rows:
        seq = seq_of(row)
        if seq <= before:
            raise _Disagree(f"{where}：更新序号 {seq} 没有大于前一行的 {before}，有重复或乱序的行")
        before = seq
