"""Makes the redacted copies of a delivery, beside the raw files and never in their place."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

import msgspec

from generator.deliverables.decided import decided_paths
from generator.deliverables.redaction_rules import FILE, RedactionRule
from generator.deliverables.secrets.search import spans
from generator.deliverables.secrets.streams import DAMAGE, NotLookedIntoError, streams
from generator.deliverables.secrets.windows import TextWindow, windows
from generator.errors import ConfigError
from generator.seal.copying import digest
from generator.workspace.folder import RedactedCopy, Workspace

MARK = b"REDACTED"


class RedactedPart(msgspec.Struct, frozen=True, kw_only=True):
    """What one rule cut out of one file."""

    path: str
    """In the workspace."""
    rule: RedactionRule
    count: int


class Redacted(msgspec.Struct, frozen=True, kw_only=True):
    """The copies, and what is not in them."""

    copies: Mapping[str, RedactedCopy]
    """By path in the workspace."""
    cuts: tuple[RedactedPart, ...] = ()
    unmet: tuple[RedactionRule, ...] = ()
    """Rules that cut nothing."""


def redact(workspace: Workspace, rules: Sequence[RedactionRule], folder: Path) -> Redacted:
    """Copies below `folder` of every file of the evidence and of the decisions that a rule finds something in.

    Raises:
        ConfigError: a rule finds something in an archive or a packed file, which is not rewritten.
        OSError: a file cannot be read, or the disk is full.
    """
    copies: dict[str, RedactedCopy] = {}
    cuts: list[RedactedPart] = []
    for number, path in enumerate(_paths(workspace) if rules else ()):
        fitting = [rule for rule in rules if rule.fits(path)]
        if not fitting:
            continue
        counts, copy = _redact(workspace.place(path), path, fitting, folder / f"{number}{Path(path).suffix[:16]}")
        if copy is not None:
            copies[path] = copy
            cuts += [RedactedPart(path=path, rule=rule, count=counts[rule.line]) for rule in fitting if counts[rule.line]]
    used = {cut.rule.line for cut in cuts}
    return Redacted(copies=copies, cuts=tuple(cuts), unmet=tuple(rule for rule in rules if rule.line not in used))


def _paths(workspace: Workspace) -> Iterator[str]:
    yield from decided_paths(workspace)
    for path in workspace.listing().paths:
        yield path
        sidecar = workspace.sidecar(path)
        if sidecar is not None:
            yield sidecar


def _redact(source: Path, path: str, rules: Sequence[RedactionRule], target: Path) -> tuple[Counter[int], RedactedCopy | None]:
    """How often each rule cut, by its line; and the copy, where anything was."""
    counts: Counter[int] = Counter()
    with target.open("xb") as out:
        try:
            for stream in streams(source):
                scissors = _Scissors(rules, out)
                for window in windows(stream.pieces()):
                    scissors.cut(window)
                counts += scissors.counts
                if stream.packed and counts:
                    raise ConfigError(
                        "an archive is not redacted" if stream.name else "a packed file is not redacted",
                        where=f"{FILE}, line {min(counts)}, about {path}{f', {stream.name}' if stream.name else ''}",
                        next_step="unpack it into the evidence, or leave it out",
                    )
        except (NotLookedIntoError, *DAMAGE) as error:
            _refuse_system_fault(error)
            counts.clear()
    if not counts:
        target.unlink()
        return counts, None
    return counts, RedactedCopy(file=target, original=digest(source).sha256)


def _refuse_system_fault(error: Exception) -> None:
    """What is damaged or encrypted cannot be cut, and the search for secrets says so of it; a full disk is something else.

    Raises:
        OSError: it is one of the system's.
    """
    if isinstance(error, OSError) and error.errno is not None:
        raise error


class _Scissors:
    """Writes a text without what some rules find in it."""

    def __init__(self, rules: Sequence[RedactionRule], out: BinaryIO) -> None:
        self.counts: Counter[int] = Counter()
        self._rules = rules
        self._out = out
        self._done = 0
        """Bytes of the text that were written or cut."""

    def cut(self, window: TextWindow) -> None:
        """The window's own part. Where two finds overlap, the first takes both; one may reach into the next window."""
        for begin, end, line in sorted(self._spans(window)):
            at = self._done - window.offset
            if begin >= at:
                self._out.write(window.data[at:begin])
                self._out.write(MARK)
                self.counts[line] += 1
            self._done = max(self._done, window.offset + end)
        at = self._done - window.offset
        if at < window.stop:
            self._out.write(window.data[at : window.stop])
            self._done = window.offset + window.stop

    def _spans(self, window: TextWindow) -> Iterator[tuple[int, int, int]]:
        for rule in self._rules:
            if rule.expression is None:
                yield from ((begin, end, rule.line) for begin, end, _ in spans(window))
                continue
            for match in rule.expression.finditer(window.data):
                begin, end = match.span("cut") if "cut" in rule.expression.groupindex else match.span()
                if window.first <= begin < window.stop and window.data[begin:end] != MARK:
                    yield begin, end, rule.line
