"""The Pelican plug-in (插件): a reader that sanitises, and a generator that makes all pages of the bundle.

Pelican finds `register` through PLUGINS of pelicanconf.py. The job is in its settings under `PORTAL`.
"""

from typing import Any

from markupsafe import escape
from pelican.plugins import signals
from pelican.readers import MarkdownReader
from pelican.utils import get_date

from pipeline.newsdesk.sanitise import sanitise
from pipeline.portal.overview import write_overview
from pipeline.portal.work import Job, finish_records


class SafeMarkdownReader(MarkdownReader):  # type: ignore[misc]
    """Markdown whose HTML has passed `sanitise`; the summary is plain text, escaped for the feeds.

    An embargo moves the date, so that Pelican's address and feeds have the day on which the article is shown.
    """

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Content and metadata of one file."""
        content, metadata = super().read(source_path)
        if "summary" in metadata:
            metadata["summary"] = str(escape(metadata["summary"]))
        if metadata.get("embargo"):
            metadata["date"] = max(metadata["date"], get_date(metadata["embargo"]))
        if metadata.get("corrected_on"):
            metadata["modified"] = max(metadata["date"], get_date(metadata["corrected_on"]))
        return sanitise(content), metadata


class PortalGenerator:
    """What Pelican calls as one of its generators."""

    def __init__(self, settings: dict[str, Any], **_: object) -> None:
        self._job: Job = settings["PORTAL"]

    def generate_output(self, _writer: object) -> None:
        """Write the pages of subjects, lists, news columns, figures and the catalogue."""
        write_overview(self._job)
        finish_records(self._job)


def _generators(_pelican: object) -> type[PortalGenerator]:
    return PortalGenerator


def register() -> None:
    """Connect to Pelican; connecting twice is connecting once."""
    signals.get_generators.connect(_generators)
