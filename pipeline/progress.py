"""Progress of long steps: one line that is rewritten on a terminal, nothing where nobody watches (CI, a file)."""

import sys
from collections.abc import Callable
from typing import TextIO

Progress = Callable[[str, int, int], None]
"""progress(step, done, total); total 0 means unknown."""


def silent(step: str, done: int, total: int) -> None:
    """Show nothing."""


def on(given: TextIO | None = None) -> Progress:
    """A progress that writes to the given stream, else to standard error; it stays silent when that is no terminal."""
    stream = given or sys.stderr
    if not stream.isatty():
        return silent

    def show(step: str, done: int, total: int) -> None:
        share = f"{done:,}/{total:,}" if total else f"{done:,}" if done else ""
        stream.write(f"\r\x1b[K{step} {share}")
        if total and done >= total:
            stream.write("\n")
        stream.flush()

    return show
