"""What a command has of its surroundings: the clock, the cache folder and a bar of progress on a terminal."""

import argparse
import os
import sys
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.pipeline.parse import Progress


def utc_now() -> datetime:
    """The only place where the moment is read from the clock."""
    return datetime.now(UTC)


def today() -> date:
    """The day of `utc_now`."""
    return utc_now().date()


def as_of(options: argparse.Namespace) -> date:
    """The day of `--as-of`, else today."""
    named: date | None = options.as_of
    return named or today()


def cache() -> Path | None:
    """Where derived schemas are kept between runs; None where there is no home folder to keep them in."""
    chosen = os.environ.get("XDG_CACHE_HOME", "")
    try:
        return (Path(chosen) if chosen else Path.home() / ".cache") / "atopack"
    except RuntimeError:
        return None


@contextmanager
def progress() -> "Iterator[Progress]":
    """A bar on a terminal; nothing when the output is piped."""
    if not sys.stderr.isatty():
        yield _silent
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    # NOTE: drawn at each step and not by a thread, beside which no process may be forked
    with Bar(console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task("", total=None)
        yield lambda text, done, total: bar.update(task, description=text, completed=done, total=total, refresh=True)


def _silent(_text: str, _done: int, _total: int) -> None:
    """No progress without a terminal."""
