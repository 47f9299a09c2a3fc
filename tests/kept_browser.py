"""One browser for many modules of tests. Every test asks whether it ends, so this needs none: see `prerequisite_users`."""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from typing import Any


class KeptBrowser:
    """A browser from the first module that takes it to the first that does not: to start it with its driver, and to load a page
    for the first time, takes a second."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._started: Any = None

    def take(self, browser: Callable[[], AbstractContextManager[Any]]) -> Any:
        """The browser, started unless it is there."""
        if self._started is None:
            self._started = self._open.enter_context(browser())
        return self._started

    def close_contexts(self) -> None:
        """What a module opened ends with it."""
        for context in self._started.contexts if self._started else ():
            context.close()

    def end(self) -> None:
        """The browser and its driver."""
        self._started = None
        self._open.close()
