"""`python -m sample.make_county [FOLDER]`: writes the sample county's committed data files.

Deterministic: the same code writes the same bytes on every machine. Touches nothing but the folder given
(default: sample/data).
"""

import sys
from pathlib import Path

from sample.county.build import build_county
from sample.county.writing import write_county

DATA = Path(__file__).parent / "data"


def main(arguments: list[str]) -> int:
    """Write the county and say how much it is."""
    folder = Path(arguments[0]) if arguments else DATA
    county = build_county()
    write_county(county, folder)
    subjects, rows, files = len(county.subjects), len(county.rows), len(county.inbox)
    print(f"主体 {subjects} 个，平台数据 {rows} 行，收件箱文件 {files} 份。")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
