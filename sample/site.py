"""`make site`: the sample county's portal, by the real command from a real HTTP platform on this machine.

Starts the platform on a free loopback port with a random token and one page that fails once, runs
`portal build`, stops the platform in every case and passes the exit code on. Further arguments go
to `portal build`.
"""

import os
import secrets
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.settings import load_settings
from pipeline.source_settings import PlatformSource
from sample.platform.faults import Fault, Switch
from sample.platform.server import running
from sample.platform.store import Store

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "sample" / "data"
ONE_PAGE_FAILS_ONCE = (Switch(Fault.BUSY, page=1, dataset="penalty", times=1),)

Command = Callable[[list[str]], int]


def _shown(path: Path) -> str:
    """Relative to where the reader stands, so that messages carry no machine's path."""
    return os.path.relpath(path)


def build(command: Command, further: Sequence[str] = (), data: Path = DATA) -> int:
    """Run `command` (the portal's own main) on the sample data; its exit code."""
    settings = load_settings(ROOT / "portal.toml")
    token = secrets.token_urlsafe(24)
    variable = next(each.secret_env for each in settings.sources if isinstance(each, PlatformSource))
    os.environ[variable] = token
    as_of = (data / "as_of.txt").read_text(encoding="utf-8").strip()
    paths = {"--config": ROOT / "portal.toml", "--inbox": data / "inbox"}
    paths |= {"--state": ROOT / "state", "--output": ROOT / "output"}
    options = [text for option, path in paths.items() for text in (option, _shown(path))]
    try:
        with running(data / "platform", token, ONE_PAGE_FAILS_ONCE) as platform:
            code = command(["build", "--platform", platform.url, "--as-of", as_of, *options, *further])
            _report(platform.store)
    finally:
        del os.environ[variable]
    return code


def _report(store: Store) -> None:
    pulled = "、".join(f"{dataset} {store.served.get(dataset, 0)} 行" for dataset in store.tables)
    print(f"本次从示例共享平台取得：{pulled}。")


def main() -> int:
    """The command behind `make site`."""
    from pipeline.cli import main as portal  # noqa: PLC0415 - tests of build() do without the whole pipeline

    return build(portal, sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
