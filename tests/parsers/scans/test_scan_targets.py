"""What was scanned, where the file does not say it: without a person's word a gap, with it that target, in every format."""

import ast
import json
from functools import cache
from pathlib import Path

import pytest
from scan_reading import EVIDENCE, read
from unnamed_targets import EMPTIED, emptied

from generator.errors import ParseError
from generator.model.evidence import GapKind
from generator.model.scan import ScanSnapshot
from generator.parsers import scans
from generator.parsers.base import Parser
from generator.parsers.document import Document
from generator.parsers.scans.registry import SCANS
from generator.workspace.folder import Workspace
from tests.evidence_read import read_all

_DATA = Path(__file__).parent / "testdata"
_GAP = " report does not say what was scanned"
_SAID = "registry.shop.example/shop/said:1"


def _names_none(parser: Parser, path: Path) -> bool:
    try:
        snapshot = parser.parse(Document(path.name, path.read_bytes()), EVIDENCE)
    except ParseError:
        return False
    return isinstance(snapshot, ScanSnapshot) and any(not target.named for target in snapshot.targets)


def _uses_evidence(module: str, seen: set[str]) -> bool:
    """Does a module of the formats, or one that it imports, take the target from the evidence?

    The accumulator knows how to name a target for whoever asks it, so it counts where it is asked, not where it is imported.
    """
    if module in seen or module == "tally" or not _file(module).exists():
        return False
    seen.add(module)
    return module == "target" or _asks_accumulator(module) or any(_uses_evidence(name, seen) for name in _imported(module))


def _asks_accumulator(module: str) -> bool:
    calls = (node.func for node in ast.walk(_parsed(module)) if isinstance(node, ast.Call))
    return any(isinstance(called, ast.Attribute) and called.attr in {"stated", "named"} for called in calls)


@cache
def _parsed(module: str) -> ast.Module:
    return ast.parse(_file(module).read_text(encoding="utf-8"))


def _file(module: str) -> Path:
    return Path(scans.__path__[0]) / f"{module}.py"


@cache
def _imported(module: str) -> tuple[str, ...]:
    """Names of the modules beside it that a module imports."""
    names: list[str] = []
    for node in ast.walk(_parsed(module)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(scans.__name__):
            names += [(node.module or "").rpartition(".")[2], *(alias.name for alias in node.names)]
    return tuple(names)


def _unnamed(parser: Parser) -> list[tuple[str, bytes]]:
    """Files of the format that do not say what was scanned."""
    if parser.name in EMPTIED:
        return [emptied(parser.name)]
    paths = [path for path in sorted((_DATA / parser.name).glob("*")) if not path.name.endswith(".expected.json")]
    return [(path.name, path.read_bytes()) for path in paths if path.stat().st_size and _names_none(parser, path)]


_UNNAMED = [(parser.name, name, raw) for parser in SCANS for name, raw in _unnamed(parser)]
_SELF_NAMED = {"trivy-k8s-json"}
"""A format that always says what was scanned."""


def test_every_format_that_may_name_no_target_is_tried() -> None:
    may = {parser.name for parser in SCANS if _uses_evidence(parser.name.replace("-", "_"), set())}
    untried = may - {name for name, _, _ in _UNNAMED}
    assert untried == set(), "every file of their test data names a target: add a line to `EMPTIED` of unnamed_targets.py"
    assert {parser.name for parser in SCANS} - may == _SELF_NAMED


@pytest.mark.parametrize("member", sorted({member for member, _, _ in _UNNAMED}))
def test_what_was_scanned_is_what_a_person_says_and_nothing_where_nobody_does(member: str, tmp_path: Path) -> None:
    for number, (name, raw) in enumerate((name, raw) for own, name, raw in _UNNAMED if own == member):
        _nobody_says(_workspace(tmp_path / f"{number}", name, raw))
        for stated_in in ("sidecar", "system.yaml"):
            _a_person_says(_workspace(tmp_path / f"{number}-{stated_in}", name, raw), name, raw, stated_in)


def _workspace(folder: Path, name: str, raw: bytes) -> Path:
    (folder / "evidence" / "scans").mkdir(parents=True)
    (folder / "system.yaml").write_text("{}\n")
    (folder / "evidence" / "scans" / name).write_bytes(raw)
    return folder


def _nobody_says(folder: Path) -> None:
    (snapshot,), gaps = _read(folder)
    assert any(not target.named for target in snapshot.targets)
    assert _GAP in " ".join(gaps)


def _a_person_says(folder: Path, name: str, raw: bytes, stated_in: str) -> None:
    if stated_in == "sidecar":
        (folder / "evidence" / "scans" / f"{name}.sidecar.json").write_text(json.dumps({"target": _SAID}))
    else:
        (folder / "system.yaml").write_text(f"evidence:\n  - glob: evidence/scans/{name}\n    target: {_SAID}\n")
    unnamed = {target.name for target in read(name, raw)[1].targets if not target.named}
    (snapshot,), gaps = _read(folder)
    assert all(target.named for target in snapshot.targets)
    assert _SAID in {target.name for target in snapshot.targets}
    assert not unnamed & {sighting.target for sighting in snapshot.results}
    assert _GAP not in " ".join(gaps)


def _read(folder: Path) -> tuple[list[ScanSnapshot], list[str]]:
    snapshots, gaps = read_all(Workspace.open(folder), lambda _what, _done, _all: None)
    assert all(gap.kind in {GapKind.NOT_ASSESSED, GapKind.UNDATED, GapKind.HOLDS_SECRETS} for gap in gaps)
    return [snapshot for snapshot in snapshots if isinstance(snapshot, ScanSnapshot)], [gap.reason for gap in gaps]
