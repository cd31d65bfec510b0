"""The findings of the layer that receives data (收数), in one table: whole files F-, rows R-, identity
numbers S-.

The data dictionary page lists this table. A message never carries the value of a cell: it may be personal.
"""

from dataclasses import dataclass

from pipeline.findings import Finding, Level


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding; `message` is a template that `finding` fills."""

    code: str
    level: Level
    message: str


class FileRefusedError(Exception):
    """A file that is refused whole; caught where the RawTable is made and turned into its finding."""

    def __init__(self, code: Code, **facts: str | int) -> None:
        super().__init__(code.message.format(**facts))
        self.code = code

    def finding(self, dataset: str, file: str) -> Finding:
        """The finding that tells of the refusal."""
        return Finding(self.code.code, self.code.level, dataset, file, str(self))


def finding(code: Code, dataset: str, file: str, row: int | None = None, **facts: str | int) -> Finding:
    """The finding of a code in one file, the template filled with `facts`."""
    return Finding(code.code, code.level, dataset, file, code.message.format(**facts), row=row)


NO_DATASET = Code(
    "F-001",
    Level.REJECT,
    "从文件名看不出数据类别，文件未读入。请改名为“数据类别-说明.扩展名”，例如“行政处罚-2026年1月.xlsx”。",
)
EXTENSION = Code(
    "F-002", Level.REJECT, "不接收扩展名为“{extension}”的文件，文件未读入。请另存为 .xlsx、.csv 或 .jsonl。"
)
HIDDEN = Code(
    "F-003", Level.WARN, "隐藏文件或办公软件的临时文件，已跳过。请关闭正在编辑的文件，或从收件目录中删除。"
)
LINK = Code("F-004", Level.REJECT, "是指向收件目录之外的链接，文件未读入。请把文件本身放入收件目录。")
NOT_A_FILE = Code("F-005", Level.REJECT, "不是普通文件（例如文件夹），未读入。请把文件直接放入收件目录。")
EMPTY = Code(
    "F-006", Level.REJECT, "文件中没有可读的表头，未读入。首行应为字段名称，请使用数据类别的模板填写。"
)
ENCODING = Code(
    "F-007",
    Level.REJECT,
    "不全是 UTF-8，也不全是 GB18030（第{line}行起），表头的编码不能确定，文件未读入。请用一种编码重新导出。",
)
UTF16 = Code("F-008", Level.REJECT, "文件是 UTF-16 编码，未读入。请另存为“CSV UTF-8（逗号分隔）”。")
COLUMNS = Code("F-009", Level.REJECT, "列数超过{limit}列，文件未读入。请删除多余的列，或检查分隔符是否正确。")
SIZE = Code("F-010", Level.REJECT, "文件大于{limit}MB，未读入。请拆分为几个文件后重新报送。")
OLD_WORKBOOK = Code(
    "F-011", Level.REJECT, "是旧版 .xls 工作簿，未读入。请用“文件→另存为”保存为 .xlsx 后重新报送。"
)
ENCRYPTED = Code("F-012", Level.REJECT, "工作簿设有打开密码，未读入。请取消密码后重新报送。")
MACROS = Code("F-013", Level.REJECT, "工作簿含有宏，未读入。请另存为不含宏的 .xlsx 后重新报送。")
EXTERNAL = Code(
    "F-014", Level.REJECT, "工作簿含有指向其他文件的链接，未读入。请把公式粘贴为数值、断开链接后重新报送。"
)
UNPACKED = Code(
    "F-015",
    Level.REJECT,
    "工作簿解压后过大或内部文件异常多，未读入。请只保留数据所在的表，复制到新工作簿后重新报送。",
)
DAMAGED = Code(
    "F-016", Level.REJECT, "工作簿已损坏或不是真正的 .xlsx，未读入。请用办公软件打开后另存为 .xlsx 重新报送。"
)
TOO_HEAVY = Code(
    "F-017",
    Level.REJECT,
    "读取工作簿超出内存或时间限制，未读入。请清除数据以外的格式和空行，或拆分、改用 CSV 后重新报送。",
)
MORE_SHEETS = Code(
    "F-018",
    Level.WARN,
    "只读入了第一张有数据的表“{sheet}”；另有有内容的表未读入：{others}。请分成几个文件报送。",
)
NO_ROWS = Code("F-019", Level.WARN, "只有表头，没有数据行。如确无数据可不报送。")
UNNAMED = Code("F-020", Level.WARN, "第{column}列有数据但没有表头，已按“{name}”读入。请补上字段名称。")
DUPLICATE = Code(
    "F-021", Level.WARN, "第{column}列的表头与前面的列重复，已按“{name}”读入。请删除重复的列或更正表头。"
)
HEADING_BELOW = Code(
    "F-022",
    Level.WARN,
    "首行不是表头，表头在第{heading}行：已从该行读起，其上的内容没有采用。请删除表头以上的标题和说明。",
)
MIXED = Code(
    "F-023",
    Level.WARN,
    "文件里有 UTF-8 和 GB18030 两种编码：第{line}行等 {lines} 行与其余各行不同，已逐行识别。请用一种编码重新导出。",
)

XML_BROKEN = Code("F-091", Level.REJECT, "XML 文件第{line}行起不完整或不合语法，未读入。请重新导出后报送。")
XML_DOCTYPE = Code(
    "F-092", Level.REJECT, "XML 文件含有文档类型或实体声明，未读入。请去掉 DOCTYPE 后重新报送。"
)
XML_NO_RECORD = Code(
    "F-093", Level.REJECT, "XML 文件中没有 ROW、RECORD 或 ITEM 元素，未读入。请按交换格式重新导出。"
)
XML_DEEP = Code(
    "F-094", Level.REJECT, "XML 文件嵌套超过{limit}层或记录中还有嵌套，未读入。请按交换格式重新导出。"
)
NO_MESSAGE = Code(
    "F-095",
    Level.REJECT,
    "报文编号“{number}”没有登记数据类别，未读入。请信用办在 portal.toml 的 messages 中登记后重新报送。",
)
ZIP = Code("F-096", Level.REJECT, "压缩包已损坏、加了密码或压缩方式不常见，未读入。请重新压缩为普通 zip。")
ZIP_SIZE = Code("F-097", Level.REJECT, "压缩包内文件过多或解压后过大，未读入。请分成几个压缩包报送。")
ZIP_NESTED = Code("F-098", Level.REJECT, "压缩包内还有压缩包，未读入。请只压缩一层。")

BROKEN_ROW = Code(
    "R-001",
    Level.REJECT,
    "该行不能解析：双引号不成对、引号后有多余字符，或单元格过长、列数过多。请更正后重新报送。",
)
BROKEN_JSON = Code(
    "R-002", Level.REJECT, "该行不是一个完整的 JSON 对象，或有重复的键、非法字符。请更正后重新报送。"
)
LONG_ROW = Code(
    "R-003", Level.WARN, "该行有{cells}格，表头只有{columns}列，多出的内容已另列保存。请检查是否多了分隔符。"
)
SHORT_ROW = Code(
    "R-004",
    Level.WARN,
    "该行只有{cells}格，表头有{columns}列，缺少的按空值处理。请检查是否少了分隔符或断行。",
)
NUL = Code("R-005", Level.WARN, "该行含有空字符（NUL），已去掉。请检查导出程序。")
NESTED = Code("R-006", Level.WARN, "“{key}”的值不是文字或数字，已按 JSON 原文保存。请改为文字。")
DOUBTFUL = Code(
    "R-007",
    Level.REJECT,
    "该行的文字编码不能确定（有残缺的字，或可作两种解释），没有采用。请用一种编码重新导出后更正该行。",
)
BLANK_ROW = Code("R-090", Level.WARN, "共享平台发来的这一行没有任何内容，已略过。")
BROKEN_TEXT = Code(
    "R-091", Level.WARN, "“{key}”含有不成对的代理字符（不是合法文字），已替换为 �。请平台更正。"
)
BINARY = Code("R-092", Level.WARN, "“{key}”是二进制内容，未采用。请前置库只提供文字、数字和日期列。")

IDENTITY = Code("S-001", Level.WARN, "“{field}”中有公民身份号码，已隐去。请勿在该处填写身份号码。")
PRIVATE = Code(
    "S-002",
    Level.WARN,
    "“{field}”中有个人信息（{kinds}），已隐去。公示内容不应含有这些信息，请在报送前删去。",
)

ALL: tuple[Code, ...] = tuple(
    sorted((each for each in list(globals().values()) if isinstance(each, Code)), key=lambda each: each.code)
)
"""Every code of this layer, sorted."""
