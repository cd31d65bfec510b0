"""The world of bench.disorder: what two departments decide and send, and what then happens to it. Builds and judges nothing.

Every row carries its 提供日期, the day on which its content came about: what counts on a day is the newest row provided by then.
"""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from tests import county

UNITS = (("测试县市场监督管理局", "测试县市场监管局"), ("测试县生态环境局", "县环境局"))
"""Each department's name, and the short one under which it sends some decisions again."""
NORMAL, REPEATED, REORDERED, TRUNCATED = "whole", "repeated", "reordered", "truncated"
MANNERS = (NORMAL,) * 5 + (REPEATED, REORDERED, TRUNCATED, TRUNCATED)
SUBJECTS = (county.CEDAR, county.BIRCH, county.STALL)
NUMBER, UNTIL, PROVIDED = "行政处罚决定书文号", "公示截止期", "提供日期"
KINDS = ("罚款",) * 6 + ("责令停产停业", "其他-责令停业整顿", "警告", "其他-通报批评")
PERSON = {
    "行政相对人名称": "张某",
    "行政相对人类别": "自然人",
    "行政相对人代码_1(统一社会信用代码)": "",
    "证件类型": "身份证",
    "证件号码": county.PERSON_ID,
}
Row = dict[str, str]


@dataclass
class Unit:
    """A department: the rows it really has, every set it ever sent, and the sets that a build landed, oldest first."""

    name: str
    short: str
    rows: dict[str, Row] = field(default_factory=dict)
    sent: list[list[Row]] = field(default_factory=list)
    landed: list[list[Row]] = field(default_factory=list)


@dataclass
class Town:
    """The world: departments, events by kind, lists, and how many of each thing there were."""

    chance: random.Random
    folder: Path
    units: tuple[Unit, ...] = field(default_factory=lambda: tuple(Unit(*names) for names in UNITS))
    events: dict[str, list[Row]] = field(
        default_factory=lambda: {"repair": [], "revocation": [], "objection": []}
    )
    lists: dict[str, list[Row]] = field(default_factory=lambda: {"honour": [], "blacklist": []})
    made: int = 0

    def number(self) -> int:
        """A number never given before."""
        self.made += 1
        return self.made

    def maybe(self, share: float) -> bool:
        """Whether something happens that happens so often."""
        return self.chance.random() < share


def _penalty(town: Town, unit: Unit, today: date) -> Row:
    decided = today - timedelta(town.chance.randrange(3, 200))
    until = decided + timedelta(town.chance.randrange(200, 240))
    provided = min(today, decided + timedelta(3)).isoformat()
    row = county.penalty(
        town.chance.choice(SUBJECTS), f"测罚〔2026〕{town.number()}号", decided.isoformat(), provided
    )
    row |= {
        UNTIL: until.isoformat(),
        "处罚机关": unit.name,
        "数据来源单位": unit.name,
        "处罚类别": town.chance.choice(KINDS),
    }
    row |= {"证件类型": "", "证件号码": "", "备注": "适用简易程序" if town.maybe(0.05) else ""}
    return row | PERSON if town.maybe(0.05) else row


def _changed(town: Town, unit: Unit, today: date) -> None:
    """One row is taken back, one has its end or its facts corrected, one is sent under other spellings from now on."""

    def one(share: float) -> str | None:
        return town.chance.choice(sorted(unit.rows)) if unit.rows and town.maybe(share) else None

    provided = {PROVIDED: today.isoformat()}
    if (number := one(0.2)) is not None:
        del unit.rows[number]
    if (number := one(0.3)) is not None:
        end = today + timedelta(town.chance.randrange(-2, 9))
        unit.rows[number] = unit.rows[number] | {UNTIL: end.isoformat()}
    if (number := one(0.2)) is not None:
        unit.rows[number] = unit.rows[number] | provided | {"违法事实": f"更正后的事实 {town.number()}"}
    if (number := one(0.2)) is not None:
        spelled = unit.rows[number][NUMBER].replace("〔", "[").replace("〕", "]")
        unit.rows[number] = unit.rows[number] | provided | {"处罚机关": unit.short, NUMBER: spelled}


def _event(unit: Unit, row: Row, today: date, day_field: str, **more: str) -> Row:
    return {
        "主体名称": row["行政相对人名称"], "统一社会信用代码": row["行政相对人代码_1(统一社会信用代码)"], "数据类别": "行政处罚",
        "文书号": row[NUMBER], "作出机关": unit.name, day_field: today.isoformat(), PROVIDED: today.isoformat(), **more,
    }  # fmt: skip


