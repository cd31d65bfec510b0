"""Bad days of a shared platform, each a switch: what to spoil, on which page, how often."""

import threading
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """One way in which real platforms go wrong."""

    BUSY = "busy"
    """503 with Retry-After."""
    DOWN = "down"
    """503 without any hint."""
    HALF = "half"
    """Content-Length longer than the body, then the connection ends."""
    TRUNCATED = "truncated"
    """JSON that stops in the middle, with a matching Content-Length."""
    HTML = "html"
    """A gateway's page with status 200."""
    ERROR_CODE = "error_code"
    """Status 200 with an error code inside."""
    TOTAL_CHANGES = "total_changes"
    """One row more in all than the other pages say."""
    REPEATED_PAGE = "repeated_page"
    """The rows of the page before, under this page's number."""
    MISSING_ROW = "missing_row"
    """One row fewer on the page than there should be."""
    SKIPPED_PAGE = "skipped_page"
    """The rows of the page after, under this page's number."""
    REORDERED = "reordered"
    """The page's rows in another order than before."""
    SILENT = "silent"
    """No rows, though the total says that there are some."""
    REDIRECT = "redirect"
    """302 to another host."""
    REDIRECT_LOOP = "redirect_loop"
    """307 to itself, for ever."""
    EXPIRED = "expired"
    """The secret is over in the middle of paging, told inside an answer of status 200."""
    SKEW = "skew"
    """A refusal whose Date header is two hours ahead."""
    DRIP = "drip"
    """A byte now and then, so that no time-out between two bytes ever fires."""
    ECHO_TOKEN = "echo_token"  # noqa: S105 - a switch's name
    """An error message that quotes the token."""
    BOMB = "bomb"
    """A small gzip body that unpacks to more than any page may have."""


@dataclass(frozen=True)
class Switch:
    """`fault` on `page` of `dataset` (None: of each), the first `times` requests only (None: always)."""

    fault: Fault
    page: int | None = None
    dataset: str | None = None
    times: int | None = None


class Switchboard:
    """Which fault, if any, the next answer has; counts across threads."""

    def __init__(self, switches: tuple[Switch, ...] = ()) -> None:
        self._switches = switches
        self._fired: Counter[Switch] = Counter()
        self._lock = threading.Lock()

    def fault(self, dataset: str, page: int) -> Fault | None:
        """The first switch that is on for this page and not used up."""
        with self._lock:
            for switch in self._switches:
                meant = switch.dataset in (None, dataset) and switch.page in (None, page)
                if meant and (switch.times is None or self._fired[switch] < switch.times):
                    self._fired[switch] += 1
                    return switch.fault
        return None
