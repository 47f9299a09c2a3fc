"""Searches every file of a delivery for secrets, piece by piece. What is found is its kind and place, never the secret."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.export.secrets import kubernetes
from generator.export.secrets.patterns import KUBERNETES, PATTERNS
from generator.export.secrets.streams import DAMAGE, NotLookedIntoError, Stream, streams
from generator.export.secrets.windows import Window, windows
from generator.text import left_out

_COMPILED = tuple(one.compiled() for one in PATTERNS)
_TOLD = 3
"""Reasons that are reported why something of a file was not searched."""
_MOST = 1000
"""Places of one kind in one text that are reported; the others are counted with the last."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Found:
    """One secret."""

    path: str
    """In the delivery."""
    rule: str
    place: str
    """`line 12`, `line 1, byte 40123`, with the member of an archive before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """What was found in a file, and what of it was not searched."""

    found: tuple[Found, ...] = ()
    unsearched: str = ""
    """Why a part was not; empty where all was."""


def search(path: str, source: Path | bytes) -> Searched:
    """All of one file, archives included.

    Raises:
        OSError: it cannot be read.
    """
    found: dict[Found, None] = {}
    unsearched: list[str] = []
    known: set[str] = set()
    try:
        for stream in streams(source):
            unsearched += [stream.unsearched] if stream.unsearched else []
            rows = tuple(_in_stream(stream, unsearched))
            for rule, place in rows:
                if not (stream.again and rule in known):
                    found[Found(path=path, rule=rule, place=f"{stream.name}, {place}" if stream.name else place)] = None
            known = {rule for rule, _ in rows}
    except NotLookedIntoError as error:
        unsearched.append(str(error))
    except DAMAGE as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        unsearched.append(f"the archive is damaged or encrypted ({type(error).__name__})")
    return Searched(found=tuple(found), unsearched="; ".join(list(dict.fromkeys(unsearched))[:_TOLD]))


def spans(window: Window) -> Iterator[tuple[int, int, str]]:
    """Where secrets stand in a window, in its order: begin, end, rule."""
    rows = {
        (begin, end, one.of.rule)
        for one in _COMPILED
        for begin, end in one.spans(window.data)
        if window.first <= begin < window.stop
    }
    if window.whole and kubernetes.mentioned(window.data):
        rows |= {(begin, end, KUBERNETES) for begin, end in kubernetes.spans(window.data)}
    yield from sorted(rows)


def _in_stream(stream: Stream, unsearched: list[str]) -> Iterator[tuple[str, str]]:
    """Rules with their places; what of it could not be searched is added to the list."""
    told: Counter[str] = Counter()
    for window in windows(stream.pieces()):
        unsearched += _unread(window)
        place = window.placing()
        for begin, _, rule in spans(window):
            told[rule] += 1
            if told[rule] <= _MOST:
                yield rule, place(begin)
    for rule, number in sorted(told.items()):
        if number > _MOST:
            yield rule, left_out(number - _MOST, "place")


def _unread(window: Window) -> tuple[str, ...]:
    """Why Secrets in it were not read; empty where they were, or where there are none."""
    if not kubernetes.mentioned(window.data):
        return ()
    if not window.whole:
        return ("it mentions Kubernetes Secrets and is too large to be read whole for their data",)
    if not kubernetes.readable(window.data):
        return ("it mentions Kubernetes Secrets and is neither JSON nor YAML that can be read for their data",)
    return ()
