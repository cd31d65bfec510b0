"""Pages that lead on (信用公示、信用服务、网站地图): every list, service and column by headings, with its last update.

Reads the bundle for days and numbers; writes lists/, services/ and sitemap/index.html.
"""

from pipeline.portal import words
from pipeline.portal.archives import last_update
from pipeline.portal.articles import TextSource
from pipeline.portal.contexts import SERVICES, HubGroup, HubPage, Link, column_head
from pipeline.portal.data_page import OPEN_DATA
from pipeline.portal.office_pages import office_links
from pipeline.portal.rendering import Pages
from pipeline.portal.work import Job

PUBLICITY = Link("信用公示", "lists/", "全部公示目录，按类别排列。")
SITEMAP = Link("网站地图", "sitemap/", "本站全部栏目。")
BATCH = "search/#batch-text"
ABOUT = "关于"
BUILT_IN = {
    "办事服务": (
        Link("信用查询", "search/", "输入名称、代码或者文书号，查到主体和每条记录。"),
        Link("信用核查", BATCH, "一次核查最多五千个名称，名单不离开您的浏览器。"),
        Link("信用报告", "search/", "查到主体后，在主体页上打印成信用报告。"),
    ),
    "公开信息": (),
    "数据与说明": (OPEN_DATA, Link("数据字典", "dictionary/", "各项内容的字段、代码和校验规则。")),
    ABOUT: (SITEMAP,),
}
"""Services that are not pages of content/, by the heading under which they stand."""


def list_groups(job: Job) -> tuple[HubGroup, ...]:
    """The lists by section, in the catalogue's order."""
    sections: dict[str, list[Link]] = {}
    for each in job.bundle.meta.datasets:
        updated, count = last_update(job.bundle, each) or "暂无", f"{each.records:,} {each.measure}"
        link = Link(each.title, f"{each.name}/", words.note(each), updated, count)
        sections.setdefault(each.section, []).append(link)
    return tuple(HubGroup(title, tuple(links)) for title, links in sections.items())


def service_groups(pages: tuple[TextSource, ...], tables: tuple[Link, ...]) -> tuple[HubGroup, ...]:
    """Services, pages of the office's `tables`, and pages of content/ by their Group (else under ABOUT)."""
    found = {title: list(links) for title, links in BUILT_IN.items()}
    found["公开信息"] += tables
    for page in pages:
        found.setdefault(page.group or ABOUT, []).append(Link(page.title, page.path, page.summary))
    return tuple(HubGroup(title, tuple(links)) for title, links in found.items() if links)


def column_group(job: Job) -> HubGroup:
    """The columns of the news, each with the day of its newest article."""
    newest: dict[str, str] = {}
    for article in job.content.articles:
        newest.setdefault(article.category, f"{article.published:%Y-%m-%d}")
    links = (
        Link(each.title, each.path, f"{each.note}。", newest.get(each.title, "暂无")) for each in job.columns
    )
    return HubGroup("信用资讯", tuple(links))


def write_hubs(job: Job, pages: Pages) -> list[str]:
    """Write the three pages; their addresses."""
    lists, services = list_groups(job), service_groups(job.content.pages, office_links(job.tables))
    board = HubGroup("合规看板", (Link("合规看板", "compliance/", "各单位报送的数量、质量和时效。"),))
    groups = {PUBLICITY: lists, SERVICES: services, SITEMAP: (*lists, column_group(job), *services, board)}
    for link, held in groups.items():
        view = HubPage(column_head(link), link.note, held, compact=link is SITEMAP)
        pages.render("hub.html", f"{link.path}index.html", view)
    return [link.path for link in groups]
