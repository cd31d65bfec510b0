"""The codes whose cards stand beside them are the first of every many that begin alike, as a scan finds them."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import heads
from search.cards import begins_many

CODES = st.lists(st.text(alphabet="12A", min_size=18, max_size=18), max_size=40, unique=True)


@settings(deadline=None, max_examples=60)
@given(CODES, st.integers(1, 4))
def test_cards_stand_by_what_a_scan_finds(codes: list[str], first: int) -> None:
    codes.sort()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(heads, "FIRST", first)
        found = begins_many(pa.array(codes, pa.string()))
    alike = [[each for each in codes if each.startswith(code[:n])] for code in codes for n in range(1, 19)]
    wanted = {code for some in alike if len(some) > first for code in some[:first]}
    assert {code for code, shown in zip(codes, found.tolist(), strict=True) if shown} == wanted
