"""Heads hold exactly the first documents of every frequent run, as a scan of the keys finds them."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search import heads
from search.postings import gram_lists
from search.schema import Field

KEYS = st.lists(st.text(alphabet="甲乙丙𠮷", min_size=1, max_size=9), min_size=1, max_size=60)


@settings(deadline=None, max_examples=60)
@given(KEYS)
@example(["丙丙丙丙"] * 4)
def test_heads_are_what_a_scan_finds(keys: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(heads, "FIRST", 3)
        found = heads.find_heads(
            gram_lists(Field.NAME, keys, np.arange(len(keys)), len(keys)), keys, heads.Limits(3, 6, 5)
        )
        pages, page_of = heads.packed(found, 5)
    runs = {key[i : i + n] for key in keys for n in range(1, 7) for i in range(len(key) - n + 1)}
    holding = {run: [i for i, key in enumerate(keys) if run in key] for run in runs}
    wanted = {run: (len(of), of[:3]) for run, of in holding.items() if len(of) > 3}
    rows = zip(found.terms, found.counts, found.documents.tolist(), strict=True)
    assert {term: (count, documents) for term, count, documents in rows} == wanted
    for term, page in zip(found.terms, page_of, strict=True):
        assert pages[page] == sorted(set(pages[page]))
        assert [each for each in pages[page] if term in keys[each]][:3] == wanted[term][1]
