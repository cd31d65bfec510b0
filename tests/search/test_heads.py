"""Heads hold exactly the first documents of every frequent run, as a scan of the keys finds them."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search import heads
from search.kept_heads import without
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
            gram_lists(Field.NAME, keys, np.arange(len(keys)), len(keys)), keys, heads.Limits(3, 6, 5), 3
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


@settings(deadline=None, max_examples=80)
@given(KEYS, st.data())
def test_heads_without_some_keys_are_those_found_anew(keys: list[str], data: st.DataObject) -> None:
    limits = heads.Limits(3, 6, 5)
    here = np.array(data.draw(st.lists(st.booleans(), min_size=len(keys), max_size=len(keys))))
    gone = [key for key, still in zip(keys, here, strict=True) if not still]
    rest = [key for key, still in zip(keys, here, strict=True) if still]

    def found(some: list[str], first: int) -> heads.Heads:
        lists = gram_lists(Field.NAME, some, np.arange(len(some)), len(some))
        return heads.find_heads(lists, some, limits, first)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(heads, "FIRST", 2)
        left = without(found(keys, 3), gone, here, limits)
        if left is None:
            assert len(gone) > 1
            return
        anew = found(rest, 2) if rest else heads.NONE
        assert (left.terms, left.counts) == (anew.terms, anew.counts)
        assert left.documents.tolist() == anew.documents.tolist()
