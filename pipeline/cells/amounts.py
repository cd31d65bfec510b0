"""Amount cells (金额, in 万元 where the template says so): a number or None; never a guess of the unit."""

import re

from pipeline.identifiers.text import HALF_WIDTH

_NUMBER = re.compile(r"(\d+(?:\.\d+)?)(?:万元)?")
IMPLAUSIBLE = 10_000.0
"""10,000 万元 (one hundred million yuan): a county's fine above it is more likely yuan under a 万元 heading."""


def parse(text: str) -> float | None:
    """The number of 万元 a cell gives; blanks and thousands separators do not count.

    >>> parse("1,000.50"), parse("０.５万元"), parse("五万"), parse("50000元")
    (1000.5, 0.5, None, None)
    """
    found = _NUMBER.fullmatch(re.sub(r"[\s,，]", "", text.translate(HALF_WIDTH)))
    return float(found[1]) if found is not None else None
