"""Searches every file of a delivery for secrets, piece by piece. What is found is its kind and place, never the secret."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path

import msgspec

from generator.deliverables.secrets import assignments, kept_detectors, kubernetes, scanner_reports
from generator.deliverables.secrets.patterns import KUBERNETES, PATTERNS, REPORT
from generator.deliverables.secrets.streams import DAMAGE, NotLookedIntoError, Stream, streams
from generator.deliverables.secrets.windows import TextWindow, windows
from generator.text import left_out

_COMPILED = tuple(pattern.compiled() for pattern in PATTERNS)
_SHOWN_LINES = 3
"""Reasons that are reported why something of a file was not searched."""
_MOST = 1000
"""Places of one kind in one text that are reported; the others are counted with the last."""


class DetectedSecret(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One secret."""

    path: str
    """In the delivery."""
    rule: str
    place: str
    """`line 12`, `line 1, byte 40123`, with the member of an archive before it."""


class Searched(msgspec.Struct, frozen=True, kw_only=True):
    """What was found in a file, and what of it was not searched."""

    secrets: tuple[DetectedSecret, ...] = ()
    unsearched: str = ""
    """Why a part was not; empty where all was."""


def search(path: str, source: Path | bytes) -> Searched:
    """All of one file, archives included.

    Raises:
        OSError: it cannot be read.
    """
    secrets: dict[DetectedSecret, None] = {}
    unsearched: list[str] = []
    known: set[str] = set()
    try:
        for stream in streams(source):
            unsearched += [stream.unsearched] if stream.unsearched else []
            rows = tuple(_in_stream(stream, unsearched))
            for rule, place in rows:
                if not (stream.again and rule in known):
                    where = f"{stream.name}, {place}" if stream.name else place
                    secrets[DetectedSecret(path=path, rule=rule, place=where)] = None
            known = {rule for rule, _ in rows}
    except NotLookedIntoError as error:
        unsearched.append(str(error))
    except DAMAGE as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        unsearched.append(f"the archive is damaged or encrypted ({type(error).__name__})")
    return Searched(secrets=tuple(secrets), unsearched="; ".join(list(dict.fromkeys(unsearched))[:_SHOWN_LINES]))


def spans(window: TextWindow) -> Iterator[tuple[int, int, str]]:
    """Where secrets stand in a window, in its order: begin, end, rule."""
    rows = {(begin, end, pattern.of.rule) for pattern in _COMPILED for begin, end in pattern.spans(window.data)}
    rows |= set(kept_detectors.spans(window.data))
    rows |= {(begin, end, REPORT) for begin, end in scanner_reports.spans(window.data)}
    rows |= {(begin, end, assignments.RULE) for begin, end in _apart(assignments.spans(window.data), rows)}
    rows = {row for row in rows if window.first <= row[0] < window.stop}
    if window.whole and kubernetes.mentioned(window.data):
        rows |= {(begin, end, KUBERNETES) for begin, end in kubernetes.spans(window.data)}
    yield from sorted(rows)


def _apart(places: Iterable[tuple[int, int]], rows: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int]]:
    """Those places that touch none of the rows: what has a rule of its own is not reported again by its name."""
    known = sorted((begin, end) for begin, end, _ in rows)
    begins = [begin for begin, _ in known]
    reach = list(accumulate((end for _, end in known), max))
    for begin, end in places:
        before = bisect_left(begins, end)
        if not before or reach[before - 1] <= begin:
            yield begin, end


def _in_stream(stream: Stream, unsearched: list[str]) -> Iterator[tuple[str, str]]:
    """Rules with their places; what of it could not be searched is added to the list."""
    counts: Counter[str] = Counter()
    for window in windows(stream.pieces()):
        unsearched += _unread(window)
        place = window.placing()
        for begin, _, rule in spans(window):
            counts[rule] += 1
            if counts[rule] <= _MOST:
                yield rule, place(begin)
    for rule, number in sorted(counts.items()):
        if number > _MOST:
            yield rule, left_out(number - _MOST, "place")


def _unread(window: TextWindow) -> tuple[str, ...]:
    """Why Secrets in it were not read; empty where they were, or where there are none."""
    if not kubernetes.mentioned(window.data):
        return ()
    if not window.whole:
        return ("it mentions Kubernetes Secrets and is too large to be read whole for their data",)
    if not kubernetes.readable(window.data):
        return ("it mentions Kubernetes Secrets and is neither JSON nor YAML that can be read for their data",)
    return ()
