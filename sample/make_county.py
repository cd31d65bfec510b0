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
    print(
        f"示例县：{len(county.subjects)} 个主体，{len(county.rows)} 行平台数据，{len(county.inbox)} 份收件箱文件。"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
