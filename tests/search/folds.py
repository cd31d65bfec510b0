"""Makes search/folds.py and search/client/folds.js, traditional → simplified, from OpenCC's table TSCharacters.

`python -m tests.search.folds TSCharacters.txt` writes both anew. The file is that of opencc-python-reimplemented 0.1.7.
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

Made by tests/search/folds.py; the browser's copy is client/folds.js. Both sides of a search fold, so a form that is
wrong in a phrase finds too much at worst, never too little.
"""

PAIRS = (
{lines}
)

TRADITIONAL: dict[str, str] = dict(zip(PAIRS[::2], PAIRS[1::2], strict=True))
"""Traditional character → simplified."""
'''
JAVASCRIPT = """// Traditional characters, each followed by its simplified form: OpenCC's table TSCharacters (Apache License 2.0,
// by the OpenCC authors). Loaded only for a query with a character outside GB 2312. Made by tests/search/folds.py.
// Python twin: search/folds.py.

export const PAIRS =
{lines};
"""


def pairs_of(table: str) -> str:
    """Each character with its first form; a form that is itself folded is followed to its end."""
    rows = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    first = {old: forms.split(" ")[0] for old, forms in rows}
    first = {old: new for old, new in first.items() if new != old}
    return "".join(f"{old}{first.get(new, new)}" for old, new in sorted(first.items()))


def main(path: Path) -> None:
    """Write both files."""
    raw = path.read_bytes()
    if hashlib.sha256(raw).hexdigest() != SHA256:
        sys.exit(f"{path} is not the table this was made from; set SHA256 after a look at the differences")
    pairs = pairs_of(raw.decode("utf-8"))
    lines = [pairs[i : i + 2 * LINE] for i in range(0, len(pairs), 2 * LINE)]
    python = "\n".join(f'    "{line}"' for line in lines)
    javascript = " +\n".join(f'  "{line}"' for line in lines)
    for name, text in (
        ("search/folds.py", PYTHON.format(lines=python)),
        ("search/client/folds.js", JAVASCRIPT.format(lines=javascript)),
    ):
        (ROOT / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
