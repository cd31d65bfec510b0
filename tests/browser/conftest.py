"""One headless Chromium for each file of browser tests, in which it is always the day of the tests' data.

Pages hide what has ended by the later of the reader's clock and the host's Date: by the real ones, the tests' entries
would end one by one as the years go by, and the tests with them.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from email.utils import format_datetime
from unittest.mock import patch

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from pipeline.serve import Handler
from tests.search.corpus import AS_OF

NOON = datetime.combine(AS_OF, time(4), UTC)
"""Midday in Asia/Shanghai."""
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        made = play.chromium.launch(executable_path="/usr/bin/chromium", args=ARGS)
        plain = made.new_context

        def dated(**options: object) -> BrowserContext:
            context = plain(**options)  # type: ignore[arg-type]
            context.clock.set_fixed_time(NOON)
            return context

        with patch.object(made, "new_context", dated):
            yield made
        made.close()


@pytest.fixture(autouse=True, scope="module")
def _the_hosts_day() -> Iterator[None]:
    told = format_datetime(NOON, usegmt=True)
    with patch.object(Handler, "date_time_string", lambda _self, timestamp=None: told):
        yield
