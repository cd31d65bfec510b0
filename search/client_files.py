"""The browser's search as published: its modules without comments, which are a third of what a first query loads.

Reads `search/client/`, whose modules also run as they are; writes copies. Changes nothing but comments, blank lines and
the blanks that lines begin with: tests compare what TypeScript reads in both.
"""

import re
from pathlib import Path

CLIENT = Path(__file__).parent / "client"

_COMMENT = re.compile(r"/\*\*(?:[^*]|\*(?!/))*\*/ ?|^[ \t]*//.*$", re.MULTILINE)
"""Comments of documentation wherever they stand, others where they fill their lines."""


def without_comments(script: str) -> str:
    """A module as published."""
    lines = (line.strip() for line in _COMMENT.sub("", script).split("\n"))
    return "\n".join(line for line in lines if line != "") + "\n"


def write_client(target: Path) -> None:
    """Write all modules into a folder."""
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(CLIENT.glob("*.js")):
        script = without_comments(path.read_text(encoding="utf-8"))
        (target / path.name).write_text(script, encoding="utf-8", newline="\n")
