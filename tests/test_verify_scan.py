"""The scan for identity numbers against one regular expression over the whole file, whatever the pieces."""

import re
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.verify_scan import scan

NUMBER = "439999199003071091"
"""An invented number of a division that does not exist, with a right check character."""


@settings(deadline=None)
@given(
    st.text("ab1X, \n", max_size=300),
    st.sampled_from(["", "A", " "]),
    st.sampled_from(["", "7", ","]),
    st.data(),
)
def test_pieces_hide_no_number_and_make_none(
    tmp_path_factory: pytest.TempPathFactory, text: str, left: str, right: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(text)))
    whole = f"{text[:at]}{left}{NUMBER}{right}{text[at:]}"
    expected = re.search(rf"(?<![0-9A-Za-z]){NUMBER}(?![0-9A-Za-z])", whole) is not None
    path = tmp_path_factory.getbasetemp() / "scanned.html"
    path.write_text(whole, encoding="utf-8", newline="\n")
    sizes = {"_PIECE": 90, "_READ": data.draw(st.integers(70, 400))}
    with patch.multiple("pipeline.verify_scan", **sizes):
        assert bool(scan([path], frozenset()).identity) is expected
