"""Columns that stand still (栏目更新): two weeks for 动态, six months for 通知 and 政策 (国办秘函〔2019〕19号).

Pure; `days` of a column is in portal.toml.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from pipeline.newsdesk.article import Article
from pipeline.settings import Column

AHEAD = 4
"""Told a quarter of the time before: three days of two weeks, six weeks of six months."""


def _finding(column: Column, newest: date | None, today: date) -> str:
    if newest is None:
        return f"栏目“{column.title}”没有文章，页面是空的。请发布文章，或在 portal.toml 中删去该栏目。"
    if not column.days:
        return ""
    last = newest + timedelta(days=column.days)
    if last < today:
        return f"栏目“{column.title}”最近一篇是 {newest}，已超过 {column.days} 天没有更新。请尽快发布。"
    if (last - today).days <= column.days // AHEAD:
        return f"栏目“{column.title}”最近一篇是 {newest}，到 {last} 就满 {column.days} 天。请在此之前发布。"
    return ""


def column_findings(columns: Sequence[Column], articles: Sequence[Article], today: date) -> list[str]:
    """A sentence for each column that is empty, stale, or soon stale; `articles` are those shown today."""
    newest: dict[str, date] = {}
    for each in articles:
        newest[each.category] = max(newest.get(each.category, date.min), each.published.date())
    told = (_finding(each, newest.get(each.title), today) for each in columns)
    return [each for each in told if each]
