"""The page of the open data (开放数据): every file that people take, with its rows, and those that programs go on from.

Reads the bundle for numbers; writes data/index.html. The files themselves come later, from pipeline/open_data.
"""

from pipeline.bundle import Bundle
from pipeline.portal.contexts import SERVICES, Link, column_head
from pipeline.portal.contexts_data import DataPage, DataRow
from pipeline.portal.rendering import Pages

OPEN_DATA = Link("开放数据", "data/", "全部公示记录的下载文件、订阅、增量和校验值。")
MACHINES = (
    Link("manifest.json", "data/v1/manifest.json", "每份文件的行数、字节数和 SHA-256 校验值"),
    Link("datapackage.json", "data/v1/datapackage.json", "数据包说明（Frictionless）：字段、主键、格式"),
    Link("catalog.jsonld", "data/v1/catalog.jsonld", "数据目录（DCAT 3），供数据门户收割"),
    Link("changes/index.json", "data/v1/changes/index.json", "最近 31 天的增、改、撤，可以按编号续取"),
    Link("changes/withdrawn.jsonl", "data/v1/changes/withdrawn.jsonl", "已撤下的记录，只有标识和原因类别"),
    Link("timeliness.csv", "data/v1/timeliness.csv", "报送及时性，按单位、类别和月份"),
    Link("timeliness.json", "data/v1/timeliness.json", "报送及时性，附口径"),
    Link("metrics.prom", "data/v1/metrics.prom", "监控指标（Prometheus）"),
    Link("sitemap.xml", "sitemap.xml", "全部页面的地址"),
)


def write_data_page(pages: Pages, bundle: Bundle, subjects: int) -> str:
    """Write the page; its address."""
    rows = (
        DataRow("entity", "市场主体", subjects, "个", feed=False),
        *(DataRow(each.name, each.title, each.records, each.measure) for each in bundle.meta.datasets),
    )
    head = column_head(OPEN_DATA, SERVICES.path)
    pages.render("data.html", f"{OPEN_DATA.path}index.html", DataPage(head, rows, MACHINES))
    return OPEN_DATA.path
