"""What hostile workbooks cost: seconds and peak memory of the parser's child, and of us.

`python -m bench.bombs`. Each is refused with a code; the child's limits are 512 MB and 20 s.
"""

import resource
import time

from pipeline.sources.codes import FileRefusedError
from pipeline.sources.workbook import read_workbook
from tests.sources import bad_workbooks as make

CASES = {
    "zip bomb": make.bomb,
    "two far cells": make.wide_range,
    "one text in 200,000 cells": make.heavy,
    "password": make.encrypted,
}


def main() -> None:
    """The command."""
    for name, built in CASES.items():
        data = built()
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begun = time.perf_counter()
        try:
            read_workbook(data, "a.xlsx", "permit")
            told = "read"
        except FileRefusedError as error:
            told = error.code.code
        spent = time.perf_counter() - begun
        child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - own) / 1024
        print(
            f"{name}: {told}, {spent:.1f} s, children so far at most {child:.0f} MB, we grew by {grown:.0f} MB"
        )


if __name__ == "__main__":
    main()
