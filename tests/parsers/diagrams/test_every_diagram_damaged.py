"""Damaged files of every format: an error with its next step, or pages whose lines and boxes hold together; nothing else."""

import hashlib
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import TypeVar

import pytest
from diagram_reading import CASES, TESTDATA
from parsers.scans import mutations
from prerequisites import needs
from seeded_choices import SeededChoices

from generator.errors import ParseError
from generator.model.diagram import DiagramSnapshot
from generator.model.evidence import EvidenceFile
from generator.parsers.base import Parser
from generator.parsers.diagrams.registry import DIAGRAMS
from generator.parsers.document import Document

T = TypeVar("T")
_FILES = [
    (parser, path)
    for parser in DIAGRAMS
    for path in sorted((TESTDATA / parser.name).iterdir())
    if not path.name.endswith(".expected.json") and path.stat().st_size
]
_IDS = [f"{parser.name}/{path.name}" for parser, path in _FILES]
_SLOW = {"dot": 6, "markdown": 12}
"""A process of its own for each text of Graphviz."""
_TIMES = 60


def _survives(parser: Parser, name: str, raw: bytes) -> None:
    evidence = EvidenceFile(path=name, sha256=hashlib.sha256(raw).hexdigest(), size=len(raw), media_type="text/plain")
    document = Document(name, raw)
    try:
        found = parser.parse(document, evidence) if parser.recognizes(document) else None
    except ParseError:
        return
    if found is None:
        return
    assert isinstance(found, DiagramSnapshot)
    for page in found.pages:
        known = {node.id for node in page.nodes}
        assert len(known) == len(page.nodes)
        assert {node.parent for node in page.nodes} <= known | {None}
        assert {end for edge in page.edges for end in (edge.source_id, edge.target_id)} <= known
        assert {box for edge in page.edges for box in (edge.source_box, edge.target_box)} <= known | {None}


def _mutations(path: Path) -> tuple[mutations.Mutation, ...]:
    if path.suffix in {".drawio", ".xml", ".svg"}:
        return (*mutations.OF_BYTES, *mutations.OF_XML * 2)
    if path.suffix in {".json", ".excalidraw"}:
        return (*mutations.OF_BYTES, *mutations.OF_JSON)
    if path.suffix == ".vsdx":
        return (*mutations.OF_BYTES, *(_member,) * 10)
    return mutations.OF_BYTES if path.suffix in {".png", ".pdf"} else (*mutations.OF_BYTES, *mutations.OF_TEXT * 3)


def _member(raw: bytes, choices: mutations.Choices) -> bytes:
    """One member of an archive damaged as XML, the archive whole."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
        return raw
    name = choices.one(sorted(members))
    members[name] = choices.one(mutations.OF_XML)(members[name], choices)
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for each, content in members.items():
            archive.writestr(zipfile.ZipInfo(each, (2026, 1, 1, 0, 0, 0)), content)
    return made.getvalue()


@pytest.mark.parametrize(("parser", "path"), _FILES, ids=_IDS)
def test_damaged_by_machine_editor_and_attacker(parser: Parser, path: Path) -> None:
    for number in range(_SLOW.get(parser.name, _TIMES)):
        choices = SeededChoices(f"{parser.name}/{path.name}/{number}")
        raw = path.read_bytes()
        for _ in range(choices.number(3) + 1):
            raw = choices.one(_mutations(path))(raw, choices)
        _survives(parser, path.name, raw)


@pytest.mark.parametrize(("parser", "path"), _FILES, ids=_IDS)
def test_cut_anywhere(parser: Parser, path: Path) -> None:
    raw = path.read_bytes()
    steps = 3 if parser.name in _SLOW else 40
    for part in range(0, len(raw), max(len(raw) // steps, 1)):
        _survives(parser, path.name, raw[:part])


@needs(CASES)
@pytest.mark.parametrize("parser", [parser for parser in DIAGRAMS if parser.name not in _SLOW], ids=lambda parser: parser.name)
def test_real_files_damaged(parser: Parser) -> None:
    paths = [path for path in sorted(CASES.glob("*.*")) if path.stat().st_size < 100_000]
    taken = [path for path in paths if parser.recognizes(Document(path.name, path.read_bytes()))]
    for path in taken:
        for number in range(8):
            choices = SeededChoices(f"{path.name}/{number}")
            _survives(parser, path.name, choices.one(_mutations(path))(path.read_bytes(), choices))
