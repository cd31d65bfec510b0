"""Which pages to ask for, in which order, and when a set is whole. No network of its own, no files.

A pull is one or more legs; a leg is a filter (since a stamp, a day range, a batch number, none) walked page by page.
Every page must agree with the first of its leg. A position is plain data: kept with the rows taken so far, it lets an
interrupted pull go on where it was, after the last page taken has been asked for again and is still the same.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta

from pipeline.errors import SourceError
from pipeline.source_settings import PlatformSource
from pipeline.sources.answers import Answer, Row

Ask = Callable[[int, Mapping[str, str]], Answer]
"""ask(page number for messages, parameters)."""


class Disagree(Exception):  # noqa: N818 - a signal to begin again
    """Pages of one pull contradict each other: the platform changed under us, or pages wrongly."""


@dataclass(frozen=True)
class Position:
    """Where a pull stands: the leg's filter, the page taken last, what its first page said, and what is still to do.

    `owed`: rows that the leg before announced and did not give, when the platform's newest stamp was `known`.
    """

    leg: dict[str, str] = field(default_factory=dict)
    page: int = 0
    taken: int = 0
    total: int | None = None
    size: int | None = None
    latest: int | None = None
    tail: str = ""
    token: str = ""
    next_token: str = ""
    first: str = ""
    last: str = ""
    days: tuple[tuple[str, str], ...] = ()
    owed: int = 0
    known: int | None = None

    def as_json(self) -> dict[str, object]:
        """For the progress file."""
        return asdict(self)


def from_json(table: Mapping[str, object]) -> Position:
    """The position kept in a progress file."""
    days = tuple((str(a), str(b)) for a, b in table.get("days", []))  # type: ignore[attr-defined]
    return Position(**{**table, "days": days})  # type: ignore[arg-type]


@dataclass(frozen=True)
class Step:
    """Rows of one page and where the pull stands after them."""

    rows: list[Row]
    position: Position
    total: int | None


def _tail(rows: list[Row]) -> str:
    text = json.dumps(rows, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


class Walk:
    """One dataset of one platform."""

    def __init__(self, source: PlatformSource, dataset: str, ask: Ask) -> None:
        self._source, self._dataset, self._ask = source, dataset, ask

    def _where(self, page: int) -> str:
        return f"数据来源 {self._source.name} 数据类别 {self._dataset} 第 {page} 页"

    def _page(self, at: Position, number: int, token: str, taken: int) -> Answer:
        source = self._source
        asked = {**source.parameters, **at.leg}
        if source.paging != "none":
            asked[source.size_parameter] = str(source.page_size)
        if source.paging == "page":
            asked[source.page_parameter] = str(source.first_page + number - 1)
        elif source.paging == "offset":
            asked[source.offset_parameter] = str(taken)
        elif source.paging == "cursor" and token:
            asked[source.cursor_parameter] = token
        return self._ask(number, asked)

    def leg(self, at: Position) -> Iterator[Step]:
        """The pages of a leg after `at`; returns when the leg is whole or the platform falls silent."""
        if at.page:
            at = self._again(at)
        while not self._ended(at):
            answer = self._page(at, at.page + 1, at.next_token, at.taken)
            at = self._step(at, answer)
            yield Step(answer.rows, at, answer.total)
            if not answer.rows:
                return

    def _again(self, at: Position) -> Position:
        """Ask for the page taken last once more: only when it is still the same may the pull go on from it."""
        before = at.taken - len((answer := self._page(at, at.page, at.token, self._taken_before(at))).rows)
        if _tail(answer.rows) != at.tail or (answer.total, answer.latest) != (at.total, at.latest):
            raise Disagree(f"{self._where(at.page)}：中断期间平台数据有变化，接着取会缺行或重行")
        if before < 0:
            raise Disagree(f"{self._where(at.page)}：行数与中断前不符")
        return replace(at, next_token=answer.next or "")

    def _taken_before(self, at: Position) -> int:
        return (at.page - 1) * (at.size or self._source.page_size)

    def _ended(self, at: Position) -> bool:
        if at.page == 0:
            return False
        if self._source.paging == "none":
            return True
        if at.total is not None:
            return at.taken >= at.total
        return self._source.paging == "cursor" and not at.next_token

    def _step(self, at: Position, answer: Answer) -> Position:
        number, rows = at.page + 1, answer.rows
        first = at if at.page else replace(at, total=answer.total, size=answer.size, latest=answer.latest)
        self._check_agreement(first, answer, number)
        stamps = self._check_stamps(first, rows, number)
        return replace(
            first,
            page=number,
            taken=first.taken + len(rows),
            tail=_tail(rows),
            token=at.next_token,
            next_token=answer.next or "",
            first=first.first or (stamps[0] if stamps else ""),
            last=stamps[-1] if stamps else first.last,
        )

    def _check_agreement(self, first: Position, answer: Answer, number: int) -> None:
        where = self._where(number)
        if answer.page is not None and answer.page != self._source.first_page + number - 1:
            raise Disagree(f"{where}：平台给的是第 {answer.page} 页")
        if (answer.total, answer.size, answer.latest) != (first.total, first.size, first.latest):
            raise Disagree(f"{where}：取数过程中总数由 {first.total} 变为 {answer.total}，或数据有更新")
        if answer.total is None:
            return
        size = answer.size or self._source.page_size
        left = answer.total - first.taken
        expected = left if self._source.paging == "none" else min(size, left)
        taken = first.taken + len(answer.rows)
        silent = taken == self._source.row_cap or (not answer.rows and taken >= size)
        if len(answer.rows) != expected and not silent:
            raise Disagree(f"{where}：应有 {expected} 行，实有 {len(answer.rows)} 行")
        told = bool(self._source.next_field) and self._source.paging != "none" and not silent
        if told and (answer.next is None) != (taken == answer.total):
            raise Disagree(f"{where}：总数与“是否还有下一页”不一致")

    def _check_stamps(self, at: Position, rows: list[Row], number: int) -> list[str]:
        """The update stamps of the rows; when they are what the pull goes by, they must grow."""
        source = self._source
        if source.take != "changes":
            return []
        stamps = [row.get(source.stamp_field) for row in rows]
        texts = [each for each in stamps if isinstance(each, str)]
        if len(texts) != len(stamps) or not all(self._is_stamp(each) for each in texts):
            raise SourceError(
                f"{self._where(number)}：有的行没有更新序号 {source.stamp_field} 或不合格式。请与平台运维联系。"
            )
        before = at.last or at.leg.get(source.since_parameter, "")
        for each in texts:
            if before and not self._after(each, before):
                raise Disagree(
                    f"{self._where(number)}：更新序号 {each} 没有大于前一行的 {before}，有重复或乱序的行"
                )
            before = each
        return texts

    def _is_stamp(self, text: str) -> bool:
        if self._source.stamp == "number":
            return text.isascii() and text.isdigit() and len(text) <= 18
        return bool(text.strip())

    def _after(self, later: str, before: str) -> bool:
        """Numbers are unique on a platform, times are not."""
        return int(later) > int(before) if self._source.stamp == "number" else later >= before


def halves(days: tuple[str, str]) -> list[tuple[str, str]]:
    """A day range as two, the earlier first; a single day cannot be halved."""
    first, last = (date.fromisoformat(each) for each in days)
    if first == last:
        return []
    middle = first + (last - first) // 2
    return [(days[0], middle.isoformat()), ((middle + timedelta(days=1)).isoformat(), days[1])]
