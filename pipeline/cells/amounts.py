"""Amount cells (金额, in 万元 where the template says so): a number or None; never a guess of the unit."""

import re

from pipeline.identifiers.text import HALF_WIDTH

_NUMBER = re.compile(r"((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\d\.\d+E-?\d{1,2})(?:万元?)?")
"""Separators stand before three digits: 0,5 is no 5. Java programs write small numbers as 5.0E-4."""
IMPLAUSIBLE = 10_000.0
"""10,000 万元 (one hundred million yuan): a county's fine above it is more likely yuan under a 万元 heading."""


def parse(text: str) -> float | None:
    """The number of 万元 a cell gives; blanks and thousands separators do not count.

    >>> parse("1,000.50"), parse("０.５万元"), parse("0,5"), parse("50000元")
    (1000.5, 0.5, None, None)
    """
    found = _NUMBER.fullmatch(re.sub(r"\s", "", text.translate(HALF_WIDTH)))
    return float(found[1].replace(",", "")) if found is not None else None
