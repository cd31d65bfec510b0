"""Builds all pages of the portal (建站): Pelican with our plug-in over a bundle and a content folder.

Reads the bundle, content/, theme/, pelicanconf.py; writes into the empty folder it is given. Pelican's own
ways of going on after a fault are closed here: sources are judged first, its errors stop the build, and what
came out is counted against what went in.
"""

import locale
import logging
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined
from pelican import Pelican
from pelican.log import console
from pelican.settings import read_settings

from pipeline.bundle import Bundle
from pipeline.catalogue import office_catalogue
from pipeline.compliance.due_items import DueItem, due_items
from pipeline.compliance.figures import Figures, figures
from pipeline.compliance.news_ground import news_quota
from pipeline.compliance.news_quota import Quota
from pipeline.errors import VerifyError
from pipeline.files import purge
from pipeline.newsdesk.article import Article
from pipeline.newsdesk.rules import load_rules
from pipeline.portal import words
from pipeline.portal.article_pages import Ground, article_views, named_subjects, page_views
from pipeline.portal.articles import Content, TextSource, read_content
from pipeline.portal.brand import mark_images, put_brand
from pipeline.portal.contexts import HOME, SERVICES, Frame, Link
from pipeline.portal.editor import write_editor
from pipeline.portal.hubs import PUBLICITY, SITEMAP, service_groups
from pipeline.portal.lasting import Lasting, Plan, goes_on
from pipeline.portal.news import Series, plan_news
from pipeline.portal.office_content import read_office_content
from pipeline.portal.office_pages import office_links
from pipeline.portal.plugin import SafeMarkdownReader
from pipeline.portal.rendering import PROJECT, THEME, CompiledTemplates, Pages, environment
from pipeline.portal.work import Job, Progress, begin_lasting
from pipeline.portal.workers import Crew, begin
from pipeline.settings import Settings

MAIN_SECTIONS = ("双公示", "信用名单")
IN_MENU = 4
"""Lists with a place of their own in the menu; the others are one step away, on the page of all lists."""
CONF = PROJECT / "pelicanconf.py"


@dataclass(frozen=True)
class PageCount:
    """Pages there are; `made`: subjects and months of them that were not taken over, `plan` tells which.

    `seconds`: (plan, subjects, archives, overview, pelican) → time; pelican holds overview and what it waits for subjects
    and archives, of which the time is told that they took by all who made them together.
    """

    subjects: int
    archives: int
    articles: int
    total: int
    content: Content
    figures: Figures
    due: tuple[DueItem, ...]
    quota: Quota
    made: int
    plan: Plan
    seconds: tuple[tuple[str, float], ...]


class _Listener(logging.Handler):
    """Keeps what Pelican logs at warning or above; nothing of it may pass in silence."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.messages.append(record.getMessage())


@contextmanager
def _contained() -> Iterator[list[str]]:
    """Pelican's side effects undone: locale, import path, console; its warnings are collected."""
    listener, logger = _Listener(), logging.getLogger("pelican")
    before, paths, quiet = locale.setlocale(locale.LC_ALL), sys.path[:], console.quiet
    propagated = logger.propagate
    logger.addHandler(listener)
    logger.propagate, console.quiet = False, True
    try:
        yield listener.messages
    finally:
        logger.removeHandler(listener)
        logger.propagate, console.quiet = propagated, quiet
        sys.path[:] = paths
        locale.setlocale(locale.LC_ALL, before)


def _columns(settings: Settings) -> tuple[Link, ...]:
    return tuple(Link(each.title, f"news/{each.id}/", each.note) for each in settings.columns)


def site_frame(bundle: Bundle, settings: Settings, content: Content) -> Frame:
    """What all pages of the site know: office, day, menu and pages that they lead to."""
    main = [each for each in bundle.meta.datasets if each.section in MAIN_SECTIONS]
    paths = {page.slug: page.path for page in content.pages}
    return Frame(
        site=settings.site,
        as_of=bundle.meta.as_of.isoformat(),
        build_id=bundle.meta.build_id,
        menu=(
            HOME,
            Link("信用查询", "search/"),
            *(Link(words.short(each), f"{each.name}/") for each in main[:IN_MENU]),
            PUBLICITY,
            SERVICES,
            Link("信用资讯", "news/"),
            Link("合规看板", "compliance/"),
        ),
        pages=(
            *(
                Link(each.title, each.path, each.summary)
                for each in content.pages
                if each.group in ("", "关于")
            ),
            Link("数据字典", "dictionary/"),
            SITEMAP,
        ),
        repair=paths.get("guide-repair", ""),
        objection=paths.get("guide-objection", ""),
        repair_form=paths.get("form-repair", paths.get("guide-repair", "")),
        objection_form=paths.get("form-objection", paths.get("guide-objection", "")),
        open_data=paths.get("open-data", ""),
        columns=settings.columns,
        marks=mark_images(settings.root),
    )


