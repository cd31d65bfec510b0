"""Makes rows of each dataset in blocks of Arrow columns, catalogue field id → text. Writes nothing.

Shares: penalties 15 %, honours 4 %, list entries 1 %, permits the rest; 3 in 100 arrive late.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bench.register import Register
from bench.texts import Columns, Numbers, fill, join, pick, texts
from sample.county.model import Department
from sample.county.names import ROADS, TOWNS, WARES

SHARES = {"penalty": 0.15, "honour": 0.04, "blacklist": 0.01}
LATE = 0.03
MONTHS = 36
COMPANY, SHOP = "法人及非法人组织", "个体工商户"


@dataclass(frozen=True)
class World:
    """What all blocks are drawn from."""

    register: Register
    names: pa.Array
    codes: pa.Array
    kinds: pa.Array
    order: Numbers
    departments: tuple[Department, ...]
    last_day: date


def make_world(
    register: Register, departments: tuple[Department, ...], last_day: date, rng: np.random.Generator
) -> World:
    """The register as Arrow columns, shuffled so that busy subjects are spread over it."""
    codes = pa.array(register.codes, pa.string())
    kinds = pc.if_else(pc.starts_with(codes, "92"), SHOP, COMPANY)
    order = rng.permutation(len(register))
    return World(register, pa.array(register.names, pa.string()), codes, kinds, order, departments, last_day)


def _days(world: World, number: int, rng: np.random.Generator) -> tuple[pa.Array, pa.Array]:
    """Decision days on weekdays of the last 36 months, and arrivals: 1–6 days later, or 25–70 when late."""
    last = (world.last_day - date(1970, 1, 1)).days
    decided = last - 1 - rng.integers(0, MONTHS * 30, number)
    weekday = (decided + 3) % 7  # 1970-01-01 was a Thursday
    decided = decided - np.where(weekday > 4, weekday - 4, 0)
    late = rng.random(number) < LATE
    lag = np.where(late, rng.integers(25, 71, number), rng.integers(1, 7, number))
    return _dates(decided), _dates(np.minimum(decided + lag, last))


def _dates(days: Numbers) -> pa.Array:
    return pc.cast(pa.array(days.astype(np.int32), pa.date32()), pa.string())


def _head(
    world: World, word: str, first: int, number: int, rng: np.random.Generator
) -> tuple[dict[str, pa.Array], Numbers]:
    """Columns all record datasets share, and the department of each row; few subjects have many records."""
    who = pa.array(world.order[(len(world.register) * rng.random(number) ** 1.5).astype(np.int64)])
    chosen = rng.integers(0, len(world.departments), number)
    decided, provided = _days(world, number, rng)
    authority = pick([each.name for each in world.departments], chosen)
    authority_code = pick([each.code for each in world.departments], chosen)
    short = pick([f"{each.short}{word}〔" for each in world.departments], chosen)
    serial = texts(np.arange(first + 1, first + number + 1))
    return {
        "subject_name": world.names.take(who),
        "subject_kind": world.kinds.take(who),
        "subject_code": world.codes.take(who),
        "document_number": join(short, pc.utf8_slice_codeunits(decided, 0, 4), "〕", serial, "号"),
        "decided_on": decided,
        "authority": authority,
        "authority_code": authority_code,
        "source_unit": authority,
        "source_unit_code": authority_code,
        "provided_on": provided,
    }, chosen


def _words(head: Columns, number: int, rng: np.random.Generator) -> dict[str, pa.Array]:
    """What the templates' placeholders stand for."""
    town, road = (
        pick(TOWNS, rng.integers(0, len(TOWNS), number)),
        pick(ROADS, rng.integers(0, len(ROADS), number)),
    )
    fine = pc.cast(pa.array(np.round(rng.gamma(1.5, 2.0, number) + 0.05, 2)), pa.string())
    return {
        "name": head["subject_name"],
        "place": join("示例县", town, road, texts(rng.integers(1, 300, number)), "号"),
        "goods": pick(WARES, rng.integers(0, len(WARES), number)),
        "count": texts(rng.integers(2, 480, number)),
        "day": head["decided_on"],
        "sum": texts(rng.integers(3, 990, number) * 10),
        "fine": fine,
    }


