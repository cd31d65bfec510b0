"""One build from sources to swap: the order of the stages, and nothing else.

Each stage writes files that the next one reads. A stop anywhere leaves the last good site in place.
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pipeline import landing, ledger, release
from pipeline.bundling.balance import show_balance
from pipeline.catalogue import Catalogue, office_catalogue
from pipeline.errors import Stopped
from pipeline.finding_log import FindingLog
from pipeline.findings import Finding
from pipeline.guarding import Accepted
from pipeline.last_good import require_ledger, write_last_good
from pipeline.prepare import prepare
from pipeline.prepared import Prepared
from pipeline.progress import Progress
from pipeline.publish import Published, publish
from pipeline.pulling import Pulling, pull_all, with_address
from pipeline.settings import Settings
from pipeline.sources.adapters import Outside
from pipeline.sources.inbox import inbox_findings, read_inbox
from pipeline.sources.platform_http import Timing
from pipeline.state_folder import alone, forget_reason, keep_reason, office_key


@dataclass(frozen=True)
class BuildRequest:
    """All a build depends on, decided before it starts. `key` keys the hash of identity numbers; "" makes one."""

    settings: Settings
    as_of: date
    inbox: Path | None
    state: Path
    output: Path
    platform_url: str
    environment: Mapping[str, str] = field(repr=False)
    timing: Timing
    key: str = field(repr=False)
    progress: Progress
    accepted: Accepted = field(default_factory=Accepted)


@dataclass(frozen=True)
class BuildReport:
    """What a build did; `text` is what the command prints."""

    prepared: Prepared
    published: Published
    text: str


def _land_inbox(request: BuildRequest, catalogue: Catalogue, key: bytes) -> list[Finding]:
    """Land every file that could be read; the findings are of those that could not, told as long as they lie there."""
    if request.inbox is None:
        return []
    findings = list(inbox_findings(request.inbox, catalogue))
    for table in read_inbox(request.inbox, catalogue):
        request.progress(f"读取 {table.name}", 0, 0)
        if table.headings or len(table.cells):
            landing.land(table, request.state / "landing", catalogue, request.as_of, key)
        else:
            findings += table.findings
    return findings


def _pull(request: BuildRequest, catalogue: Catalogue, key: bytes) -> None:
    """Ask every source that is described."""
    outside = Outside(request.as_of, request.environment, request.timing, request.settings.root, key)
    sources = with_address(request.settings.sources, request.platform_url)
    pull_all(sources, Pulling(catalogue, request.state, outside, request.progress))


def _text(prepared: Prepared, published: Published, log: FindingLog) -> str:
    titles = {each.name: each.title for each in prepared.catalogue.datasets}
    summary = (
        f"生成 {published.pages:,} 页（主体页 {published.subjects:,}），检索条目 {published.documents:,}，"
        f"新公示 {published.shown:,} 条，撤下 {published.withdrawn:,} 条。"
    )
    balance = show_balance(prepared.bundle.meta.counts, titles, prepared.further)
    return f"{balance}\n{log.summary()}\n{published.steps}\n{summary}"


def build(request: BuildRequest) -> BuildReport:
    """Run all stages; Stopped when a check says no, with the reason kept in `state/stopped.txt`."""
    with alone(request.state):
        try:
            report = _stages(request)
        except Stopped as error:
            keep_reason(request.state, error)
            raise
        forget_reason(request.state)
        return report


def _stages(request: BuildRequest) -> BuildReport:
    catalogue = office_catalogue(request.settings.root)
    release.recover(request.output)
    require_ledger(request.state)
    key = office_key(request.key, request.state)
    _pull(request, catalogue, key)
    refused = _land_inbox(request, catalogue, key)
    work = request.state / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    with FindingLog(work / "findings.jsonl") as log:
        log.add(refused)
        prepared = prepare(
            catalogue,
            request.settings,
            request.as_of,
            request.state,
            request.key,
            log,
            request.progress,
            request.accepted,
        )
        published = publish(prepared, request.settings, request.state, request.output, request.progress)
        ledger.append(request.state / "ledger", prepared.entries, request.as_of)
        write_last_good(request.state / "last_good", prepared.good)
        text = _text(prepared, published, log)
    return BuildReport(prepared, published, text)