def _ground(job: Job) -> Ground:
    """What article pages are made from."""

    def links(series: tuple[Series, ...]) -> dict[str, Link]:
        return {each.link.title: each.link for each in series}

    plan = plan_news(job.content, job.columns, job.departments)
    subjects = named_subjects(job.bundle, job.content.articles)
    return Ground(
        job.content,
        job.bundle.meta.as_of,
        {each.title: each for each in job.columns},
        links(plan.kinds),
        links(plan.units),
        subjects,
    )


def _pelican_settings(job: Job, settings: Settings) -> dict[str, Any]:
    """pelicanconf.py with what belongs to this build; only files that may be shown are named to Pelican."""
    content = job.content
    override: dict[str, Any] = {
        "PATH": str(settings.root / "content"),
        "OUTPUT_PATH": str(job.target),
        "THEME": str(THEME),
        "SITEURL": settings.site.url,
        "SITENAME": settings.site.name,
        "ARTICLE_PATHS": [article.file for article in content.articles],
        "STATIC_PATHS": list(content.images),
        "PAGE_PATHS": [page.file for page in content.pages],
        "READERS": {"md": SafeMarkdownReader, "html": None, "htm": None, "rst": None},
        "JINJA_GLOBALS": {
            "frame": job.frame,
            "part": environment(job.frame).globals["part"],
            "article_view": article_views(_ground(job)),
            "page_view": page_views(content, service_groups(content.pages, office_links(job.tables))),
        },
        "PORTAL": job,
        "CATEGORY_REGEX_SUBSTITUTIONS": [
            (rf"\A{re.escape(each.title)}\Z", each.id) for each in settings.columns
        ],
    }
    if not content.articles:
        # A feed without entries takes the time of the build as its own.
        override |= {"FEED_ALL_ATOM": None, "CATEGORY_FEED_ATOM": None}
    made: dict[str, Any] = read_settings(str(CONF), override)
    made["JINJA_ENVIRONMENT"] |= {
        "undefined": StrictUndefined,
        "bytecode_cache": CompiledTemplates("articles"),
    }
    return made


def _check(job: Job, messages: list[str]) -> None:
    """Every source has its page, and Pelican had nothing to say."""
    sources: list[Article | TextSource] = [*job.content.articles, *job.content.pages]
    missing = [each.file for each in sources if not (job.target / each.path / "index.html").is_file()]
    if missing or messages:
        told = "；".join([*(f"{name} 没有生成页面" for name in missing), *messages])
        raise VerifyError(f"文章或页面生成有误：{told}。请更正后重新生成。")


def _run_pelican(job: Job, settings: Settings) -> None:
    start = time.perf_counter()
    with _contained() as messages:
        Pelican(_pelican_settings(job, settings)).run()
    job.seconds["pelican"] = time.perf_counter() - start
    _check(job, messages)


def _counted(job: Job) -> PageCount:
    content, articles = job.content, len(job.content.articles)
    return PageCount(
        subjects=job.subjects,
        archives=job.archives,
        articles=articles,
        total=job.subjects + job.archives + job.others + articles + len(content.pages),
        content=content,
        figures=job.figures,
        due=job.due,
        quota=job.quota,
        made=job.made,
        plan=job.plan,
        seconds=tuple(sorted(job.seconds.items())),
    )


def _lasting_folders(target: Path, bundle: Bundle) -> frozenset[str]:
    """The folders there of lasting pages; nothing else stays in the target."""
    held = frozenset(("e", *(each.name for each in bundle.meta.datasets)))
    purge(target, {"": held})
    return held & {each.name for each in target.iterdir()}


def build_pages(
    bundle: Bundle,
    target: Path,
    settings: Settings,
    progress: Progress,
    crew: Crew,
    last: Lasting | None = None,
) -> PageCount:
    """Fill `target` with all pages and static files; a fault raises and leaves it unfinished.

    The folder is empty, or it holds the lasting pages of the build that left `last`.
    """
    columns = _columns(settings)
    content = read_content(settings.root / "content", (each.title for each in columns), bundle.meta.as_of)
    frame = site_frame(bundle, settings, content)
    held = _lasting_folders(target, bundle)
    if not goes_on(bundle, frame, last, reuse=bool(held)):
        begin(crew, bundle)
    begun = crew.threads.submit(begin_lasting, bundle, target, frame, last, held, crew)
    catalogue, classes = office_catalogue(settings.root), load_rules(settings.news.rules).classes
    quota = news_quota(settings, content.every, bundle, bundle.meta.as_of)
    found = figures(bundle)
    known = (content, catalogue, columns, found, due_items(bundle, found), quota, classes)
    job = Job(bundle, target, frame, begun, *known, progress)
    job.departments = settings.departments
    job.tables = read_office_content(settings.root / "content")
    _run_pelican(job, settings)
    put_brand(settings.root, target)
    job.others += write_editor(Pages(target, frame), target, settings)
    return _counted(job)
