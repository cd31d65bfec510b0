"""The desk's findings (稿件问题), in one table: N-0xx head and text, N-1xx Word files and images.

docs/news.md lists this table. A message never carries personal data; untrusted words in it are cut short.
"""

from pipeline.findings import Finding, Level
from pipeline.sources.codes import Code

REJECT, WARN = Level.REJECT, Level.WARN

MISSING = Code("N-001", REJECT, "没有填写“{label}”。请补上后再报送。")
HEAD = Code("N-002", REJECT, "文章头部有错：{fault}。请更正。")
DEPARTMENT = Code("N-003", REJECT, "报送单位“{name}”不在报送单位名单中。{near}请填写单位全称。")
COLUMN = Code("N-004", REJECT, "没有“{name}”这个栏目。可以填：{known}。")
CLASS = Code("N-005", REJECT, "没有“{name}”这个类别。可以填：{known}。")
DATE = Code("N-006", REJECT, "“{label}”写的是“{value}”，不是日期。请写作 2026-06-12。")
APPROVAL = Code(
    "N-007", REJECT, "“审核人”写的是“{value}”，看不出已经审核。请由单位负责人审核后填写其姓名或职务。"
)
SELF_APPROVED = Code("N-008", WARN, "审核人与作者相同。稿件应由单位负责人审核，请核对。")
STALE = Code(
    "N-009",
    REJECT,
    "事件发生在{event}，{submitted}才报送，已过{days}天，超过{most}天，时效性已无，不能发布。请改报近期的工作。"
    "依据：{source}。",
)
LATER = Code("N-010", WARN, "事件日期{event}晚于报送日期{submitted}。如果是预告请忽略，否则请核对。")
FUTURE = Code("N-011", REJECT, "报送日期{submitted}还没有到。请核对。")
COPIED = Code(
    "N-012",
    REJECT,
    "有{share}的文字与{other}相同，疑似抄袭或一稿多投，不能发布。请对照下面列出的段落，重新撰写。",
)
ALIKE = Code("N-013", WARN, "有{share}的文字与{other}相同。请核对是否只是引用文件原文。")
RELATED = Code(
    "N-014", WARN, "看不出与信用工作的关系（关联分{score}，通常在{least}以上；找到的词：{words}）。请核对。"
)
SUBJECT_CODE = Code("N-015", REJECT, "“相关主体”中的“{value}”不是有效的统一社会信用代码。请核对。")
IDENTITY = Code("N-020", REJECT, "文中有公民身份号码（“{around}”）。请删去。")
PRIVATE = Code("N-021", REJECT, "文中有个人信息：{kind}（“{around}”）。请删去。")
CONTACT = Code("N-022", WARN, "文中有{kind}（“{around}”）。对外公布的办公电话、邮箱可以保留，个人的请删去。")
LEAVING = Code("N-030", WARN, "有指向站外的链接 {address}。请确认网址正确，且对方是政府网站。")
DEAD = Code("N-031", REJECT, "链接 {address} 在本站没有对应的页面。请更正或去掉。")
SCHEME = Code("N-032", REJECT, "链接 {address} 不是网页地址，不能发布。请更正或去掉。")
MARKUP = Code("N-033", WARN, "文中有网页代码（{tags}），发布时会去掉。请粘贴为纯文字。")
TITLE_LENGTH = Code("N-040", WARN, "标题有{length}个字，宜在{least}到{most}个字之间。")
TITLE_FORM = Code("N-041", REJECT, "标题{fault}。请更正。")
SHORT = Code("N-042", REJECT, "正文只有{length}个字，少于{least}个字。请写明时间、单位、做法和结果。")
LONG = Code("N-043", WARN, "正文有{length}个字，超过{most}个字。请压缩。")
SUMMARY = Code("N-044", WARN, "摘要有{length}个字，超过{most}个字。请压缩为一两句话。")
PUNCTUATION = Code("N-045", WARN, "标点有误：{fault}（“{around}”）。请更正。")
NO_DAY = Code("N-050", REJECT, "文中的“{date}”没有这一天。请更正。")
WEEKDAY = Code("N-051", REJECT, "文中的“{date}”与实际的{right}不符。请更正。")
OTHER_DAY = Code("N-052", WARN, "正文写的日期是{dates}，没有事件日期{event}。请核对。")
BROKEN = Code("N-060", REJECT, "文中有乱码（“{around}”）。请对照原稿更正。")
DECORATIVE = Code("N-061", WARN, "文中有装饰符号 {signs}。请去掉。")
UNDESCRIBED = Code(
    "N-070", REJECT, "第{number}张图片没有说明。请在图片下方写“图：……”，或填写图片的替代文字。"
)
NO_IMAGE = Code(
    "N-071", REJECT, "图片 {address} 不在本站的图片目录中，不会显示。请把图片放入 content/images。"
)

