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
    "事件发生在{event}，{submitted}才报送，已过{days}天，超过{most}天，时效性已无，不能发布。请改报近期的工作。",
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


def finding(code: Code, file: str, value: str = "", **facts: str | int) -> Finding:
    """A finding about one article."""
    return Finding(
        code.code, code.level, "news", file, code.message.format(value=value, **facts), value=value
    )


ALL: tuple[Code, ...] = tuple(
    sorted((each for each in list(globals().values()) if isinstance(each, Code)), key=lambda each: each.code)
)
"""Every code of the desk, sorted."""
