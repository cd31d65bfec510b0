"""Explain (公示判定说明): every exit's answer for one record, as Chinese sentences. Prints nothing itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import ibis.expr.types as ir

from pipeline.catalogue import Dataset
from pipeline.publicity.exits import EXITS, SHOWN, Exit
from pipeline.publicity.facts import Options, facts

DECIDES = "【判定】"
"""Marks the one line that says why."""


@dataclass(frozen=True)
class Line:
    """One exit and whether it holds; `decides` on the one line that wins."""

    rule: str
    state: str
    holds: bool
    decides: bool
    since: date | None
    source: str
    text: str


def explain(
    dataset: Dataset, records: ir.Table, events: ir.Table, as_of: date, *, options: Options, row_id: str
) -> tuple[Line, ...]:
    """The whole chain for the record of one row, empty when the row is no current accepted record.

    `records` are all of the dataset, because whether an event fits depends on what else it could mean.
    """
    told = facts(dataset, records, events, as_of, options)
    told = told.filter(told.row_id == row_id)
    rows = told.select(until=told.until, **_questions(told)).to_pyarrow().to_pylist()
    if not rows:
        return ()
    answers = [
        Answer(**{name: rows[0][f"{name}{number}"] for name in _NAMES}) for number in range(len(_EVERY))
    ]
    first = next(number for number, answer in enumerate(answers) if answer.holds)
    sources = {term.id: term.source for term in options.terms_of(dataset.name)} | _revoking(dataset, answers)
    return tuple(
        _ending(_line(each, answers[number], sources, decides=number == first), rows[0]["until"])
        for number, each in enumerate(_EVERY)
        if number == first or each is not SHOWN
    )


@dataclass(frozen=True)
class Answer:
    """What one exit says of the record."""

    holds: bool
    since: date | None
    rule: str


_EVERY = (*EXITS, SHOWN)
_NAMES = ("holds", "since", "rule")


def _revoking(dataset: Dataset, answers: Sequence[Answer]) -> dict[str, str]:
    """What says that the decision was revoked → the law that withdraws such a decision, where there is one."""
    told = (answer.rule for each, answer in zip(_EVERY, answers, strict=True) if each.state == "revoked")
    return dict.fromkeys(told, dataset.revocation_law) if dataset.revocation_law else {}


def _questions(told: ir.Table) -> dict[str, ir.Value]:
    """One column per exit and question, so that all are answered in one go."""
    asked = [(each.holds(told), each.since(told), each.decider(told)) for each in _EVERY]
    return {f"{name}{n}": asked[n][k] for n in range(len(_EVERY)) for k, name in enumerate(_NAMES)}


def _line(each: Exit, answer: Answer, sources: Mapping[str, str], *, decides: bool) -> Line:
    if not answer.holds:
        return Line(each.rule, each.state, False, False, None, each.source, f"{each.title}：否。")
    source = sources.get(answer.rule, each.source)
    mark = DECIDES if decides else ""
    text = f"{mark}{each.title}：是，自 {answer.since} 起，依据 {answer.rule}（{source}）。"
    return Line(answer.rule, each.state, True, decides, answer.since, source, text)


def _ending(line: Line, until: date | None) -> Line:
    """The line of what is shown with its last day, the day included."""
    if line.state != SHOWN.state:
        return line
    return replace(line, text=line.text + (f"公示至 {until}（含当日）。" if until else "没有公示截止日。"))
