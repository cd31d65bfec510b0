"""All checks of one piece (稿件检查), in one order. What each asks is in its own function; nothing is decided here."""

from dataclasses import dataclass

from pipeline.findings import Finding, Level
from pipeline.newsdesk import content_checks, head_checks, text_checks
from pipeline.newsdesk.draft import Desk, Draft
from pipeline.newsdesk.library import Copy, Library, copy_findings

CHECKS = (
    head_checks.missing,
    head_checks.known_names,
    head_checks.approval,
    head_checks.dates,
    head_checks.related,
    text_checks.title_form,
    text_checks.lengths,
    text_checks.punctuation,
    text_checks.days,
    text_checks.characters,
    text_checks.relation,
    content_checks.personal,
    content_checks.links,
    content_checks.markup,
    content_checks.images,
)


@dataclass(frozen=True)
class Checked:
    """A draft, what is wrong with it, and what it is like."""

    draft: Draft
    findings: tuple[Finding, ...]
    copies: tuple[Copy, ...]

    @property
    def is_refused(self) -> bool:
        """Whether it must be mended before it can be accepted."""
        return any(each.level is Level.REJECT for each in self.findings)


def check(draft: Draft, desk: Desk, library: Library) -> Checked:
    """Everything that is wrong, refusals first, then by code. A file that could not be read has no further faults."""
    if not draft.meta and not draft.body and draft.findings:
        return Checked(draft, draft.findings, ())
    found = [*draft.findings, *(each for judge in CHECKS for each in judge(draft, desk))]
    copies = library.copies(draft, desk.rules)
    found += copy_findings(draft, copies, desk.rules)
    order = {Level.REJECT: 0, Level.WARN: 1}
    return Checked(draft, tuple(sorted(found, key=lambda each: (order[each.level], each.code))), copies)
