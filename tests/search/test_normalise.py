"""The normaliser: vectors shared with the browser, and a fingerprint of every code point."""

import json
import math
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.folds import PAIRS, TRADITIONAL
from search.normalise import SEPARATORS, fold, is_ideographic, is_kept, key, pairs, tokens, words
from search.schema import logarithm
from tests.search.folds import COMMON, RARE, javascript, parted
from tests.search.vectors import PATH, make_vectors

ROOT = Path(__file__).resolve().parents[2]


def test_golden_vectors_are_fresh() -> None:
    assert PATH.read_text(encoding="utf-8") == make_vectors(), "run: python -m tests.search.vectors"


def test_every_code_point_is_treated_alike_in_the_browser() -> None:
    script = (
        "import { addFolds, fold, isIdeographic, isKept, isPlain, normalised } from './search/client/tokens.js';"
        "import { PAIRS as COMMON } from './search/client/folds.js';"
        "import { PAIRS as RARE } from './search/client/folds_rare.js';"
        "const plain = (p) => isPlain(String.fromCodePoint(p)) ? fold(p) : -1, before = [];"
        "for (let p = 0; p < 0x110000; p += 1) before.push(plain(p));"
        "addFolds(COMMON + RARE);"
        "for (let p = 0; p < 0x110000; p += 1) if (before[p] >= 0 && before[p] !== fold(p)) throw new Error(`plain? ${p}`);"
        "let out = [];"
        "for (let p = 0; p < 0x110000; p += 1) { if (p >= 0xd800 && p < 0xe000) continue;"
        " const f = fold(p);"
        " const kind = isIdeographic(f) ? 2 : isKept(f) ? 1 : normalised(String.fromCodePoint(p), '') === ' ' ? 3 : 0;"
        " if (f !== p || kind) out.push([p, f, kind]); }"
        "process.stdout.write(JSON.stringify(out));"
    )
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    expected = []
    for point in (*range(0xD800), *range(0xE000, 0x110000)):
        folded = fold(point)
        kind = 3 if chr(folded) in SEPARATORS else 2 if is_ideographic(folded) else int(is_kept(folded))
        if folded != point or kind:
            expected.append([point, folded, kind])
    assert json.loads(done.stdout) == expected
    assert len(expected) > 100_000


def test_folds_are_one_to_one_steps_and_the_browser_has_the_same() -> None:
    assert len(PAIRS) % 2 == 0
    assert not TRADITIONAL.keys() & set(TRADITIONAL.values()), "folding twice must change nothing"
    for name, some, which in zip(("folds", "folds_rare"), parted(PAIRS), (COMMON, RARE), strict=True):
        assert (ROOT / f"search/client/{name}.js").read_text(encoding="utf-8") == javascript(some, which)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    once = key(text)
    assert key(once) == once
    assert "".join(words(text)) == once
    assert all(is_kept(ord(character)) for character in once)


@given(st.text(alphabet="示例县AbＡ1０（），。 "))
def test_width_case_and_brackets_do_not_matter(text: str) -> None:
    half = text.replace("Ａ", "A").replace("０", "0").upper().replace("（", "[").replace("）", "」")
    assert key(half) == key(text)


@pytest.mark.parametrize(
    ("run", "expected"), [("", []), ("县", ["县"]), ("示例县", ["示例", "例县"]), ("𠮷野", ["𠮷野"])]
)
def test_pairs(run: str, expected: list[str]) -> None:
    assert pairs(run) == expected


def test_an_articles_punctuation_ends_a_run() -> None:
    assert tokens("信用。公示") == ["信用", "公示"]
    assert tokens("ABC公司") == ["abc", "公司"]


@given(st.floats(min_value=1e-6, max_value=1e12))
def test_logarithm_is_the_logarithm(x: float) -> None:
    assert logarithm(x) == pytest.approx(math.log(x), rel=1e-14, abs=1e-15)
