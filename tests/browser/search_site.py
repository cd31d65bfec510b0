"""A search page without the theme, with the client as it is shipped."""

import shutil
from pathlib import Path

ROOT = Path(__file__).parents[2]
HTML = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>信用查询</title>
<script type="module" src="client/main.js"></script></head><body><main>
<form role="search" action="../search/" method="get"><input type="search" name="q" aria-label="查询"><button>查询</button></form>
<p role="status"></p><div id="search-results" data-search-state="idle" data-total="0" data-index="index/"></div>
</main></body></html>"""


def lay_out(site: Path) -> Path:
    """A site with the client and a page of its own; the index goes to the folder given back."""
    folder = site / "search"
    shutil.copytree(ROOT / "search" / "client", folder / "client")
    for home in (folder, site):
        (home / "index.html").write_text(HTML, encoding="utf-8")
    return folder / "index"
