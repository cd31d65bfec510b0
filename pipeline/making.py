"""Index and downloads (检索、下载文件): made after the pages, or meanwhile by a process of its own.

Both depend on the bundle and the articles alone. Many pages take both processors, so there they come after; where few
pages are made, a second process makes them from the beginning on.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from pipeline import release
from pipeline.allocation import hold_freed_memory
from pipeline.bundle import Bundle
from pipeline.open_data.cutting import Last, Made
from pipeline.open_data.writing import write_tables
from pipeline.portal.articles import Content, read_content
from pipeline.progress import Progress
from pipeline.settings import Settings
from search.build import IndexSize, build_index
from search.documents import Article

DATA, INDEX = "data/v1", "search/index"


@dataclass(frozen=True)
class Making:
    """`tables` gives the downloads, `index` the index; each is in its place in the staged site when it returns."""

    tables: Callable[[], tuple[Made, ...]]
    index: Callable[[Content], IndexSize]


def _articles(content: Content) -> list[Article]:
    """The articles as the search reads them."""
    return [
        Article(each.title, each.path, each.published.date(), each.department, each.text)
        for each in content.articles
    ]


def _after(bundle: Bundle, staged: Path, state: Path, last: Last | None, progress: Progress) -> Making:
    """Each is made when it is asked for."""

    def index(content: Content) -> IndexSize:
        return build_index(bundle, _articles(content), staged / INDEX, progress, state / "search")

    return Making(lambda: write_tables(bundle, staged / DATA, last), index)


def _placed(made: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    made.rename(place)


def _beside(
    process: Executor, bundle: Bundle, settings: Settings, staged: Path, state: Path, last: Last | None
) -> Making:
    """Both are made from now on by `process`, beside the staged site, whose folder the pages clear."""
    aside, titles = release.aside(staged), (each.title for each in settings.columns)
    articles = _articles(read_content(settings.root / "content", titles, bundle.meta.as_of))
    downloads = process.submit(write_tables, bundle, aside / "data", last)
    indexed = process.submit(build_index, bundle, articles, aside / "index", kept=state / "search")

    def tables() -> tuple[Made, ...]:
        made = downloads.result()
        _placed(aside / "data", staged / DATA)
        return made

    def index(_content: Content) -> IndexSize:
        made = indexed.result()
        _placed(aside / "index", staged / INDEX)
        return made

    return Making(tables, index)


def making_of(
    bundle: Bundle,
    settings: Settings,
    staged: Path,
    state: Path,
    last: Last | None,
    progress: Progress,
    process: Executor | None,
) -> Making:
    """By `process` from now on, or without one when they are asked for. `last`: the live downloads."""
    if process is None:
        return _after(bundle, staged, state, last, progress)
    return _beside(process, bundle, settings, staged, state, last)


def _ready() -> None:
    """Nothing: who is given it has read this module and all that it leans on."""


@contextmanager
def second_process() -> Iterator[Executor]:
    """A process for `making_of`, begun at once: it takes a second to be ready."""
    context = get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, initializer=hold_freed_memory) as pool:
        pool.submit(_ready)
        yield pool
