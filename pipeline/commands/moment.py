"""What a command may know of the outside: today and the environment, read once in cli.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Moment:
    """`today` is the date in Asia/Shanghai; `environment` may hold secrets and is never shown."""

    today: date
    environment: Mapping[str, str] = field(repr=False)
