"""From the bundle to the live site: pages, search, open data, verification, swap. Writes only beside and into output."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from pipeline import release
from pipeline.bundle import Bundle
from pipeline.open_data.changes import Changes, advance, read_changes, write_state
from pipeline.open_data.cutting import Last, Made, keep, read_last
from pipeline.open_data.parts import write_parts
from pipeline.open_data.writing import write_open_data
from pipeline.portal.articles import Content, read_content
from pipeline.portal.lasting import Plan, read_lasting, write_lasting
from pipeline.portal.site import PageCount, build_pages
from pipeline.prepare import Prepared
from pipeline.progress import Progress
from pipeline.settings import Settings
from pipeline.verify import verify, write_build_file
from search.build import IndexSize, build_index
from search.client_files import write_client
from search.documents import Article

DATA, INDEX = "data/v1", "search/index"


@dataclass(frozen=True)
class Published:
    """What went live; `steps` tells how long each part took."""

    pages: int
    subjects: int
    documents: int
    shown: int
    withdrawn: int
    steps: str


@dataclass
class _Stopwatch:
    """Seconds of each step, for the build's report only."""

    clock: Callable[[], float] = time.monotonic
    laps: list[str] = field(default_factory=list)

    def lap(self, name: str, begun: float) -> None:
        """Note a step that began at `begun`."""
        self.laps.append(f"{name} {self.clock() - begun:.1f} 秒")


def _articles(content: Content) -> list[Article]:
    """The articles as the search reads them."""
    return [
        Article(each.title, each.path, each.published.date(), each.department, each.text)
        for each in content.articles
    ]


def _index(bundle: Bundle, articles: list[Article], folder: Path, kept: Path) -> IndexSize:
    """The search index, made in a process of its own."""
    return build_index(bundle, articles, folder, kept=kept)


IndexOf = Callable[[Content], IndexSize]


@contextmanager
def _index_after(
    bundle: Bundle, settings: Settings, staged: Path, state: Path, progress: Progress
) -> Iterator[IndexOf]:
    """Gives what makes the index in its place when the pages are there, for many pages take both processors."""
    del settings

    def made(content: Content) -> IndexSize:
        return build_index(bundle, _articles(content), staged / INDEX, progress, state / "search")

    yield made


@contextmanager
def _index_beside(
    bundle: Bundle, settings: Settings, staged: Path, state: Path, progress: Progress
) -> Iterator[IndexOf]:
    """Gives what waits for the index, which another process makes from now on, and puts it in its place."""
    del progress
    titles, folder = (each.title for each in settings.columns), release.aside(staged)
    articles = _articles(read_content(settings.root / "content", titles, bundle.meta.as_of))
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        size = pool.submit(_index, bundle, articles, folder, state / "search")

        def placed(_content: Content) -> IndexSize:
            made = size.result()
            (staged / INDEX).parent.mkdir(parents=True, exist_ok=True)
            folder.rename(staged / INDEX)
            return made

        yield placed


def _open_data(
    bundle: Bundle, settings: Settings, pages: PageCount, changes: Changes, staged: Path, last: Last | None
) -> tuple[Made, ...]:
    told = (pages.figures, pages.due, pages.quota)
    tables = write_open_data(bundle, settings.site, *told, changes, staged / DATA, last)
    write_parts(bundle, tables, staged / DATA, staged, pages.plan.fresh_months)
    return tables


def _looked_at(tables: tuple[Made, ...]) -> frozenset[str]:
    """Downloads that are the live ones without some rows: they were looked at when they were made."""
    return frozenset(
        f"{DATA}/{file.path}" for made in tables if made.cut for file in (made.files.csv, made.files.lines)
    )


def _go_live(staged: Path, output: Path, state: Path, plan: Plan, changes: Changes) -> str:
    """Swap, keep what the next build goes on from; why there is no twin, if so."""
    release.swap(staged, output)
    write_state(state / "changes", changes)
    write_lasting(state / "site", plan.now)
    return release.keep_twin(staged, output, plan.every, plan.kept)


def _published(prepared: Prepared, pages: PageCount, documents: int, laps: list[str]) -> Published:
    events = [each.event for each in prepared.entries]
    shown, withdrawn = events.count("shown"), events.count("withdrawn")
    return Published(pages.total, pages.subjects, documents, shown, withdrawn, "；".join(laps))


def publish(
    prepared: Prepared, settings: Settings, state: Path, output: Path, progress: Progress, few: bool = False
) -> Published:
    """Build the site beside `output`, verify it and swap it in; Stopped leaves the old site.

    Where only few pages are made, the index is made beside them.
    """
    bundle, watch = prepared.bundle, _Stopwatch()
    last, indexing = read_lasting(state / "site"), _index_beside if few else _index_after
    with (
        release.staging(output, last.build_id if last else "") as staged,
        indexing(bundle, settings, staged, state, progress) as index_of,
    ):
        begun = watch.clock()
        pages = build_pages(bundle, staged, settings, progress, last=last)
        watch.lap("页面", begun)
        watch.laps.append(f"其中主体页 {dict(pages.seconds)['subjects']:.1f} 秒")
        watch.laps.append(f"新做主体页和月度页 {pages.made:,} 页")
        begun = watch.clock()
        changes = advance(bundle, read_changes(state / "changes"))
        downloads = read_last(state / "downloads", output / DATA)
        tables = _open_data(bundle, settings, pages, changes, staged, downloads)
        watch.lap("开放数据", begun)
        begun = watch.clock()
        index = index_of(pages.content)
        write_client(staged / "search" / "client")
        watch.lap("检索", begun)
        begun = watch.clock()
        write_build_file(bundle, staged, pages.total, index.documents)
        verify(bundle, staged, pages.plan.kept, _looked_at(tables))
        watch.lap("核验", begun)
        begun = watch.clock()
        untwinned = _go_live(staged, output, state, pages.plan, changes)
        keep(state / "downloads", tables, bundle.meta.build_id)
        watch.lap("切换", begun)
        watch.laps += [untwinned] if untwinned else []
    return _published(prepared, pages, index.documents, watch.laps)
