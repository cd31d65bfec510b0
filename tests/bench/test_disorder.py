"""The small form of `python -m bench.disorder`, with a stopped build and cut, repeated and reordered sets in it."""

from bench.disorder import run


def test_some_disordered_days() -> None:
    told: list[str] = []
    assert run(6, 5, told.append) == 0
    assert all(word in told[0] for word in ("stopped", "truncated", "vanished"))
