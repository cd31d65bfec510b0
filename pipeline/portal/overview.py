"""Pages that there is one of (首页、查询、目录首页、404 …), and the sitemap that names all pages.

Reads the bundle and the job; writes below the job's target.
"""

import time
from collections.abc import Sequence
from urllib.parse import urlsplit

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.bundle import PublicDataset
from pipeline.compliance.figures import Rate
from pipeline.compliance.words import percent
from pipeline.portal import words
from pipeline.portal.archives import NEWEST, render_home
from pipeline.portal.article_pages import write_notes
from pipeline.portal.cards import list_rows
from pipeline.portal.compliance_page import unit_paths, write_compliance, write_due_feeds
from pipeline.portal.contexts import (
    HOME,
    SERVICES,
    Frame,
    Head,
    HomePage,
    HubGroup,
    Link,
    Newest,
    PlainPage,
    StylePage,
    Tally,
)
from pipeline.portal.data_page import OPEN_DATA, write_data_page
from pipeline.portal.dictionary_page import write_dictionary
from pipeline.portal.hubs import ABOUT, BATCH, PUBLICITY, service_groups, write_hubs
from pipeline.portal.list_feeds import write_list_feed
from pipeline.portal.news import card, plan_news, write_news
from pipeline.portal.office_pages import office_links, write_activity_feed, write_office_pages
from pipeline.portal.print_styles import write_print_styles
from pipeline.portal.quota_page import write_quota
from pipeline.portal.rendering import Pages
from pipeline.portal.sitemap import write_sitemap
from pipeline.portal.tables import newest
from pipeline.portal.types import write_types
from pipeline.portal.work import Job

TALLIES = 8
LISTS_AT_HOME, NEWEST_AT_HOME = 2, 6
"""Of so many lists the home page shows so many records."""
COLOURS = (
    ("ground", "页面底色"),
    ("surface", "卡片底色"),
    ("sunken", "衬底"),
    ("ink", "正文"),
    ("muted", "辅助文字"),
    ("link", "链接"),
    ("brand", "主色"),
    ("seal", "印章红"),
    ("adverse", "不利"),
    ("good", "有利"),
    ("dispute", "异议"),
    ("notice", "提示"),
)
"""What the style guide shows of variables.css."""
_HOME_CELLS = ("subject_name", "headline", "decided_on")


def _codes(job: Job) -> list[str]:
    codes: list[str] = (
        pq.read_table(job.bundle.path / "subjects.parquet", columns=["code"]).column(0).to_pylist()
    )
    return codes


def _rates(total: Rate) -> str:
    if not total.received:
        return ""
    return (
        f"报送情况：收到记录 {total.received:,} 条，合规率 {percent(total.compliance)}，"
        f"及时率 {percent(total.timeliness)}"
    )


def _lists(job: Job) -> tuple[Link, ...]:
    """The lists and services a reader without a result can go on to."""
    lists = tuple(
        Link(each.title, f"{each.name}/", f"{each.records:,} {each.measure}，按决定月份排列")
        for each in job.bundle.meta.datasets
    )
    return (
        *lists,
        Link("信用资讯", "news/", "动态、公告、政策与案例"),
        Link("合规看板", "compliance/", "各单位报送的数量、质量和时效"),
    )


def _services(job: Job) -> tuple[HubGroup, ...]:
    """What the home page offers beside the news: services and explanations, not what is about the site itself."""
    groups = service_groups(job.content.pages, office_links(job.tables))
    return tuple(each for each in groups if each.title != ABOUT)


def _quick(frame: Frame) -> tuple[Link, ...]:
    """What people come for when they do not look for one name; a page that the office does not have is left out."""
    links = (
        Link("一次查多个主体", BATCH),
        Link("申请信用修复", frame.repair),
        Link("提出异议", frame.objection),
        OPEN_DATA,
        SERVICES,
    )
    return tuple(each for each in links if each.path)


def _tallies(datasets: tuple[PublicDataset, ...]) -> tuple[Tally, ...]:
    """One number for each list; of many lists the first seven, and the sum of the others."""
    shown = datasets if len(datasets) <= TALLIES else datasets[: TALLIES - 1]
    rest = sum(each.records for each in datasets[len(shown) :])
    made = [
        Tally(words.short(each), f"{each.name}/", each.records, each.measure, each.tone) for each in shown
    ]
    if len(shown) < len(datasets):
        made.append(Tally("其他公示", PUBLICITY.path, rest, "条", "neutral"))
    return tuple(made)


