"""What was scanned, where the file does not say it: without a person's word a gap, with it that target, in every format."""

import ast
import json
from collections.abc import Iterator
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
    """Does a module of the formats, or one that it imports, take the target from the evidence?"""
    file = Path(scans.__path__[0]) / f"{module}.py"
    if module in seen or not file.exists():
        return False
    seen.add(module)
    return module == "target" or any(_uses_evidence(name, seen) for name in _imported(file.read_text(encoding="utf-8")))


def _imported(text: str) -> Iterator[str]:
    """Names of the modules beside it that a module imports."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(scans.__name__):
            yield (node.module or "").rpartition(".")[2]
            yield from (alias.name for alias in node.names)


def _unnamed(parser: Parser) -> list[tuple[str, bytes]]:
    """Files of the format that do not say what was scanned."""
    if parser.name in EMPTIED:
        return [emptied(parser.name)]
    paths = [path for path in sorted((_DATA / parser.name).iterdir()) if not path.name.endswith(".expected.json")]
    return [(path.name, path.read_bytes()) for path in paths if path.stat().st_size and _names_none(parser, path)]


_UNNAMED = [(parser.name, name, raw) for parser in SCANS for name, raw in _unnamed(parser)]
_SELF_NAMED = {"trivy-k8s-json"}
"""A format that always says what was scanned."""


def test_every_format_that_may_name_no_target_is_tried() -> None:
    may = {parser.name for parser in SCANS if _uses_evidence(parser.name.replace("-", "_"), set())}
    assert may - {name for name, _, _ in _UNNAMED} == set()
    assert {parser.name for parser in SCANS} - may == _SELF_NAMED


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "system.yaml").write_text("{}\n")
    (tmp_path / "evidence" / "scans").mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize(("member", "name", "raw"), _UNNAMED, ids=[f"{member}/{name}" for member, name, _ in _UNNAMED])
def test_nobody_says_what_was_scanned(member: str, name: str, raw: bytes, folder: Path) -> None:
    (folder / "evidence" / "scans" / name).write_bytes(raw)
    (snapshot,), gaps = _read(folder)
    assert any(not target.named for target in snapshot.targets)
    assert _GAP in " ".join(gaps)


@pytest.mark.parametrize("said_in", ["sidecar", "system.yaml"])
@pytest.mark.parametrize(("member", "name", "raw"), _UNNAMED, ids=[f"{member}/{name}" for member, name, _ in _UNNAMED])
def test_a_person_says_what_was_scanned(member: str, name: str, raw: bytes, said_in: str, folder: Path) -> None:
    file = folder / "evidence" / "scans" / name
    file.write_bytes(raw)
    if said_in == "sidecar":
        file.with_name(f"{name}.sidecar.json").write_text(json.dumps({"target": _SAID}))
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