OLD_WORD = Code("N-101", REJECT, "是旧版 .doc 或 WPS 文档。请用“另存为”保存为 .docx 后重新报送。")
ENCRYPTED = Code("N-102", REJECT, "文档设有打开密码。请取消密码后重新报送。")
MACROS = Code(
    "N-103", REJECT, "文档含有宏，不予接收。请另存为不含宏的 .docx，或把文字复制到新文档后重新报送。"
)
EXTERNAL = Code(
    "N-104", REJECT, "文档会从外部地址取内容（链接的图片、模板或对象），不予接收。请插入图片本身、断开链接。"
)
UNPACKED = Code("N-105", REJECT, "文档解压后过大或内部文件异常多，不予接收。请把文字复制到新文档后重新报送。")
DAMAGED = Code("N-106", REJECT, "文档已损坏，或者不是真正的 .docx。请用办公软件打开后另存为 .docx 重新报送。")
HEAVY = Code(
    "N-107",
    REJECT,
    "读取文档超出内存或时间限制。请压缩图片、去掉多余的格式，或把文字复制到新文档后重新报送。",
)
ENTITIES = Code(
    "N-108",
    REJECT,
    "文档内部有办公软件不会写出的声明（DTD），可能有害，不予接收。请把文字复制到新文档后重新报送。",
)
PATHS = Code(
    "N-109", REJECT, "文档内部的文件名指向文档之外，可能有害，不予接收。请把文字复制到新文档后重新报送。"
)
TYPE = Code("N-110", REJECT, "不接收扩展名为“{ending}”的稿件。请用 Word 另存为 .docx 后报送。")
SIZE = Code("N-111", REJECT, "文件大于{limit}MB。请压缩图片后重新报送。")
NO_FORM = Code(
    "N-120",
    WARN,
    "文档开头没有稿件信息表。建议用 portal template article 生成的模板，把标题、单位、审核人等填在表中。",
)
FORM_LABEL = Code("N-121", REJECT, "稿件信息表中有无法识别的一栏“{label}”。请使用模板中的栏目名称。")
FORM_TITLE = Code("N-122", WARN, "稿件信息表的标题与正文的标题“{title}”不同，以表中的为准。请核对。")
LOST = Code("N-123", REJECT, "{place}中的文字没有转入文章：“{text}”。请改为普通段落或表格后重新报送。")
ASIDE = Code("N-124", WARN, "{place}没有转入文章：“{text}”。如果需要，请写入正文。")
HIDDEN = Code("N-125", WARN, "文档中有隐藏文字，已转入文章：“{text}”。请核对是否应当公开。")
BOXES = Code("N-126", WARN, "文档中有{number}个文本框，文字已移到所在段落之后。请核对位置。")
EMBEDDED = Code("N-127", REJECT, "文档中嵌有其他文件（{names}），没有转入文章。请删去，或把内容写入正文。")
NOT_READ = Code("N-128", REJECT, "文档中有不能转换的内容（{what}）。请改为普通文字后重新报送。")
INSTRUCTION = Code("N-129", REJECT, "模板中的填写说明没有删去。请删去后重新报送。")
IMAGE = Code("N-130", REJECT, "{fault}，没有转入文章。请另存为 JPG 或 PNG 后重新插入。")
LOST_IMAGES = Code(
    "N-131", REJECT, "有{number}张图片在组合图形或链接中，没有转入文章。请取消组合，插入图片本身。"
)


def finding(code: Code, file: str, value: str = "", **facts: str | int) -> Finding:
    """A finding about one article."""
    return Finding(
        code.code, code.level, "news", file, code.message.format(value=value, **facts), value=value
    )


ALL: tuple[Code, ...] = tuple(
    sorted((each for each in list(globals().values()) if isinstance(each, Code)), key=lambda each: each.code)
)
"""Every code of the desk, sorted."""