def _latest(pages: Pages, dataset: PublicDataset, latest: pa.Table) -> Newest:
    """What the home page tells of a list."""
    template = pages.template("_newest.html")
    rows = list_rows(latest.slice(0, NEWEST_AT_HOME), _HOME_CELLS, (), dataset.name, "", template).whole
    return Newest(dataset.title, f"{dataset.name}/", dataset.name, rows)


def _write_lists(job: Job, pages: Pages) -> tuple[list[Newest], list[str]]:
    """Home, types and feed of every list; what the home page tells of them, and
    the addresses of all pages of types."""
    told, typed, feeds = [], [], Pages(job.target, job.frame)
    begun = job.begun.result()
    begun.cleared.result()
    told_of = zip(job.bundle.meta.datasets, begun.plan.lists, begun.rendering.read, strict=True)
    for dataset, paging, reading in told_of:
        table = reading.result().latest
        latest = newest(table, NEWEST)
        links, addresses = write_types(job.bundle, pages, dataset, table)
        render_home(job.bundle, pages, dataset, latest, links, paging.months)
        write_list_feed(job.bundle, feeds, dataset, table)
        told.append(_latest(pages, dataset, latest))
        typed += addresses
    return told, typed


def _home(job: Job, pages: Pages, subjects: int, total: Rate, latest: Sequence[Newest]) -> None:
    tallies = _tallies(job.bundle.meta.datasets)
    view = HomePage(
        head=Head(
            title=job.frame.site.name,
            root="",
            current="",
            description=job.frame.site.description,
            feed="feeds/all.atom.xml" if job.content.articles else "",
        ),
        tallies=tallies,
        subjects=subjects,
        rates=_rates(total),
        newest=tuple(each for each in latest[:LISTS_AT_HOME] if each.rows),
        news=tuple(card(each) for each in job.content.articles[:6]),
        quick=_quick(job.frame),
        columns=job.columns,
        groups=_services(job),
    )
    pages.render("home.html", "index.html", view)


def _plain(job: Job, pages: Pages) -> None:
    """The search page, and the page a server shows for an unknown address: its links start at the site's root."""
    lists = _lists(job)
    search = Head("信用查询", "../", (HOME,), "信用查询", current="search/")
    pages.render("search.html", "search/index.html", PlainPage(search, lists))
    root = f"{urlsplit(job.frame.site.url).path.rstrip('/')}/"
    pages.render("404.html", "404.html", PlainPage(Head("没有找到这个页面", root), lists))


def _style_guide(job: Job, pages: Pages) -> None:
    head = Head("组件样式", "../", (HOME,), "组件样式")
    if job.frame.site.styleguide:
        pages.render("styleguide.html", "styleguide/index.html", StylePage(head, COLOURS))


def _general_paths(job: Job, others: list[str]) -> list[str]:
    content, datasets = job.content, job.bundle.meta.datasets
    archives = [paging.address(page) for paging in job.plan.lists for page in paging.pages]
    return [
        *("", "search/", *others, "dictionary/"),
        *(f"{each.name}/" for each in datasets),
        *(each.path for each in content.pages),
        *(each.path for each in content.articles),
        *archives,
    ]


def write_overview(job: Job) -> None:
    """Write every page that is neither a subject, nor a month, nor an article."""
    start = time.perf_counter()
    pages = Pages(job.target, job.frame)
    codes = _codes(job)
    found = job.figures
    _plain(job, pages)
    _style_guide(job, pages)
    items = job.due
    compliance = write_compliance(pages, job.bundle, found, items, job.departments, job.frame.site, job.quota)
    units = unit_paths(found, job.departments)
    compliance.append(write_quota(pages, job.quota, units, job.classes))
    write_dictionary(pages, job.catalogue, job.bundle.meta.as_of)
    news = write_news(pages, plan_news(job.content, job.columns, job.departments))
    write_notes(pages, job.content)
    hubs = [write_data_page(pages, job.bundle, len(codes)), *write_hubs(job, pages)]
    hubs += write_office_pages(pages, job.tables, job.bundle.meta.as_of)
    # Last, for by then the rows have been read.
    latest, typed = _write_lists(job, pages)
    _home(job, pages, len(codes), found.total, latest)
    job.others = pages.written
    write_sitemap(pages, _general_paths(job, [*compliance, *hubs, *typed, *news]), codes)
    write_print_styles(pages, job.frame)
    write_activity_feed(pages, job.tables, job.frame.site, job.bundle.meta.as_of)
    write_due_feeds(pages, job.bundle, items, units, job.frame.site, job.quota)
    job.seconds["overview"] = time.perf_counter() - start
    job.progress("其他页面", job.others, job.others)
