"""The browser's search as published: without comments, and what the page loads first joined in one file.

Reads `search/client/`, whose modules also run as they are; writes copies. Comments are a third of what a first query would
load, and fourteen small files pack a quarter worse than one. Changes nothing else: tests compare what TypeScript reads.
"""

import re
from pathlib import Path

CLIENT = Path(__file__).parent / "client"
FIRST = "main"
"""The module that the page names; whatever it imports at once is joined with it."""

_COMMENT = re.compile(r"/\*\*(?:[^*]|\*(?!/))*\*/ ?|^[ \t]*//.*$", re.MULTILINE)
"""Comments of documentation wherever they stand, others where they fill their lines."""
_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([a-z_]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function|const|class)\b)", re.MULTILINE)


def without_comments(script: str) -> str:
    """A module without comments, blank lines and the blanks that lines begin with."""
    lines = (line.strip() for line in _COMMENT.sub("", script).split("\n"))
    return "\n".join(line for line in lines if line != "") + "\n"


def _script(name: str) -> str:
    return without_comments((CLIENT / f"{name}.js").read_text(encoding="utf-8"))


def first_modules(name: str = FIRST, before: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The modules that run before a module, in the order in which a browser runs them, and itself; `before` have run."""
    if name in before:
        return before
    for _, other in _IMPORT.findall(_script(name)):
        before = first_modules(other, before)
    return (*before, name)


def _joined(names: tuple[str, ...], wanted: set[str]) -> str:
    """These modules as one, which exports what others want of them."""
    whole = "".join(_IMPORT.sub("", _script(name)) for name in names)
    return _EXPORT.sub(r"\1", whole) + f"export {{ {', '.join(sorted(wanted))} }};\n"


def published() -> dict[str, str]:
    """The text of each published module by its file's name."""
    first = first_modules()
    late = {path.stem: _script(path.stem) for path in sorted(CLIENT.glob("*.js")) if path.stem not in first}
    imports = [found for script in late.values() for found in _IMPORT.findall(script)]
    wanted = {name.strip() for names, module in imports if module in first for name in names.split(",")}
    of_first = re.compile(rf'from "\./(?:{"|".join(first)})\.js"')
    others = {name: of_first.sub(f'from "./{FIRST}.js"', script) for name, script in late.items()}
    return {f"{name}.js": script for name, script in (others | {FIRST: _joined(first, wanted)}).items()}


def write_client(target: Path) -> None:
    """Write all modules into a folder."""
    target.mkdir(parents=True, exist_ok=True)
    for name, script in published().items():
        (target / name).write_text(script, encoding="utf-8", newline="\n")
