"""How a set is taken from a platform: changes since a stamp, day by day, batch by batch, or all at once.

Each is a generator of steps after a position; it ends only when the set is whole. A platform that falls silent after
so many rows (commonly 10,000, or ten pages) is noticed: changes go on from the last stamp, days are halved, and where
neither can be done the pull says that it is not whole.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from pipeline.errors import SourceError
from pipeline.source_settings import PlatformSource
from pipeline.sources.platform_walk import Disagree, Position, Step, Walk, halves

_CUT_PAGES = 10


@dataclass(frozen=True)
class Whole:
    """What a whole set is called, and the cursor to keep once it is landed."""

    name: str
    cursor: str


def start(source: PlatformSource, cursor: str, today: date) -> Position:
    """Where a pull begins."""
    match source.take:
        case "changes":
            return Position(leg={source.since_parameter: cursor or ("0" if source.stamp == "number" else "")})
        case "days":
            return _first_days(source, cursor, today)
        case "batches":
            return Position(leg={source.batch_parameter: str(int(cursor or "0") + 1)})
        case "full":
            return Position()


def _first_days(source: PlatformSource, cursor: str, today: date) -> Position:
    earliest = date.fromisoformat(source.first_day)
    if cursor:
        earliest = max(earliest, date.fromisoformat(cursor) - timedelta(days=source.overlap_days))
    days = (min(earliest, today).isoformat(), today.isoformat())
    return Position(days=(days,), first=days[0], last=days[1])


def steps(walk: Walk, source: PlatformSource, at: Position) -> Iterator[Step]:
    """All steps after `at` until the set is whole."""
    match source.take:
        case "changes":
            yield from _changes(walk, source, at)
        case "days":
            yield from _days(walk, source, at)
        case "batches":
            yield from _batches(walk, source, at)
        case "full":
            yield from _full(walk, source, at)


def _changes(walk: Walk, source: PlatformSource, at: Position) -> Iterator[Step]:
    while True:
        for step in walk.leg(at):
            at = step.position
            _check_rebuilt(source, at)
            _check_owed(source, at)
            yield step
        if _is_whole(source, at):
            return
        if source.stamp == "time":
            raise SourceError(
                f"数据来源 {source.name}：取到 {at.taken} 行后平台不再给出数据（总数 {at.total}）。"
                '更新时间会有相同，不能据此接着取。请在 portal.toml 改用 take = "days"。'
            )
        owed = max((at.total or 0) - at.taken, 0)
        at = Position(
            leg={source.since_parameter: at.last}, first=at.first, last=at.last, owed=owed, known=at.latest
        )


def _check_owed(source: PlatformSource, at: Position) -> None:
    """A leg that goes on after a silence must have all rows that the one before did not give.

    A page that was skipped before the silence would otherwise be lost: the stamps of what follows grow all the same.
    Rows that changed meanwhile only make it more.
    """
    if at.page != 1 or at.total is None:
        return
    if at.total < at.owed or (at.owed > 0 and at.latest == at.known and at.total != at.owed):
        raise Disagree(f"数据来源 {source.name}：还应有 {at.owed} 行，平台却说有 {at.total} 行，前面可能缺页")


def _check_rebuilt(source: PlatformSource, at: Position) -> None:
    since = at.leg[source.since_parameter]
    if source.stamp == "number" and at.latest is not None and at.latest < int(since):
        raise SourceError(
            f"数据来源 {source.name}：平台的最新更新序号 {at.latest} 小于上次取到的 {since}，平台可能重建过。"
            "请与平台运维核实后删除 state/cursors.json 中该数据类别一项，重新全量获取。"
        )


def _is_whole(source: PlatformSource, at: Position) -> bool:
    """Whether nothing more is to be had; a platform that tells its latest stamp saves one question."""
    if at.taken == 0:
        if at.total:
            raise Disagree(f"平台说有 {at.total} 行，却一行也没有给出")
        return True
    if source.stamp == "time":
        return at.total is not None and at.taken == at.total and at.taken != source.row_cap
    return at.latest is not None and at.taken == at.total and int(at.last) == at.latest


def _is_cut(source: PlatformSource, at: Position) -> bool:
    """Whether the platform may have fallen silent before the end."""
    if at.total is not None and at.taken < at.total:
        return True
    if at.taken > 0 and at.taken == source.row_cap:
        return True
    size = at.size or source.page_size
    return at.total is None and at.taken == _CUT_PAGES * size and source.paging != "cursor"


def _cut_error(source: PlatformSource, at: Position, advice: str) -> Exception:
    """Disagree when the platform's own total says so: an empty page may be a bad moment, worth another round."""
    total = "未说明" if at.total is None else str(at.total)
    told = (
        f"数据来源 {source.name}：取到 {at.taken} 行后平台不再给出数据（总数{total}），可能有行数或页数上限，"
        f"不能当作全部。{advice}"
    )
    return SourceError(told) if at.total is None or at.taken == at.total else Disagree(told)


