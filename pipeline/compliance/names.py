"""Addresses and order of reporting units (报送单位). Reads nothing."""

import hashlib
import re
from collections.abc import Iterable, Mapping

from pipeline.compliance.rate import Rate
from pipeline.settings import Department

UNNAMED = "未注明"
_ADDRESS = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_TAKEN = {"circular"}


def addresses(names: Iterable[str], departments: Iterable[Department]) -> dict[str, str]:
    """Name → the part of an address that stands for it: its id in portal.toml, else a digest of its name."""
    known = {each.name: each.id for each in departments}
    return {name: _address(name, known.get(name, "")) for name in sorted({*names, *known} - {""})}


def _address(name: str, id_: str) -> str:
    if _ADDRESS.fullmatch(id_) and id_ not in _TAKEN:
        return id_
    return "u" + hashlib.sha256(name.encode()).hexdigest()[:12]


def shown(name: str) -> str:
    """A unit's name as a reader sees it."""
    return name or UNNAMED


def ranked(rates: Iterable[Rate]) -> list[Rate]:
    """Best first: by 及时率, 合规率, number received, name; what has no rate stands last."""

    def key(rate: Rate) -> tuple[bool, float, float, int, str]:
        timely, right = rate.timeliness, rate.compliance
        return timely is None, -(timely or 0), -(right or 0), -rate.received, rate.department

    return sorted(rates, key=key)


def with_silent(rates: Iterable[Rate], names: Mapping[str, str]) -> list[Rate]:
    """The rates, and a rate without data for each unit of which nothing came."""
    found = {rate.department: rate for rate in rates}
    return [*found.values(), *(Rate(department=name) for name in names if name not in found)]
