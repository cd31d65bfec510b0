"""What an office keeps as tables in content/ (联合奖惩措施清单、案例、活动日历), read and judged. Writes nothing.

Reads content/joint.toml and content/activities.toml; a file that is not there means that the office has no such page.
"""

import tomllib
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pipeline.errors import SettingsError

SIDES = ("激励", "惩戒")
FORCES = ("强制性", "推荐性")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of the list (措施清单): on which side, for whom, by what right, by which unit."""

    id: str
    side: str
    force: str
    title: str
    object: str
    basis: str
    unit: str


@dataclass(frozen=True, slots=True)
class Response:
    """What a unit answered to the start of a case."""

    unit: str
    on: date
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    """One case: who started it and when, which measures, the units' responses, how it ended ("" while it runs)."""

    title: str
    side: str
    initiated_on: date
    initiator: str
    reason: str
    measures: tuple[str, ...]
    responses: tuple[Response, ...]
    feedback: str = ""
    feedback_on: date | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity: on a day, or each year on that day; `basis` says since when and by what."""

    id: str
    day: date
    title: str
    unit: str
    note: str = ""
    yearly: bool = False
    basis: str = ""


@dataclass(frozen=True, slots=True)
class OfficeContent:
    """All tables; empty ones make no page."""

    measures: tuple[Measure, ...] = ()
    cases: tuple[Case, ...] = ()
    activities: tuple[Activity, ...] = ()


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"content/{path.name} 无法读取：{error}。请对照样例更正。") from error


def _made(kind: type[T], row: dict[str, Any], path: Path) -> T:
    unknown = sorted(row.keys() - {each.name for each in fields(kind)})  # type: ignore[arg-type]
    if unknown:
        raise SettingsError(f"content/{path.name} 有无法识别的设置 {'、'.join(unknown)}。请更正或删除。")
    try:
        return kind(**row)
    except TypeError as error:
        raise SettingsError(
            f"content/{path.name} 的 {row.get('title', '一项')} 缺少设置：{error}。"
        ) from error


def _judge(content: OfficeContent) -> list[str]:
    known = {each.id for each in content.measures}
    faults = [f"措施 {each.id} 的 side 应为激励或惩戒" for each in content.measures if each.side not in SIDES]
    faults += [
        f"措施 {each.id} 的 force 应为强制性或推荐性" for each in content.measures if each.force not in FORCES
    ]
    faults += [f"措施 {each.id} 没有依据" for each in content.measures if not each.basis.strip()]
    for case in content.cases:
        faults += [
            f"案例“{case.title}”的措施 {each} 不在清单中" for each in case.measures if each not in known
        ]
    return faults


def read_office_content(root: Path) -> OfficeContent:
    """The tables of a content folder; SettingsError lists what is wrong."""
    path = root / "joint.toml"
    joint = _table(path)
    cases = [
        row
        | {
            "measures": tuple(row.get("measures", ())),
            "responses": tuple(_made(Response, each, path) for each in row.get("responses", ())),
        }
        for row in joint.get("case", [])
    ]
    calendar = root / "activities.toml"
    content = OfficeContent(
        tuple(_made(Measure, each, path) for each in joint.get("measure", [])),
        tuple(_made(Case, each, path) for each in cases),
        tuple(_made(Activity, each, calendar) for each in _table(calendar).get("activity", [])),
    )
    faults = _judge(content)
    if faults:
        raise SettingsError(f"content/joint.toml 有 {len(faults)} 处问题：{'；'.join(faults)}。请更正。")
    return content