def _full(walk: Walk, source: PlatformSource, at: Position) -> Iterator[Step]:
    for step in walk.leg(at):
        at = step.position
        yield step
    if _is_cut(source, at):
        raise _cut_error(source, at, '请在 portal.toml 改用 take = "days" 或 "batches"。')


def _days(walk: Walk, source: PlatformSource, at: Position) -> Iterator[Step]:
    while at.days:
        days = at.days[0]
        at = replace(at, leg={source.from_parameter: days[0], source.to_parameter: days[1]})
        split = False
        for step in walk.leg(at):
            if step.position.page == 1 and step.total is not None and step.total >= source.row_cap:
                split = True
                break
            at = step.position
            yield step
        if split:
            at = _opened(at, (*_halved(source, days), *at.days[1:]))
            continue
        if _is_cut(source, at):
            raise _cut_error(source, at, f"请在 portal.toml 填写 row_cap = {at.taken}，下次将按日拆分。")
        at = _opened(at, at.days[1:])


def _opened(at: Position, days: tuple[tuple[str, str], ...]) -> Position:
    return Position(days=days, first=at.first, last=at.last)


def _halved(source: PlatformSource, days: tuple[str, str]) -> list[tuple[str, str]]:
    if parts := halves(days):
        return parts
    raise SourceError(
        f"数据来源 {source.name}：{days[0]} 一天的数据达到平台的行数上限 {source.row_cap}，无法取全。"
        "请平台提高上限或按批次提供，并在 portal.toml 调整 row_cap。"
    )


def _batches(walk: Walk, source: PlatformSource, at: Position) -> Iterator[Step]:
    while True:
        number = at.leg[source.batch_parameter]
        for step in walk.leg(at):
            at = step.position
            if step.rows:
                at = replace(at, first=at.first or number, last=number)
            yield replace(step, position=at)
        if _is_cut(source, at):
            raise _cut_error(source, at, "请平台把该批次拆小。")
        if at.taken == 0 and (at.latest is None or int(number) >= at.latest):
            return
        at = Position(leg={source.batch_parameter: str(int(number) + 1)}, first=at.first, last=at.last)


def whole(source: PlatformSource, dataset: str, at: Position, cursor: str) -> Whole:
    """Name and cursor of the set taken; twelve digits, so that names sort as the batches came."""
    stem = f"{source.name}-{dataset}"
    match source.take:
        case "changes" if source.stamp == "number":
            return Whole(f"{stem}-{int(at.first or 0):012d}-{int(at.last or 0):012d}", at.last or cursor)
        case "changes":
            return Whole(f"{stem}-{_digits(at.first)}-{_digits(at.last)}", _second_before(at.last) or cursor)
        case "days":
            return Whole(f"{stem}-{at.first}-{at.last}", at.last)
        case "batches":
            return Whole(f"{stem}-batch-{int(at.first or 0):06d}-{int(at.last or 0):06d}", at.last or cursor)
        case "full":
            return Whole(f"{stem}-full", "")


def _digits(text: str) -> str:
    return "".join(each for each in text if each.isdigit())


def _second_before(stamp: str) -> str:
    """A second earlier, written alike: rows of the same second may come after the pull. Unreadable stamps stay."""
    for form in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y%m%d%H%M%S"):
        try:
            moment = datetime.strptime(stamp, form) - timedelta(seconds=1)  # noqa: DTZ007 - their wall clock
        except ValueError:
            continue
        return moment.strftime(form)
    return stamp
