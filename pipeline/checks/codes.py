"""Every check by its code (校验规则): what is told, how grave it is, and what it rests on. Data only.

A code never changes its meaning and is never used again. Together with the field it names one rule; the data
dictionary lists this table and the rules made from it. `{value}` and `{also}` are what the row holds.
"""

from dataclasses import dataclass

from pipeline.catalogue import Dataset
from pipeline.findings import Finding, Level

_TEMPLATE = "发改办财金〔2018〕790号"
_DUE = "发改办财金〔2018〕424号：报送及时性的计算依据"


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of fault; `message` is filled with facts of the field when a rule is made, with values when told."""

    code: str
    title: str
    level: Level
    source: str
    message: str

    def finding(
        self,
        dataset: Dataset,
        file: str,
        *,
        row: int | None = None,
        field: str | None = None,
        value: str = "",
        department: str = "",
        level: Level | None = None,
        **facts: str | int,
    ) -> Finding:
        """The finding of this check that is not made by a rule over rows."""
        message = self.message.format(dataset=dataset.title, **facts)
        return Finding(
            self.code, level or self.level, dataset.name, file, message, row, field, value, department
        )


_R, _W = Level.REJECT, Level.WARN

HEADING = Check(
    "H-001",
    "多列",
    _W,
    _TEMPLATE,
    "表头“{heading}”不是“{dataset}”的字段，该列没有采用。请按模板更正表头，或删除该列。",
)
MISSING_COLUMN = Check(
    "H-002", "缺列", _R, _TEMPLATE, "缺少必填列“{heading}”。请补上该列后重新报送整个文件。"
)
SHIFTED = Check(
    "H-003",
    "错列",
    _W,
    "各列应与表头一致",
    "“{title}”一列共 {given} 格，其中 {strange} 格不是该项应填的内容，可能整列错位。请核对表头与各列是否对应。",
)
REQUIRED = Check("C-001", "必填项为空", _R, "{law}", "“{title}”为空，该项为必填项。请补填后重新报送。")
REQUIRED_WHEN = Check(
    "C-002", "条件必填项为空", _R, "{law}", "“{other}”为“{{value}}”时，“{title}”必填，现为空。请补填。"
)
DATE = Check(
    "C-003", "日期无法识别", _R, "{law}", "“{title}”的值“{{value}}”无法识别。请填写日期，如 2026-01-05。"
)
AMOUNT = Check(
    "C-004",
    "金额无法识别",
    _R,
    "{law}",
    "“{title}”的值“{{value}}”无法识别。请填写以{unit}为单位的数字，如 0.5。",
)
LENGTH = Check(
    "C-005",
    "超过标准长度",
    _W,
    "{law}",
    "“{title}”超过标准规定的 {limit} 个字符，已原样保留。请核对是否填错列。",
)
CODE_LIST = Check(
    "C-006", "不在代码表内", _R, "{law}", "“{title}”中的“{{value}}”不在代码表内。可用的值：{codes}。"
)
CREDIT_CODE = Check(
    "C-007",
    "统一社会信用代码无效",
    _R,
    "GB 32100-2015",
    "“{title}”的值“{{value}}”不是有效的统一社会信用代码（18 位，末位为校验码）。请对照证照更正；若是表格软件改成了数字，"
    "请先把该列设为文本。",
)
FUTURE = Check(
    "C-008",
    "日期晚于数据日期",
    _R,
    f"{_TEMPLATE}：决定日期不晚于报送日期",
    "“{title}”为 {{value}}，晚于数据日期 {as_of}。请核对日期。",
)
ORDER = Check(
    "C-009",
    "日期先后颠倒",
    _R,
    f"{_TEMPLATE}：截止日期不早于决定日期",
    "“{end}”（{{value}}）早于“{start}”（{{also}}）。请核对两个日期。",
)
IMPLAUSIBLE = Check(
    "C-010",
    "金额异常大",
    _W,
    f"{_TEMPLATE}：金额单位为万元",
    "“{title}”为 {{value}}，单位是万元，数额异常大。请核对是否误填了以元为单位的数。",
)
ARRIVAL_UNREADABLE = Check(
    "C-011",
    "提供日期无法识别",
    _W,
    _DUE,
    "“提供日期”的值“{{value}}”无法识别，按收到文件的日期计算。请填写日期，如 2026-01-05。",
)
ARRIVAL_FUTURE = Check(
    "C-012",
    "提供日期未到",
    _W,
    _DUE,
    "“提供日期”为 {{value}}，晚于数据日期 {as_of}，该行到期前不采用。请核对日期。",
)
SEVERAL = Check(
    "C-013",
    "一格多个主体",
    _R,
    f"{_TEMPLATE}：一个行政相对人一行",
    "“{{value}}”似乎在一格里写了几个主体，不能确定各是哪个代码，未采用。请每个主体一行，分别填写代码。",
)
ABOUT = Check(
    "C-014", "没有这种数据类别", _R, "{law}", "“数据类别”为“{{value}}”，没有这种数据。可用的有：{titles}。"
)
YUAN = Check(
    "C-015",
    "金额单位疑似为元",
    _W,
    f"{_TEMPLATE}：金额单位为万元",
    "“{title}”为 {{value}}（万元），而“{text}”写的是 {{value}} 元。请换算为万元后更正。",
)
GROUP = Check(
    "C-016",
    "几项必填其一",
    _R,
    "双公示 2015 年版数据标准：代码项至少填一项",
    "{titles}都为空，至少应填一项。请补填。",
)
OTHER_CODE = Check(
    "C-017",
    "代码或编号无效",
    _W,
    "GB 11714；GB/T 17710；GB/T 2260",
    "“{title}”的值“{{value}}”位数或校验码不对。请对照证照更正。",
)
WRONG_KIND = Check(
    "C-018",
    "类别与代码不符",
    _W,
    "个体工商户的统一社会信用代码以 92 开头",
    "“{title}”为“{{value}}”，而代码是 {{also}}：以 92 开头的是个体工商户，其他的不是。请更正类别或代码。",
)
CODE_PARTS = Check(
    "C-019",
    "组织机构代码与信用代码不符",
    _W,
    "GB 32100-2015：第9至17位为组织机构代码",
    "“{title}”为 {{value}}，与统一社会信用代码 {{also}} 的第9至17位不同。请核对两个代码。",
)
DUPLICATE = Check(
    "C-020",
    "重复报送",
    _W,
    "同一机关、文号、主体为同一条记录",
    "与{where}是同一条记录（机关、文号、主体相同），采用后一行。如不是更正，请删除重复行。",
)
MENDED = Check(
    "C-021",
    "退回后已更正",
    _W,
    "同一文号、主体的后一次报送",
    "本文件有 {number} 行退回后，已由后来的报送更正，不再逐行列出。无需处理。",
)
NAME = Check(
    "C-022",
    "名称与登记不符",
    _W,
    "统一社会信用代码与名称应与登记一致",
    "代码 {{also}} 登记的名称与“{{value}}”不同。请核对名称和代码。",
)
FORMER_NAME = Check(
    "C-023",
    "使用曾用名",
    _W,
    "统一社会信用代码与名称应与登记一致",
    "“{{value}}”是代码 {{also}} 的曾用名。请改用现名。",
)
UNREGISTERED = Check(
    "C-024",
    "代码不在主体登记中",
    _W,
    "统一社会信用代码应能在主体登记中查到",
    "代码 {{value}} 不在主体登记中。请核对代码；确无误的，请登记机关补报该主体。",
)
PARTED = Check(
    "C-025",
    "一格多个主体，已分开",
    _W,
    f"{_TEMPLATE}：一个行政相对人一行",
    "“{{value}}”与其他主体写在同一行，已按各自的代码分成单独的记录，其余各项（包括金额）照原样记在每个主体名下。"
    "请核对，以后每个主体一行。",
)
EXPIRED = Check(
    "C-026",
    "收到时已过期",
    _W,
    f"{_TEMPLATE}：有效期至；过期的许可不公示",
    "“{title}”为 {{value}}，收到时已经过期，该条不公示。请核对日期；确已过期的无需处理，以后请按期报送。",
)
NO_NAME = Check(
    "C-027",
    "不是名称",
    _R,
    f"{_TEMPLATE}：行政相对人名称为证照上的全称",
    "“{title}”的值“{{value}}”不是名称：是一个代码、没有文字，或含有无法显示的字符（�）。请填写证照上的全称。",
)
EVENT_LOST = Check(
    "E-001",
    "找不到相关记录",
    _W,
    "修复、撤销、异议应指明所涉记录",
    "找不到“{about}”中文书号为“{number}”、主体为“{subject}”的记录，该行没有产生作用。请核对数据类别、文书号、作出机关和主体。",
)
CAPPED = Check(
    "P-901",
    "公示截止期超过最长期限",
    _W,
    "适用的公示期限（数据字典）",
    "公示截止期 {given} 晚于法定最长公示期限，已按 {legal} 公示。请核对后更正。",
)
UNREAD_YEAR = Check(
    "P-902",
    "评价年度中没有年份",
    _W,
    "无公示截止期的，按评价年度计算",
    "{heading}“{year}”中没有年份，也没有填写公示截止期，该记录将长期公示。请补填其中一项。",
)
_BEFORE = "与上次成功生成的比较"
VANISHED = Check(
    "G-001",
    "全量数据中已没有",
    _W,
    "全量报送：最近一份即全部有效的记录",
    "记录 {record} 已不在报送单位最近的全量数据中，已停止公示。如系漏报，请重新报送完整的全量数据。",
)
UNFORESEEN = Check(
    "G-002",
    "未预告即到期",
    _W,
    _BEFORE,
    "记录 {record} 已于 {until} 期满停止公示，而上次生成没有预告。请核对该记录的期限是否被更正。",
)
OUTLIVED = Check(
    "G-003",
    "预告到期而仍在公示",
    _W,
    _BEFORE,
    "记录 {record} 预告已到期，现公示至 {until}。请核对该记录的期限是否被更正。",
)
BACKWARDS = Check(
    "G-004",
    "数据日期早于上次",
    _W,
    _BEFORE,
    "本次数据日期 {as_of} 早于上次成功生成的 {last}：其间提供的记录暂不公示，本次没有与上次比较。"
    "不是有意回看的，请核对本机时钟后重新生成。",
)
AGAIN = Check(
    "G-005",
    "终止公示后再次报送",
    _W,
    "公示台账：修复、撤销、移出名单后终止公示",
    "记录 {record} 自 {since} 起已终止公示（{state}），这一行没有写明事由，不再公示。"
    "台账记错的，用 portal ledger lift 解除；记录没有错的，请报送单位不再报送。",
)

ALL = tuple(
    sorted((each for each in list(globals().values()) if isinstance(each, Check)), key=lambda each: each.code)
)
"""Every check, sorted by code."""
