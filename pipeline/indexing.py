"""The search index (检索): made after the pages, or meanwhile by a process of its own.

It depends on the bundle and the articles alone. Many pages take both processors, so there it comes after; where few pages
are made, a second process makes it from the beginning on.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

import pyarrow.parquet as pq

from pipeline import release
from pipeline.allocation import hold_memory
from pipeline.bundle import Bundle
from pipeline.portal.articles import Content, read_content
from pipeline.progress import Progress
from pipeline.settings import Settings
from search.build import IndexSize, build_index
from search.documents import Article

INDEX = "search/index"

MANY = 200_000
"""Subjects and records whose index takes six seconds: a process is ready after one."""

IndexOf = Callable[[Content], IndexSize]
"""Gives the index, which is in its place in the staged site when this returns."""


def _articles(content: Content) -> list[Article]:
    """The articles as the search reads them."""
    return [
        Article(each.title, each.path, each.published.date(), each.department, each.text)
        for each in content.articles
    ]


def _after(bundle: Bundle, staged: Path, kept: Path, progress: Progress) -> IndexOf:
    """Made when it is asked for."""

    def made(content: Content) -> IndexSize:
        with index_helper(bundle) as helper:
            return build_index(bundle, _articles(content), staged / INDEX, progress, kept, helper)

    return made


def _beside(bundle: Bundle, settings: Settings, staged: Path, kept: Path, process: Executor) -> IndexOf:
    """Made from now on by `process`, beside the staged site, whose folder the pages clear."""
    titles = (each.title for each in settings.columns)
    articles = _articles(read_content(settings.root / "content", titles, bundle.meta.as_of))
    indexed = process.submit(build_index, bundle, articles, release.aside(staged) / INDEX, kept=kept)

    def placed(_content: Content) -> IndexSize:
        made = indexed.result()
        release.put(staged, INDEX)
        return made

    return placed


def indexing(
    bundle: Bundle,
    settings: Settings,
    staged: Path,
    state: Path,
    progress: Progress,
    process: Executor | None,
) -> IndexOf:
    """By `process` from now on, or without one when it is asked for."""
    kept = state / "search"
    if process is None:
        return _after(bundle, staged, kept, progress)
    return _beside(bundle, settings, staged, kept, process)


def _ready() -> None:
    """Nothing: who is given it has read this module and all that it leans on."""


@contextmanager
def index_helper(bundle: Bundle) -> Iterator[Executor | None]:
    """A process that makes a part of the index, where there are so many documents that it is worth its start."""
    subjects = pq.read_metadata(bundle.path / "subjects.parquet").num_rows
    number = subjects + sum(each.records for each in bundle.meta.datasets)
    if number < MANY:
        yield None
        return
    with second_process() as helper:
        yield helper


@contextmanager
def second_process() -> Iterator[Executor]:
    """A process for `indexing`, begun at once: it takes a second to be ready."""
    context = get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, initializer=hold_memory) as pool:
        pool.submit(_ready)
        yield pool
