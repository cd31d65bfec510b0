"""Checks of an article's text (正文检查): length, title, punctuation, dates, characters, relation to credit. Pure."""

import re
from collections.abc import Iterator
from datetime import date

from pipeline.findings import Finding
from pipeline.newsdesk import codes
from pipeline.newsdesk.draft import Desk, Draft
from pipeline.newsdesk.rendered import rendered

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f"
_BLANK = "中文字之间有空格"
_FAULTS = (
    ("标点重复", re.compile(r"[，。；：、]{2,}|[！？]{3,}|,{2,}|(?<!\.)\.\.(?!\.)")),
    ("中文之间用了半角标点", re.compile(f"(?<=[{_HAN}])[,;:?!](?=[{_HAN}])")),
    ("句号用了小数点", re.compile(f"(?<=[{_HAN}])\\.(?=[{_HAN}]|$)", re.MULTILINE)),
    (
        _BLANK,
        re.compile(f"(?<=[{_HAN}])[ \u3000]{{1,3}}(?=[{_HAN}])(?=[^\n]{{3}})(?<=[^\n]{{3}})"),
    ),
)
_PAIRS = (("《", "》"), ("“", "”"), ("（", "）"), ("【", "】"), ("〔", "〕"))
_BROKEN = re.compile(
    "[\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd\ufff9-\ufffb\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
    "|锟斤拷|烫烫烫|屯屯屯|鈥|锛|銆|涓€|â€|Ã.|ï¿½|&(?:amp|nbsp|lt|gt|quot);|\\?{4,}"
)
_DECORATIVE = re.compile(
    "[\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3004\u3020\U0001f000-\U0001faff]"
)
_DAY = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)\s*年\s*)?(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]"
    r"(?:\s*[（(]?\s*(?:星期|周)(?P<week>[一二三四五六日天])\s*[）)]?)?"
)
_WEEK = "一二三四五六日"


def _around(text: str, start: int, stop: int) -> str:
    """A few characters of the text around a fault."""
    return " ".join(text[max(0, start - 8) : stop + 8].split())


def _characters(text: str) -> int:
    return len("".join(text.split()))


def lengths(draft: Draft, desk: Desk) -> Iterator[Finding]:
    """Title, body and summary can be shown."""
    rules, title = desk.rules, draft.meta.get("title", "")
    if title and not rules.title_least <= len(title) <= rules.title_most:
        least, most = rules.title_least, rules.title_most
        yield codes.finding(codes.TITLE_LENGTH, draft.file, length=len(title), least=least, most=most)
    body = _characters(rendered(draft.body).text)
    if body < rules.body_least:
        yield codes.finding(codes.SHORT, draft.file, length=body, least=rules.body_least)
    elif body > rules.body_most:
        yield codes.finding(codes.LONG, draft.file, length=body, most=rules.body_most)
    summary = len(draft.meta.get("summary", ""))
    if summary > rules.summary_most:
        yield codes.finding(codes.SUMMARY, draft.file, length=summary, most=rules.summary_most)


def title_form(draft: Draft, _desk: Desk) -> Iterator[Finding]:
    """A title is one phrase without a full stop."""
    title = draft.meta.get("title", "")
    if re.search(r"[。，、；：,;:.]$", title):
        yield codes.finding(codes.TITLE_FORM, draft.file, fault=f"以“{title[-1]}”结尾")
    if title and not re.search(f"[{_HAN}]", title):
        yield codes.finding(codes.TITLE_FORM, draft.file, fault="中没有汉字")
    if re.search(r"[<>{}\[\]|\\]|https?:", title):
        yield codes.finding(codes.TITLE_FORM, draft.file, fault="中有网页代码或网址")


def punctuation(draft: Draft, _desk: Desk) -> Iterator[Finding]:
    """Punctuation as GB/T 15834-2011 has it; the first place of each fault."""
    text = "\n".join((draft.meta.get("title", ""), draft.meta.get("summary", ""), rendered(draft.body).text))
    for name, pattern in _FAULTS:
        # A headline of two halves is written with a blank between them.
        searched = rendered(draft.body).text if name == _BLANK else text
        match = pattern.search(searched)
        if match is not None:
            around = _around(searched, *match.span())
            yield codes.finding(codes.PUNCTUATION, draft.file, value=around, fault=name, around=around)
    for left, right in _PAIRS:
        for block in text.split("\n"):
            if block.count(left) != block.count(right):
                fault = f"“{left}”与“{right}”不成对"
                yield codes.finding(codes.PUNCTUATION, draft.file, fault=fault, around=block[:16])
                break


def _real(match: re.Match[str], year: int) -> date | None:
    try:
        return date(int(match["year"] or year), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def days(draft: Draft, _desk: Desk) -> Iterator[Finding]:
    """Days of the text exist, fit their weekday, and one of them is the event's."""
    event = draft.day("event_date") or draft.day("submitted")
    text = f"{draft.meta.get('title', '')}\n{rendered(draft.body).text}"
    told: dict[str, date] = {}
    for match in _DAY.finditer(text):
        written = " ".join(match[0].split())
        # Without a year 29 February is a day of some year.
        real = _real(match, event.year if event else 2000) or _real(match, int(match["year"] or 2000))
        if real is None:
            yield codes.finding(codes.NO_DAY, draft.file, value=written, date=written)
            continue
        told[written] = real
        right = _WEEK[real.weekday()]
        if match["week"] and (match["year"] or event) and match["week"].replace("天", "日") != right:
            shown = f"{real.year}年{real.month}月{real.day}日（星期{right}）"
            yield codes.finding(codes.WEEKDAY, draft.file, value=written, date=written, right=shown)
    day = draft.day("event_date")
    if (
        day is not None
        and told
        and all((each.month, each.day) != (day.month, day.day) for each in told.values())
    ):
        dates = "、".join(sorted(told, key=lambda each: told[each])[:4])
        yield codes.finding(codes.OTHER_DAY, draft.file, dates=dates, event=day.isoformat())


def characters(draft: Draft, _desk: Desk) -> Iterator[Finding]:
    """Nothing broken by a wrong encoding, nothing for decoration."""
    text = "\n".join((draft.meta.get("title", ""), draft.meta.get("summary", ""), rendered(draft.body).text))
    broken = _BROKEN.search(text)
    if broken is not None:
        around = _around(text, *broken.span())
        yield codes.finding(codes.BROKEN, draft.file, value=around, around=around)
    signs = sorted(set(_DECORATIVE.findall(text)))
    if signs:
        yield codes.finding(codes.DECORATIVE, draft.file, signs=" ".join(signs[:10]))


def relation(draft: Draft, desk: Desk) -> Iterator[Finding]:
    """A transparent score: which words of rules.toml occur, each once (稿件须符合社会信用体系建设)."""
    text = f"{draft.meta.get('title', '')}\n{draft.meta.get('summary', '')}\n{rendered(draft.body).text}"
    found = [(word, weight) for word, weight in desk.rules.words if word in text]
    score = sum(weight for _, weight in found)
    if score < desk.rules.related_least:
        words = "、".join(word for word, _ in found) or "无"
        yield codes.finding(
            codes.RELATED, draft.file, score=score, least=desk.rules.related_least, words=words
        )
