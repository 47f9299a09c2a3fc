"""`atopack collect file` and `atopack collect directory`: their arguments, and what is said at the end."""

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from generator.cli.arguments import add_workspace_option
from generator.cli.collection_report import EVIDENCE_PLACE, CollectionReport, report
from generator.cli.terminal import progress, utc_now

PLACES = ("scans", "cluster", "pipelines", "diagrams", "registry", "cloud", "documents", "other")
"""A copy of `collectors.files.PLACES`, so that `--help` needs no collector; a test compares them."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument(
        "--collected", required=True, type=_moment, metavar="DATE", help="the day it was taken: 2026-11-20, or with a time"
    )
    parser.add_argument("--by", required=True, metavar="NAME", help="who took it")
    parser.add_argument("--source", required=True, metavar="TEXT", help="from where: the system, the job, the export")
    parser.add_argument(
        "--target", metavar="NAME", help="what it is about, where the file does not say; of a dump, the cluster"
    )
    parser.add_argument("--to", choices=PLACES, help="the folder it goes to; default: by what each file is")
    parser.add_argument("--again", action="store_true", help="copy also what is there already: it still holds on this date")
    add_workspace_option(parser, EVIDENCE_PLACE)
    parser.add_argument("--strict", action="store_true", help="end with 3 when anything was not copied")


def run(options: argparse.Namespace) -> CollectionReport:
    """Copy the files.

    Raises:
        ConfigError: a path or an option is wrong.
        CollectError: nothing could be copied.
    """
    from generator.collectors.files import FileRequest, collect

    request = FileRequest(
        workspace=options.workspace,
        paths=tuple(options.paths),
        collected=options.collected,
        by=options.by,
        source=options.source,
        target=options.target,
        to=options.to,
        again=options.again,
    )
    with progress() as shown:
        collection = collect(request, utc_now, lambda name, raw: _family(name, raw, shown))
    return report(collection)


def _family(name: str, raw: bytes, shown: Callable[[str, int, int], None]) -> str | None:
    """What a file is, as `atopack inspect` would say."""
    from generator.errors import ParseError
    from generator.parsers.document import Document
    from generator.parsers.registry import recognize

    shown(name, 0, 0)
    try:
        return recognize(Document(name, raw)).family
    except ParseError:
        return None


def _moment(text: str) -> datetime:
    """A day, or a moment; without a zone it is taken as UTC."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError as error:
        what = f"{text!r} is not a day like 2026-11-20 or a moment like 2026-11-20T09:30:00Z"
        raise argparse.ArgumentTypeError(what) from error
    moment = parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    if not 1970 <= moment.year < 3000:
        raise argparse.ArgumentTypeError(f"{text!r} is not between 1970 and 2999")
    return moment.replace(microsecond=0)
