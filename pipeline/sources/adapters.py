"""From a source's description to the adapter that asks it; secrets are read here, right before they are used."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pipeline.source_settings import DatabaseSource, PlatformSource
from pipeline.sources.credentials import read_secret
from pipeline.sources.platform_http import Timing
from pipeline.sources.pull import Adapter
from pipeline.sources.sharing_platform import SharingPlatform


@dataclass(frozen=True)
class Outside:
    """What an adapter may know of the outside, handed down from the command."""

    today: date
    environment: Mapping[str, str] = field(repr=False)
    timing: Timing
    root: Path
    key: bytes = field(repr=False)


def make_adapter(source: PlatformSource | DatabaseSource, outside: Outside) -> Adapter:
    """The adapter of a platform or a database."""
    needs = not (isinstance(source, PlatformSource) and source.auth == "none")
    if isinstance(source, DatabaseSource):
        needs = bool(source.secret_env or source.secret_file)
    secret = (
        read_secret(source.name, source.secret_env, source.secret_file, outside.environment, outside.root)
        if needs
        else ""
    )
    if isinstance(source, PlatformSource):
        return SharingPlatform(source, secret, outside.timing, outside.today, outside.key, outside.root)
    from pipeline.sources.front_database import FrontDatabase  # noqa: PLC0415 - its driver is optional

    return FrontDatabase(source, secret)
