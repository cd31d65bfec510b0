"""The worked example in FORMAT.md is what the code writes and reads."""

from tests.search.example import PATH, QUERY, SUBJECT, TITLE, example


def test_the_example_is_true() -> None:
    written = PATH.read_text(encoding="utf-8")
    section = TITLE + written.partition(TITLE)[2]
    assert section == example(), "run: python -m tests.search.example"
    assert QUERY in section
    assert SUBJECT[1] in section