def _template(world: World, chosen: Numbers, table: str, rng: np.random.Generator) -> Numbers:
    """A template of each row's department, as an index into the templates of all departments."""
    sizes = np.array([len(getattr(each, table)) for each in world.departments])
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    within: Numbers = (rng.random(len(chosen)) * sizes[chosen]).astype(np.int64)
    return np.add(starts[chosen], within)


def _constant(text: str, number: int) -> pa.Array:
    return pa.repeat(pa.scalar(text), number)


def permits(world: World, first: int, number: int, rng: np.random.Generator) -> Columns:
    """One block of 行政许可."""
    head, chosen = _head(world, "许", first, number, rng)
    pool = [each for department in world.departments for each in department.permits]
    which = _template(world, chosen, "permits", rng)
    year = pc.cast(pc.utf8_slice_codeunits(head["decided_on"], 0, 4), pa.int64())
    later = texts(np.asarray(year) + np.array([each.years for each in pool])[which])
    days = pc.utf8_slice_codeunits(head["decided_on"], 4)
    until = join(later, pc.if_else(pc.equal(days, "-02-29"), "-02-28", days))
    lasting = pa.array(np.array([each.years == 0 for each in pool])[which])
    return head | {
        "decision_title": pick([each.title for each in pool], which),
        "permit_kind": pick([each.kind for each in pool], which),
        "certificate_title": pick([each.certificate for each in pool], which),
        "certificate_number": join("BM", texts(np.arange(first, first + number) + 10**8)),
        "content": fill([each.content for each in pool], which, _words(head, number, rng)),
        "valid_from": head["decided_on"],
        "valid_until": pc.if_else(lasting, "2099-12-31", until),
        "status": _constant("1", number),
    }


def penalties(world: World, first: int, number: int, rng: np.random.Generator) -> Columns:
    """One block of 行政处罚."""
    head, chosen = _head(world, "罚", first, number, rng)
    pool = [each for department in world.departments for each in department.penalties]
    which = _template(world, chosen, "penalties", rng)
    words = _words(head, number, rng)
    fined = pa.array(np.array(["罚款" in each.kinds for each in pool])[which])
    taken = pa.array(np.array(["没收" in each.kinds for each in pool])[which])
    held = pa.array(np.array(["暂扣" in each.kinds for each in pool])[which])
    return head | {
        "offence": pick([each.offence for each in pool], which),
        "facts": fill([each.facts for each in pool], which, words),
        "basis": pick([each.basis for each in pool], which),
        "penalty_kinds": pick([each.kinds for each in pool], which),
        "content": fill([each.measure for each in pool], which, words),
        "fine": pc.if_else(fined, words["fine"], ""),
        "confiscated": pc.if_else(taken, "0.25", ""),
        "licence": pc.if_else(held, "道路运输证（示）字00017号", ""),
        "valid_until": _constant("2099-12-31", number),
    }


def honours(world: World, first: int, number: int, rng: np.random.Generator) -> Columns:
    """One block of 守信激励名单, shown for two years."""
    head, chosen = _head(world, "信", first, number, rng)
    title = pick([each.honour for each in world.departments], chosen)
    return head | {
        "honour_title": join(pc.utf8_slice_codeunits(head["decided_on"], 0, 4), "年度", title),
        "publicity_until": _plus(head["decided_on"], 730),
    }


def listings(world: World, first: int, number: int, rng: np.random.Generator) -> Columns:
    """One block of 严重失信主体名单, shown for three years."""
    head, chosen = _head(world, "列", first, number, rng)
    pool = [each for department in world.departments for each in department.penalties]
    which = _template(world, chosen, "penalties", rng)
    return head | {
        "list_type": pick([each.blacklist for each in world.departments], chosen),
        "reason": fill([each.facts for each in pool], which, _words(head, number, rng)),
        "basis": pick([each.basis for each in pool], which),
        "publicity_until": _plus(head["decided_on"], 1094),
    }


def _plus(days: pa.Array, number: int) -> pa.Array:
    shifted = pc.add(pc.cast(pc.cast(days, pa.date32()), pa.int32()), pa.scalar(number, pa.int32()))
    return pc.cast(pc.cast(shifted, pa.date32()), pa.string())


Block = Callable[[World, int, int, np.random.Generator], Columns]
BLOCKS: dict[str, Block] = {
    "permit": permits,
    "penalty": penalties,
    "honour": honours,
    "blacklist": listings,
}
