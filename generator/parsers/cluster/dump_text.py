"""What `kubectl cluster-info dump` prints: lists, one after another, and the logs of every container between them.

A container writes what it likes into its log, and the log stands among the objects. So its block is only passed over where
the marks prove themselves: each container has one block, blocks do not overlap, and no mark stands alone. A log that forges
marks, and with them objects, breaks one of these and the dump is refused.

https://github.com/kubernetes/kubectl, `pkg/cmd/clusterinfo/clusterinfo_dump.go`.
"""

from collections.abc import Iterator

from generator.errors import ParseError
from generator.parsers.late_patterns import late_re

_MARK = late_re(rb"==== (START|END) logs for container (\S{1,253} of pod \S{1,600}) ====\r?\n?")
_BETWEEN = (b"\n}\n{", b"\n}\r\n{")
"""Between two indented JSON values. Inside of one no `}` and `{` stand in first place of two lines, without a comma."""
_NEXT = "collect it again with `kubectl cluster-info dump --output-directory DIR`, which keeps logs apart"


def has_logs(data: bytes) -> bool:
    """Are there blocks of logs?"""
    return b"==== START logs for container " in data


def json_values(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(offset, text) of each JSON value outside of the logs.

    Raises:
        ParseError: see `outside_of_logs`.
    """
    for start, end in outside_of_logs(data):
        at = start
        for until in _ends(data, start, end):
            yield at, data[at:until]
            at = until
        if data[at:end].strip():
            yield at, data[at:end]


def outside_of_logs(data: bytes) -> list[tuple[int, int]]:
    """Start and end of each part that is no log.

    Raises:
        ParseError: a log contains marks like those around it.
    """
    parts, at, opened = [], 0, b""
    seen: set[bytes] = set()
    for match in _MARK.finditer(data):
        starts, container = match[1] == b"START", match[2]
        if starts == bool(opened) or (container in seen if starts else container != opened):
            line = data.count(b"\n", 0, match.start()) + 1
            raise ParseError("a log that holds the marks of a dump", where=f"line {line}", next_step=_NEXT)
        if starts:
            parts.append((at, match.start()))
            seen.add(container)
        opened, at = (container, at) if starts else (b"", match.end())
    if opened:
        raise ParseError("the dump is cut off inside a log", next_step=_NEXT)
    return [*parts, (at, len(data))]


def _ends(data: bytes, start: int, end: int) -> Iterator[int]:
    """Where one value ends and another follows."""
    mark = next((each for each in _BETWEEN if data.find(each, start, end) >= 0), None)
    at = data.find(mark, start, end) if mark else -1
    while mark and at >= 0:
        yield at + len(mark) - 1
        at = data.find(mark, at + len(mark) - 1, end)
