"""From articles, refusals and the duty list to the quota (稿件报送情况的依据). Reads the list of refusals; writes nothing."""

from collections.abc import Iterable, Iterator
from datetime import date

from pipeline.bundle import Bundle
from pipeline.compliance.news_quota import Delivery, Quota, quota
from pipeline.compliance.news_rules import load_news_rules
from pipeline.newsdesk.article import Article
from pipeline.newsdesk.refusals import Refusal, read_refusals
from pipeline.settings import Department, Settings


def deliveries(articles: Iterable[Article], refusals: Iterable[Refusal], as_of: date) -> Iterator[Delivery]:
    """Every article and refusal as the quota sees it; a withdrawn article counts as refused."""
    for each in articles:
        accepted = each.withdrawn_on is None or as_of < each.withdrawn_on
        yield Delivery(each.department, each.submitted or each.published.date(), each.kind, accepted)
    for refusal in refusals:
        yield Delivery(refusal.department, refusal.day, refusal.kind, accepted=False)


def obliged(bundle: Bundle | None, departments: Iterable[Department]) -> tuple[str, ...]:
    """Who owes articles: the departments on the duty list (信息报送清单), those of portal.toml where there is none."""
    listed = () if bundle is None else bundle.duties().column("department").to_pylist()
    return tuple(sorted(set(listed) - {None, ""} or {each.name for each in departments}))


def news_quota(settings: Settings, articles: Iterable[Article], bundle: Bundle | None, as_of: date) -> Quota:
    """How each department stands on a day."""
    found = deliveries(articles, read_refusals(settings.root), as_of)
    rules = load_news_rules(settings.news.quota)
    return quota(found, obliged(bundle, settings.departments), rules, as_of, settings.news.quota_from)
