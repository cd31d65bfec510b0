"""Makes tests/golden/index, the index of the toy bundle that the browser's tests read.

`python -m tests.search.golden` writes it anew.
"""

import shutil
import tempfile
from datetime import date
from pathlib import Path

from pipeline.bundle import open_bundle
from search.build import build_index
from search.documents import Article
from tests.toy import write_toy_bundle

PATH = Path(__file__).resolve().parents[1] / "golden" / "index"
ARTICLES = (
    Article(
        "示例县开展诚信宣传",
        "news/2026-06-market-1/",
        date(2026, 6, 12),
        "示例县市场监督管理局",
        "诚信宣传月活动，云杉公司参加。",
    ),
    Article(
        "信用修复指引", "guide-repair/", date(2026, 7, 1), "示例县发展和改革局", "如何申请信用修复。ABC 2026"
    ),
)


def build(target: Path) -> None:
    """Build the golden index into `target`."""
    with tempfile.TemporaryDirectory() as scratch:
        bundle = open_bundle(write_toy_bundle(Path(scratch) / "bundle"))
        build_index(bundle, ARTICLES, target)


if __name__ == "__main__":
    shutil.rmtree(PATH, ignore_errors=True)
    build(PATH)
