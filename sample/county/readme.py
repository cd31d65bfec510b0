"""README.md of sample/data: says that all is invented, and lists every plant with its place and outcome."""

from collections import Counter
from collections.abc import Mapping, Sequence

from pipeline.catalogue.load import load_catalogue
from sample.county.build import County
from sample.county.model import AS_OF, Place, Plant

_GROUPS = (
    ("event", "生命周期 / Lifecycle events"),
    ("fault", "数据问题 / Faults"),
    ("hostile", "恶意文本 / Hostile text"),
)
_MOST = 3
"""Places named per plant; the rest is counted."""

_HEAD = """# 示例县数据 / Data of the sample county

**全部内容均为虚构**：示例县、各部门、主体、人员、代码、文号、条例与文章都不存在。统一社会信用代码与证件号码的校验位正确，
但行政区划代码 439999 从未使用。这些文件由 `python -m sample.make_county` 生成，请勿手工修改；测试会核对它们与重新生成的
结果逐字节一致。

**Everything here is invented**: county, departments, subjects, persons, codes, document numbers, ordinances.
Check digits are right, but no place has the division code 439999. Written by `python -m sample.make_county`;
do not edit by hand.

- `platform/<dataset>.jsonl`：共享平台提供的数据，一行一条 / what the shared platform serves
- `inbox/`：各部门报送的文件 / files sent by departments
- `as_of.txt`：示例的基准日期 {as_of} / the sample's date

| 数据类别 | 平台行数 |
|---|---|
{counts}

下表由生成数据的同一结构写成。行号为报送者看到的行号（表头为第 1 行；jsonl 从 1 起），0 表示整份文件。
The tables come from the structure that plants the rows; rows are numbered as the sender sees them, 0 = the whole file.
"""
_FOOT = """
## 未放入文件的问题 / Not in these files

全量数据骤减、签名时钟偏差、翻页途中密钥失效、构建失败后旧站过期：属于接口与运行，由示例平台和测试经 HTTP 演示。
"""


def readme(county: County, placed: Mapping[str, Sequence[Place]]) -> str:
    """The whole README in Markdown."""
    numbers = Counter(row.dataset for row in county.rows)
    sent = [each for each in load_catalogue().datasets if numbers[each.name]]
    counts = "\n".join(f"| {each.title} | {numbers[each.name]} |" for each in sent)
    parts = [_HEAD.format(as_of=AS_OF.isoformat(), counts=counts)]
    for group, title in _GROUPS:
        rows = [_line(plant, placed[plant.id]) for plant in county.plants if plant.group == group]
        heading = "| 编号 | 内容 | 位置（文件:行 文号） | 构建结果 |\n|---|---|---|---|"
        parts.append("\n".join([f"\n## {title}\n", heading, *rows, ""]))
    return "".join([*parts, _FOOT])


def _line(plant: Plant, places: Sequence[Place]) -> str:
    shown = "<br>".join(f"`{each.file}:{each.row}` {each.number}".strip() for each in places[:_MOST])
    more = f"<br>等 {len(places)} 处" if len(places) > _MOST else ""
    return f"| {plant.id} | {_safe(plant.title)} | {shown}{more} | {_safe(plant.expected)} |"


def _safe(text: str) -> str:
    """Text of a plant's description inside a Markdown table."""
    return text.replace("|", "\\|").replace("<", "&lt;").replace(">", "&gt;")
