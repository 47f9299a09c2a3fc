"""Reads one diagram as the registry would."""

import hashlib
from pathlib import Path

from prerequisites import shared

from generator.model.diagram import DiagramPage, DiagramSnapshot
from generator.model.evidence import EvidenceFile
from generator.parsers.base import Parser
from generator.parsers.diagrams.registry import DIAGRAMS
from generator.parsers.document import Document

TESTDATA = Path(__file__).parent / "testdata"
CASES = shared("cases/diagrams")


def taker(raw: bytes, name: str = "diagram") -> Parser | None:
    """The member that says the content is its own."""
    document = Document(name, raw)
    return next((parser for parser in DIAGRAMS if parser.recognizes(document)), None)


def snapshot(raw: bytes, name: str = "diagram") -> DiagramSnapshot:
    """The content, read by the member that takes it."""
    parser = taker(raw, name)
    assert parser is not None, f"nobody takes {name}"
    sha256 = hashlib.sha256(raw).hexdigest()
    evidence = EvidenceFile(path=f"diagrams/{name}", sha256=sha256, size=len(raw), media_type="application/octet-stream")
    found = parser.parse(Document(name, raw), evidence)
    assert isinstance(found, DiagramSnapshot)
    return found


def page(text: str) -> DiagramPage:
    """The one page of a text."""
    (found,) = snapshot(text.encode()).pages
    return found


def drawing(*cells: str) -> str:
    """A draw.io page with these cells on its one layer."""
    return f'<mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>{"".join(cells)}</root></mxGraphModel>'


def shape(cell: str, value: str, box: tuple[float, float, float, float], style: str = "html=1", parent: str = "1") -> str:
    """One shape of a draw.io page."""
    x, y, width, height = box
    return (
        f'<mxCell id="{cell}" value="{value}" style="{style}" vertex="1" parent="{parent}">'
        f'<mxGeometry x="{x}" y="{y}" width="{width}" height="{height}" as="geometry"/></mxCell>'
    )