def _happened(town: Town, unit: Unit, today: date) -> None:
    """Repairs, revocations, objections accepted and answered."""
    for kind, share, day_field in (("repair", 0.25, "修复决定日期"), ("revocation", 0.12, "撤销日期")):
        if unit.rows and town.maybe(share):
            row = unit.rows[town.chance.choice(sorted(unit.rows))]
            town.events[kind].append(_event(unit, row, today, day_field))
    if unit.rows and town.maybe(0.3):
        row = unit.rows[town.chance.choice(sorted(unit.rows))]
        opened = _event(unit, row, today, "受理日期", 处理状态="受理中", 办结日期="")
        town.events["objection"].append(opened)
    answered = {(each["文书号"], each["受理日期"]) for each in town.events["objection"] if each["办结日期"]}
    pending = [
        each
        for each in town.events["objection"]
        if (each["文书号"], each["受理日期"]) not in answered
        and each["作出机关"] == unit.name
        and each["受理日期"] < today.isoformat()
    ]
    if pending and town.maybe(0.4):
        told = {
            "处理状态": town.chance.choice(["成立", "不成立"]),
            "办结日期": today.isoformat(),
            PROVIDED: today.isoformat(),
        }
        town.events["objection"].append(town.chance.choice(pending) | told)


def _entry(subject: str, number: str, today: date, **more: str) -> Row:
    unit, day = UNITS[0][0], today.isoformat()
    own = {"主体名称": county.NAMES[subject], "统一社会信用代码": subject, "主体类别": county.KIND[subject]}
    return own | {"认定文号": number, "认定机关": unit, "数据来源单位": unit, PROVIDED: day, **more}


def _listed(town: Town, today: date) -> None:
    """Subjects are honoured and listed, leave the list today or on a day known beforehand, and old rows come again."""
    day = today.isoformat()
    if town.maybe(0.3):
        own = {
            "荣誉名称": "守信单位",
            "认定日期": day,
            UNTIL: (today + timedelta(town.chance.randrange(60))).isoformat(),
        }
        town.lists["honour"].append(
            _entry(town.chance.choice(SUBJECTS), f"测信〔2026〕{town.number()}号", today, **own)
        )
    if town.maybe(0.15):
        own = {"名单类型": "统计严重失信企业", "列入事由": "虚报", "列入日期": day, "移出日期": ""}
        town.lists["blacklist"].append(
            _entry(town.chance.choice(SUBJECTS), f"测失〔2026〕{town.number()}号", today, **own)
        )
    newest = {each["认定文号"]: each for each in town.lists["blacklist"]}
    known = [each for each in newest.values() if each[PROVIDED] < day]
    if known and town.maybe(0.4):
        leaves = (today + timedelta(town.chance.choice([0, 0, 3, 9]))).isoformat()
        # Half of them tell of no removal, whether there was one or not.
        town.lists["blacklist"].append(
            town.chance.choice(known) | {PROVIDED: day, "移出日期": town.chance.choice([leaves, ""])}
        )


def evolve(town: Town, today: date) -> None:
    """A day in the departments."""
    for unit in town.units:
        for _ in range(town.chance.randrange(40 if not unit.rows else 3)):
            row = _penalty(town, unit, today)
            unit.rows[row[NUMBER]] = row
        _changed(town, unit, today)
        _happened(town, unit, today)
    _listed(town, today)


def send(town: Town, unit: Unit) -> str | None:
    """The unit's full set comes, in some manner; which."""
    manner = town.chance.choice(MANNERS)
    rows = list(unit.rows.values())
    if manner == REPEATED and unit.sent:
        rows = town.chance.choice(unit.sent)
    if manner == REORDERED:
        town.chance.shuffle(rows)
    if manner == TRUNCATED:
        rows = rows[: town.chance.randrange(1, max(2, len(rows)))]
    if not rows:
        return None
    unit.sent.append(rows)
    county.write(town.folder / "inbox", f"penalty-{unit.name}-全量.csv", rows)
    return manner


def write_events(town: Town) -> None:
    """All that happened and all lists so far, in any order of rows."""
    for name, rows in (*town.events.items(), *town.lists.items()):
        if rows:
            shuffled = town.chance.sample(rows, len(rows))
            county.write(town.folder / "inbox", f"{name}.csv", shuffled)
