"""One measurement in a process of its own: `python -m tests.bench.reading WHAT FILE [FORMAT]` prints it as JSON.

Processor seconds of the step alone, without the start of the interpreter; short steps are repeated for a quarter of a second
and the quickest counts. Peak memory is that of the process: pages of the file that the system keeps are not in it, since no
file is mapped.
"""

import csv
import gc
import hashlib
import io
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
from lxml import etree

from generator import file_loading
from generator.facts.history import History
from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.registry import read
from generator.workspace.folder import Workspace
from tests.evidence_read import read_all

_AT_LEAST = 0.25


def _parse(path: Path) -> Callable[[], int]:
    """Recognise and read, as the build does after hashing."""
    loaded = file_loading.load(path)
    evidence = EvidenceFile(path=path.name, sha256=loaded.sha256, size=loaded.size, media_type="application/octet-stream")

    def work() -> int:
        _, snapshot = read(Document(path.name, loaded.content), evidence)
        return snapshot.tally.results if isinstance(snapshot, ScanSnapshot) else 0

    return work


def _sha256(path: Path) -> Callable[[], int]:
    raw = path.read_bytes()
    return lambda: len(hashlib.sha256(raw).digest())


def _raw(path: Path) -> Callable[[], int]:
    """Is it JSON? Nothing is kept."""
    raw = path.read_bytes()
    return lambda: len(bytes(memoryview(msgspec.json.decode(raw, type=msgspec.Raw))[:1]))


def _objects(path: Path) -> Callable[[], int]:
    """JSON into plain dictionaries and lists."""
    raw = path.read_bytes()
    return lambda: len(msgspec.json.decode(raw))


def _elements(path: Path) -> Callable[[], int]:
    """Every element of XML once, with nothing done to it."""

    def work() -> int:
        count = 0
        for _, element in etree.iterparse(str(path), huge_tree=True, resolve_entities=False, no_network=True):
            element.clear()
            count += 1
        return count

    return work


def _tree(path: Path) -> Callable[[], int]:
    """XML into lxml's tree."""
    raw = path.read_bytes()
    return lambda: len(etree.fromstring(raw, etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True)))


def _rows(path: Path) -> Callable[[], int]:
    """Every row of CSV once, with nothing done to it."""
    raw = path.read_bytes()
    return lambda: sum(1 for _ in csv.reader(io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8", newline="")))


_HASHING = [0.0]
"""Seconds that the last run of `folded` spent on getting its files from the disk and hashing them."""


def _folded(path: Path) -> Callable[[], int]:
    """All evidence of a workspace, hashed, read and merged, as `build` does."""
    load = file_loading.load

    def timed(name: Path) -> file_loading.LoadedFile:
        before = time.process_time()
        loaded = load(name)
        _HASHING[0] += time.process_time() - before
        return loaded

    file_loading.load = timed

    def work() -> int:
        _HASHING[0] = 0.0
        snapshots, gaps = read_all(Workspace.open(path), lambda *_: None)
        assert not gaps, gaps[:3]
        return sum(scan.tally.results for scan in History.of(snapshots).of_kind(ScanSnapshot))

    return work


_STEPS: dict[str, Callable[[Path], Callable[[], int]]] = {
    "parse": _parse,
    "sha256": _sha256,
    "raw": _raw,
    "objects": _objects,
    "elements": _elements,
    "rows": _rows,
    "tree": _tree,
    "folded": _folded,
}


def main() -> None:
    """Measure one step."""
    what, path = sys.argv[1], Path(sys.argv[2])
    work = _STEPS[what](path)
    gc.disable()  # as the command line does
    best, spent, count = float("inf"), 0.0, 0
    while spent < _AT_LEAST:
        before = time.process_time()
        count = work()
        seconds = time.process_time() - before
        best, spent = min(best, seconds), spent + seconds
    print(json.dumps({"seconds": best, "count": count, "peak": _peak(), "hashing": _HASHING[0]}))


def _peak() -> int:
    """MB. Linux hands the peak that `getrusage` tells on from the process that started this one, but not `VmHWM`."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) >> 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


if __name__ == "__main__":
    main()
