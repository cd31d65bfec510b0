"""Makes search/folds.py, search/client/folds.js and folds_rare.js, traditional → simplified, from OpenCC's TSCharacters.

`python -m tests.search.folds TSCharacters.txt` writes all anew. The file is that of opencc-python-reimplemented 0.1.7.
"""

import hashlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHA256 = "6b5a0a799bea2bb22c001f635eaa3fc2904310f0c08addbff275477a80ecf09a"
"""Of TSCharacters.txt."""
LINE = 50
"""Pairs in a line of source."""

PYTHON = '''"""Traditional characters and their simplified forms: OpenCC's table TSCharacters (Apache License 2.0, by the OpenCC
authors), the first form where it has several, without characters that stay as they are.

Made by tests/search/folds.py; the browser's copy is client/folds.js and folds_rare.js. Both sides of a search fold, so a form
that is wrong in a phrase finds too much at worst, never too little.
"""

PAIRS = (
{lines}
)

TRADITIONAL: dict[str, str] = dict(zip(PAIRS[::2], PAIRS[1::2], strict=True))
"""Traditional character → simplified."""
'''
JAVASCRIPT = """// Traditional characters, each followed by its simplified form: OpenCC's table TSCharacters (Apache License 2.0,
// by the OpenCC authors), {which}. Made by tests/search/folds.py.
// Python twin: search/folds.py.

export const PAIRS =
{lines};
"""
COMMON = "those common on both sides (Big5, GB 2312 level 1); loaded for a character outside GB 2312"
RARE = "the others; loaded for a character that folds.js does not bring into GB 2312"


def pairs_of(table: str) -> str:
    """Each character with its first form; a form that is itself folded is followed to its end."""
    rows = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    first = {old: forms.split(" ")[0] for old, forms in rows}
    first = {old: new for old, new in first.items() if new != old}
    return "".join(f"{old}{first.get(new, new)}" for old, new in sorted(first.items()))


def _is_common(old: str, new: str) -> bool:
    """Big5 and GB 2312 have their common characters in front, as level 1."""
    raw = old.encode("big5", errors="ignore")
    return raw != b"" and raw[0] < 0xC9 and b"" != new.encode("gb2312", errors="ignore") < b"\xd8"


def parted(pairs: str) -> tuple[str, str]:
    """The common pairs, and the others."""
    each = list(zip(pairs[::2], pairs[1::2], strict=True))
    return "".join(o + n for o, n in each if _is_common(o, n)), "".join(
        o + n for o, n in each if not _is_common(o, n)
    )


def javascript(pairs: str, which: str) -> str:
    """A module of the client."""
    lines = [pairs[i : i + 2 * LINE] for i in range(0, len(pairs), 2 * LINE)]
    return JAVASCRIPT.format(which=which, lines=" +\n".join(f'  "{line}"' for line in lines))


def main(path: Path) -> None:
    """Write all files."""
    raw = path.read_bytes()
    if hashlib.sha256(raw).hexdigest() != SHA256:
        sys.exit(f"{path} is not the table this was made from; set SHA256 after a look at the differences")
    pairs = pairs_of(raw.decode("utf-8"))
    common, rare = parted(pairs)
    lines = [pairs[i : i + 2 * LINE] for i in range(0, len(pairs), 2 * LINE)]
    python = "\n".join(f'    "{line}"' for line in lines)
    for name, text in (
        ("search/folds.py", PYTHON.format(lines=python)),
        ("search/client/folds.js", javascript(common, COMMON)),
        ("search/client/folds_rare.js", javascript(rare, RARE)),
    ):
        (ROOT / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
