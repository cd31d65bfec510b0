"""The half-year report (半年贯彻落实情况报告), drafted from the figures: what people have to add stands in 【】.

Uses the circular's form, so that the same writers make Word and page of it. Reads what it is given; writes nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.compliance.circular import (
    Block,
    Circular,
    Ground,
    Table,
    by_unit,
    comparison,
    day_words,
    overall,
)
from pipeline.compliance.names import shown
from pipeline.compliance.news_quota import Quota, Standing
from pipeline.compliance.periods import Period, period
from pipeline.compliance.rate import summed
from pipeline.compliance.words import percent
from pipeline.ledger import Entry
from pipeline.portal.words import month_name
from pipeline.publicity.exits import STATES

_NUMBERS = "一二三四五六七八九"


@dataclass(frozen=True)
class HalfYear:
    """All the report is written from; `department`: whose it is ("": the office's), figures and quota being its own.

    `ledger`: entries, oldest first; `classes`: those of articles, in the order of the rules.
    """

    about: Period
    ground: Ground
    quota: Quota
    ledger: tuple[Entry, ...]
    classes: tuple[str, ...]
    department: str = ""


def _reported(half: HalfYear) -> Iterator[Block]:
    months = half.about.months
    now = by_unit(half.ground.figures, months)
    before = by_unit(half.ground.figures, period(half.about.before).months)
    total = summed(now.values())
    yield from overall(half.ground, half.about, total, sum(each.received > 0 for each in now.values()))
    if total.received:
        yield comparison(half.about, total, summed(before.values()))


def _listed(counts: Counter[str], names: dict[str, str]) -> str:
    order = sorted(counts, key=lambda name: (-counts[name], name))
    return "、".join(f"{names.get(name, name)}{counts[name]:,}条" for name in order)


def _published(half: HalfYear) -> Iterator[Block]:
    """From the ledger: what was shown and what left, with the reason."""
    if not half.ledger:
        yield Block("text", "公示台账中还没有记录。")
        return
    begun = half.ledger[0].on
    first = f"{half.about.months[0]}-01"
    mine = [each for each in half.ledger if first <= each.on <= half.about.last_day.isoformat()]
    shown_now = Counter(each.dataset for each in mine if each.event == "shown")
    left = Counter(each.reason for each in mine if each.event == "withdrawn")
    titles = dict(half.ground.titles)
    told = f"，其中{_listed(shown_now, titles)}" if shown_now else ""
    yield Block("text", f"新公示信用信息{shown_now.total():,}条{told}。")
    reasons = f"：{_listed(left, STATES)}" if left else ""
    yield Block("text", f"依规停止公示{left.total():,}条{reasons}。")
    if begun > first:
        yield Block("text", f"公示台账自{day_words(date.fromisoformat(begun))}开始，此前的情况不在其中。")


def _units_short(half: HalfYear) -> list[tuple[str, list[str]]]:
    """Departments with the months of the half that are over, neither delivered nor made good."""
    quota = half.quota
    months = [month for month in half.about.months if month < f"{quota.as_of:%Y-%m}"]
    open_ = (Standing.MISSING, Standing.REFUSED)
    found = []
    for name in quota.departments:
        cells = [cell for cell in reversed(quota.row(name)) if cell.month in months]
        short = [month_name(cell.month) for cell in cells if cell.standing in open_]
        if short:
            found.append((name, short))
    return found


def _kinds(half: HalfYear) -> Counter[tuple[str, str]]:
    """Accepted articles of the half by department and class."""
    counts: Counter[tuple[str, str]] = Counter()
    for (name, kind, month), number in half.quota.kinds.items():
        if month in half.about.months:
            counts[name, kind] += number
    return counts


def _articles(half: HalfYear) -> Iterator[Block]:
    kinds = _kinds(half)
    total = kinds.total()
    by_kind = Counter(
        {kind: sum(kinds[name, each] for name, each in kinds if each == kind) for kind in half.classes}
    )
    shares = "、".join(
        f"{kind}{by_kind[kind]}篇（{percent(_share(by_kind[kind], total))}）" for kind in half.classes
    )
    yield Block("text", f"共采用信用信息稿件{total}篇" + (f"：{shares}。" if total else "。"))
    names = sorted({name for name, _ in kinds})
    if names and not half.department:
        rows = tuple(
            (shown(name), *(str(kinds[name, kind]) for kind in half.classes), str(_of_unit(kinds, name)))
            for name in names
        )
        yield Block("table", "", Table("各单位稿件采用情况（篇）", ("单位", *half.classes, "合计"), rows))


def _share(part: int, total: int) -> float | None:
    return part / total if total else None


def _of_unit(kinds: Counter[tuple[str, str]], name: str) -> int:
    return sum(number for (unit, _), number in kinds.items() if unit == name)


def _problems(half: HalfYear) -> Iterator[Block]:
    rates = by_unit(half.ground.figures, half.about.months)
    behind = [each for each in rates.values() if each.timeliness is not None and each.timeliness < 1]
    if behind:
        order = sorted(behind, key=lambda each: (each.timeliness or 0, each.department))
        told = "、".join(f"{shown(each.department)}（{percent(each.timeliness)}）" for each in order)
        yield Block("text", f"及时率未达到100%的：{told}。")
    short = _units_short(half)
    if short:
        told = "；".join(f"{shown(name)}{'、'.join(months)}" for name, months in short)
        yield Block("text", f"缺报信息稿件的：{told}。")
    yield Block("text", "【请补充：制度建设、信用监管、信用修复和异议处理等方面的问题】")


def half_report(half: HalfYear) -> Circular:
    """The draft, in the form of a circular."""
    site, as_of = half.ground.site, half.ground.as_of
    parts: list[tuple[str, Iterable[Block]]] = [
        ("贯彻落实情况", [Block("text", "【请补充：组织领导、制度建设、联合奖惩、诚信宣传等工作】")]),
        ("信用信息归集和报送", _reported(half)),
    ]
    if not half.department:
        parts.append(("信用信息公示", _published(half)))
    parts += [
        ("信息稿件", _articles(half)),
        ("存在的问题", _problems(half)),
        ("下一步打算", [Block("text", "【请补充】")]),
    ]
    over = half.about.last_day < as_of
    blocks = [
        Block("text", f"现将{half.about.title}贯彻落实情况报告如下（数据截至{day_words(as_of)}"
              f"{'' if over else '，本期尚未结束'}）。")
    ]  # fmt: skip
    for number, (title, content) in zip(_NUMBERS, parts, strict=False):
        blocks += [Block("heading", f"{number}、{title}"), *content]
    office = shown(half.department) if half.department else site.sponsor or site.name
    title = f"{half.about.title}社会信用体系建设工作情况报告"
    addressee = f"{site.region}社会信用体系建设工作联席会议办公室："
    return Circular(half.about, title, addressee, tuple(blocks), office, day_words(as_of))
