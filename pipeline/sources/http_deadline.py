"""A limit on the whole of a call, for servers that send a byte a minute and so never time out.

The call runs in a thread of its own that is left alone when its time is over: a blocked read cannot be stopped from
outside, and a daemon thread does not keep the process alive.
"""

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Generic, TypeVar

Result = TypeVar("Result")


class OutOfTime(Exception):  # noqa: N818 - a signal to ask again
    """The call took too long."""


class _Outcome(Generic[Result]):
    """What a call in another thread gave or raised."""

    def __init__(self, call: Callable[[], Result]) -> None:
        self._call = call
        self._given: list[Result] = []
        self._error: BaseException | None = None
        self._done = threading.Event()

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> bool:
        self._error = error  # raised again by the waiting thread
        self._done.set()
        return True

    def run(self) -> None:
        """Call; in the other thread."""
        with self:
            self._given.append(self._call())

    def wait(self, seconds: float) -> Result:
        """Give or raise what the call did."""
        if not self._done.wait(seconds):
            raise OutOfTime
        if self._error is not None:
            raise self._error
        return self._given[0]


def within(seconds: float, call: Callable[[], Result]) -> Result:
    """What `call` gives or raises, or OutOfTime."""
    outcome = _Outcome(call)
    threading.Thread(target=outcome.run, daemon=True).start()
    return outcome.wait(seconds)
