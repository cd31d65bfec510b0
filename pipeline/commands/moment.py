"""What a command may know of the outside: today, the environment and the clock, read or handed down by cli.py."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Moment:
    """`today` is the date in Asia/Shanghai; `environment` may hold secrets and is never shown."""

    today: date
    environment: Mapping[str, str] = field(repr=False)
    now: Callable[[], float]
    """Seconds since the epoch, for signatures and receipts; no content of the site depends on it."""
