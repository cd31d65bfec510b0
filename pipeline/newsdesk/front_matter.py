"""The head of an article (文章头部): lines “Name: value” up to the first blank line, then the body in Markdown.

One form for every door: the Word converter and the web editor write it, Pelican and the desk read it. Values are
plain text on one line. Pure: reads and writes no file.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

_HEADER = re.compile(r"([A-Za-z_]+)[ \t]*:[ \t]*(.*)")


@dataclass(frozen=True)
class Field:
    """One line of the head. `site`: no page without it; `clerk`: the department has to give it."""

    key: str
    label: str
    site: bool = False
    clerk: bool = False
    aliases: tuple[str, ...] = ()
    note: str = ""


ARTICLE_FIELDS = (
    Field("title", "标题", site=True, clerk=True, aliases=("题目", "稿件标题", "新闻标题")),
    Field("date", "发布时间", site=True, note="到这一时刻才展示；收稿时填写"),
    Field("slug", "编号", site=True, note="文章地址，收稿时编定后不再改变"),
    Field("category", "栏目", site=True, clerk=True, aliases=("所属栏目", "发布栏目")),
    Field("class", "类别", clerk=True, aliases=("信息类别", "稿件类别", "类型")),
    Field("department", "报送单位", clerk=True, aliases=("单位", "供稿单位", "单位名称", "部门")),
    Field("source", "来源", aliases=("稿件来源", "信息来源"), note="与报送单位相同的可以不填"),
    Field("author", "作者", clerk=True, aliases=("撰稿人", "供稿人", "撰稿", "供稿", "通讯员", "联系人")),
    Field(
        "approved_by",
        "审核人",
        clerk=True,
        aliases=("单位负责人", "审核", "审签人", "审批人", "审核人（单位负责人）"),
        note="单位负责人",
    ),
    Field("event_date", "事件日期", clerk=True, aliases=("发生日期", "事件时间", "活动日期", "活动时间")),
    Field("submitted", "报送日期", clerk=True, aliases=("报送时间", "供稿日期", "投稿日期")),
    Field("summary", "摘要", clerk=True, aliases=("内容摘要", "导语")),
    Field(
        "related",
        "相关主体",
        aliases=("相关主体代码",),
        note="统一社会信用代码，几个用顿号隔开；不从文字中猜测",
    ),
    Field("embargo", "不早于", aliases=("最早发布日期",), note="在这一天之前不展示"),
    Field("corrected_on", "更正日期", note="发布后改动内容的，写明日期和说明"),
    Field("withdrawn_on", "撤回日期", note="从这一天起只留说明，不再展示标题和正文"),
    Field("notice", "更正或撤回说明", note="展示给读者"),
    Field("accepted_by", "收稿人", note="收稿时填写"),
    Field("accepted_on", "收稿日期", note="收稿时填写"),
    Field("original", "原稿", note="原稿的名称和摘要值，收稿时填写"),
)
"""In the order in which they are written. A key that is not here is a fault."""

BY_KEY = {each.key: each for each in ARTICLE_FIELDS}
DAYS = ("event_date", "submitted", "embargo", "corrected_on", "withdrawn_on", "accepted_on")


@dataclass(frozen=True)
class Written:
    """A file's head and body as written; `wrong` are lines of the head that cannot be read."""

    meta: dict[str, str]
    body: str
    wrong: tuple[str, ...] = ()


def split(text: str) -> Written:
    """Head and body of a file's text; names in lower case."""
    head, _, body = text.replace("\r\n", "\n").lstrip("\ufeff").partition("\n\n")
    meta: dict[str, str] = {}
    wrong = []
    for line in head.split("\n"):
        match = _HEADER.fullmatch(line)
        if match is None or match[1].lower() in meta:
            wrong.append(f"“{line[:40]}”不是一行“名称: 内容”，或者重复")
        else:
            meta[match[1].lower()] = match[2].strip()
    return Written(meta, body, tuple(wrong))


def joined(meta: Mapping[str, str], body: str) -> str:
    """The text of a file; known lines in their order, empty ones left out, each value on one line."""
    order = [each.key for each in ARTICLE_FIELDS]
    keys = sorted(meta, key=lambda key: (order.index(key) if key in order else len(order), key))
    lines = [f"{key.capitalize()}: {value}" for key in keys if (value := " ".join(meta[key].split()))]
    return "\n".join(lines) + "\n\n" + body.strip("\n") + "\n"


def moment(text: str) -> datetime | None:
    """A time of publication, local in Asia/Shanghai; None when it cannot be read."""
    for form in ("%Y-%m-%d %H:%M", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 - a local date, never compared with a clock
        except ValueError:
            continue
    return None


def day(text: str) -> date | None:
    """A day as 2026-06-12; None when it cannot be read."""
    read = moment(text)
    return None if read is None or len(text) > 10 else read.date()
