"""The small form of `python -m bench.disorder`: a stopped build, cut and repeated sets, a repair, revocations, an end."""

from bench.disorder import run


def test_some_disordered_days() -> None:
    told: list[str] = []
    assert run(5, 270, told.append) == 0
    assert all(
        word in told[0] for word in ("stopped", "truncated", "repeated", "repaired", "revoked", "expired")
    )
