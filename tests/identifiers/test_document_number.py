"""The document number's key: spellings that are one, and Python and engine equal on any text."""

import doctest
from collections.abc import Sequence

import ibis
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.identifiers import document_number
from pipeline.identifiers.document_number import key, key_expr

# Everything but surrogates, which are no text, and NUL, which no cell can hold.
ANY = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"))
LIKELY = st.text(
    st.sampled_from(list("示罚aZ〔〕[]（）()《》<>＜＞｛｝ 　\t\xa0\u200b\ufeff０9－-号第ｆßİ𠀀"))
)


def engine_keys(texts: Sequence[str | None]) -> list[str | None]:
    table = ibis.memtable(pa.table({"text": pa.array(texts, pa.string())}))
    answer: list[str | None] = table.select(key=key_expr(table.text)).to_pyarrow()["key"].to_pylist()
    return answer


@pytest.mark.parametrize(
    "spelling",
    [
        "示市监罚〔2026〕12号A",
        "示市监罚[2026]12号a",
        "示市监罚（2026）12号A",
        "示市监罚(2026)12号A",
        "示市监罚【2026】12号A",
        "示市监罚﹝2026﹞12号A",
        "示市监罚［2026］12号A",
        "示市监罚<2026>12号A",
        "示市监罚《2026》12号A",
        "示市监罚〈2026〉12号A",
        "示市监罚〔２０２６〕１２号Ａ",
        " 示市监罚　〔2026〕 12 号\ta\ufeff",
    ],
)
def test_one_number(spelling: str) -> None:
    assert key(spelling) == "示市监罚〔2026〕12号A"
    assert engine_keys([spelling]) == ["示市监罚〔2026〕12号A"]


def test_other_numbers_stay_other() -> None:
    assert len({key(text) for text in ("1〔2〕3", "12〔〕3", "〔12〕3", "1-〔2〕3", "第1〔2〕3号")}) == 5


def test_null_stays_null() -> None:
    assert engine_keys([None, "", " "]) == [None, "", ""]


@given(st.lists(ANY | LIKELY, max_size=20))
def test_python_and_engine_agree(texts: list[str]) -> None:
    assert engine_keys(texts) == [key(text) for text in texts]


@given(ANY | LIKELY)
def test_a_key_is_its_own_key(text: str) -> None:
    assert key(key(text)) == key(text)


def test_every_character_of_the_basic_plane_agrees() -> None:
    texts = [chr(code) for code in range(1, 0x10000) if not 0xD800 <= code < 0xE000]
    assert engine_keys(texts) == [key(text) for text in texts]


def test_example() -> None:
    assert doctest.testmod(document_number).failed == 0
