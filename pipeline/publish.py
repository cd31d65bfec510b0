"""From the bundle to the live site: pages, search, open data, verification, swap. Writes only beside and into output."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pipeline import release
from pipeline.bundle import Bundle
from pipeline.indexing import INDEX, IndexOf, indexing
from pipeline.open_data.changes import Changes, advance, read_changes, write_state
from pipeline.open_data.cutting import Made, keep, read_last
from pipeline.open_data.parts import write_parts
from pipeline.open_data.writing import write_open_data, write_tables
from pipeline.portal.lasting import Plan, read_lasting, write_lasting
from pipeline.portal.site import PageCount, build_pages
from pipeline.portal.workers import crew
from pipeline.prepared import Prepared
from pipeline.progress import Progress
from pipeline.settings import Settings
from pipeline.verify import verify, verify_files, write_build_file
from search.client_files import write_client

DATA = "data/v1"


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

    @contextmanager
    def lap(self, name: str) -> Iterator[None]:
        """A step; of one that fails nothing is told."""
        begun = self.clock()
        yield
        self.laps.append(f"{name} {self.clock() - begun:.1f} 秒")


def _looked_at(tables: tuple[Made, ...]) -> frozenset[str]:
    """Downloads that are the live ones without some rows: they were looked at when they were made."""
    return frozenset(
        f"{DATA}/{file.path}" for made in tables if made.cut for file in (made.files.csv, made.files.lines)
    )


def _open_data(
    bundle: Bundle,
    settings: Settings,
    pages: PageCount,
    changes: Changes,
    tables: tuple[Made, ...],
    staged: Path,
) -> frozenset[str]:
    """Write the open data; its files that hold nothing but bytes of others, which are looked at or were when made."""
    told = (pages.figures, pages.due, pages.quota)
    write_open_data(bundle, settings.site, *told, changes, tables, staged / DATA)
    parts = write_parts(bundle, tables, staged / DATA, staged, pages.plan.fresh_months)
    return _looked_at(tables) | parts


def _add_search(bundle: Bundle, index_of: IndexOf, pages: PageCount, staged: Path) -> int:
    """Put index and client into the verified site, and the file that names the build; how many documents are found."""
    index = index_of(pages.content)
    write_client(staged / "search" / "client")
    write_build_file(bundle, staged, pages.total, index.documents)
    verify_files(bundle, [staged / INDEX / "manifest.json", staged / "build.json"])
    return index.documents


def _go_live(staged: Path, output: Path, state: Path, plan: Plan, changes: Changes) -> str:
    """Swap, keep what the next build goes on from; why there is no twin, if so."""
    release.swap(staged, output)
    write_state(state / "changes", changes)
    write_lasting(state / "site", plan.now)
    return release.keep_twin(staged, output, plan.made, plan.kept, plan.gone)


def _published(prepared: Prepared, pages: PageCount, documents: int, laps: list[str]) -> Published:
    events = [each.event for each in prepared.entries]
    shown, withdrawn = events.count("shown"), events.count("withdrawn")
    return Published(pages.total, pages.subjects, documents, shown, withdrawn, "；".join(laps))


def _pages_told(pages: PageCount) -> list[str]:
    subjects = dict(pages.seconds)["subjects"]
    return [f"其中主体页 {subjects:.1f} 秒", f"新做主体页和月度页 {pages.made:,} 页"]


def publish(
    prepared: Prepared,
    settings: Settings,
    state: Path,
    output: Path,
    progress: Progress,
    process: Executor | None = None,
    writing: Sequence[Future[None]] = (),
) -> Published:
    """Build the site beside `output`, verify it and swap it in; Stopped leaves the old site.

    Where only few pages are made, the index is made meanwhile by a second `process`, from the time when tables of the
    bundle's records are still `writing`.
    """
    bundle, watch, last = prepared.bundle, _Stopwatch(), read_lasting(state / "site")
    live = read_last(state / "downloads", output / DATA)
    with release.staging(output, last.build_id if last else "") as staged:
        index_of = indexing(bundle, settings, staged, state, progress, process)
        for each in writing:
            each.result()
        with crew() as beside, ThreadPoolExecutor(1) as thread:
            with watch.lap("页面"):
                written = thread.submit(write_tables, bundle, release.aside(staged) / DATA, live)
                pages = build_pages(bundle, staged, settings, progress, beside, last)
            watch.laps += _pages_told(pages)
            with watch.lap("开放数据"):
                changes = advance(bundle, read_changes(state / "changes"))
                tables = written.result()
                release.put(staged, DATA)
                known = _open_data(bundle, settings, pages, changes, tables, staged)
            with watch.lap("核验"):
                verify(bundle, staged, pages.plan, beside, known)
        with watch.lap("检索"):
            documents = _add_search(bundle, index_of, pages, staged)
        with watch.lap("切换"):
            untwinned = _go_live(staged, output, state, pages.plan, changes)
            keep(state / "downloads", output / DATA, tables, bundle.meta.build_id)
        watch.laps += [untwinned] if untwinned else []
    return _published(prepared, pages, documents, watch.laps)
