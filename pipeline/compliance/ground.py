"""From a bundle to what a circular is written from (通报的依据). Reads the bundle and the deadline rules."""

from collections.abc import Iterable
from datetime import date, timedelta

from pipeline.bundle import Bundle
from pipeline.compliance.circular import Circular, Ground, circular
from pipeline.compliance.figures import Figures
from pipeline.compliance.late import late_records
from pipeline.compliance.periods import Period
from pipeline.deadlines import Calendar, RuleSet, due, load_calendar, load_rule_set
from pipeline.settings import Site


def _settled_on(rules: RuleSet, calendar: Calendar, datasets: Iterable[str], last_day: date) -> date:
    """The last day on which a decision of the period can still arrive in time."""
    found = [(rules.choose(each, last_day)) for each in datasets]
    days = [due(rule, calendar, last_day).latest for rule in found if rule is not None]
    return max(days, default=last_day - timedelta(days=1))


def grounds(
    bundle: Bundle, figures: Figures, site: Site, periods: Iterable[Period], calendar: Calendar | None = None
) -> tuple[tuple[Period, Ground], ...]:
    """Each period with what is written about it from."""
    wanted = tuple(periods)
    rules = load_rule_set(bundle.meta.deadline_rule)
    known = load_calendar() if calendar is None else calendar
    late = late_records(bundle, (month for each in wanted for month in each.months))
    titles = {each.name: each.title for each in bundle.meta.datasets}
    made = []
    for about in wanted:
        settled = _settled_on(rules, known, titles, about.last_day)
        made.append((about, Ground(figures, late, site, rules.title, titles, bundle.meta.as_of, settled)))
    return tuple(made)


def circulars(
    bundle: Bundle, figures: Figures, site: Site, periods: Iterable[Period], calendar: Calendar | None = None
) -> tuple[Circular, ...]:
    """The circulars about these periods."""
    found = grounds(bundle, figures, site, periods, calendar)
    return tuple(circular(ground, about) for about, ground in found)
