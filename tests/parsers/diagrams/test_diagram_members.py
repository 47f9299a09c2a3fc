"""Each member's own small files."""

from datetime import UTC, datetime
from pathlib import Path

import golden
import pytest
from diagram_reading import TESTDATA, snapshot, taker

from generator.errors import ParseError
from generator.parsers.diagrams import diagram_yaml, inspect
from generator.parsers.diagrams.registry import DIAGRAMS
from generator.workspace.folder import Workspace
from tests.evidence_read import read_all

_NAMES = [parser.name for parser in DIAGRAMS]
_FILES = sorted(path for name in _NAMES for path in (TESTDATA / name).glob("*") if not path.name.endswith(".expected.json"))
_REFUSED = {"broken", "empty.mmd", "empty.md", "empty.puml", "empty.dot", "empty.dsl", "empty.json", "empty.csv", "empty.d2"}
"""A drawing program saves an empty page; a text without a shape is a mistake."""


def _is_refused(path: Path) -> bool:
    return path.parent.name == "picture" or path.name.split(".")[0] in _REFUSED or path.name in _REFUSED


@pytest.mark.parametrize("name", _NAMES)
def test_every_member_has_its_four_files(name: str) -> None:
    found = {path.name.split(".")[0] for path in (TESTDATA / name).iterdir()}
    assert {"empty", "one", "many", "broken"} <= found


@pytest.mark.parametrize("path", _FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_file_is_taken_by_its_own_member_first(path: Path) -> None:
    parser = taker(path.read_bytes(), path.name)
    assert parser is not None
    assert parser.name == path.parent.name


@pytest.mark.parametrize("path", [path for path in _FILES if not _is_refused(path)], ids=lambda path: path.name)
def test_what_is_read(path: Path) -> None:
    golden.check(snapshot(path.read_bytes(), path.name).pages, path.parent / f"{path.name}.expected.json")


@pytest.mark.parametrize(
    "path", [path for path in _FILES if _is_refused(path)], ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_what_cannot_be_read_says_what_to_do(path: Path) -> None:
    with pytest.raises(ParseError) as caught:
        snapshot(path.read_bytes(), path.name)
    assert caught.value.next_step


def test_a_picture_is_told_from_one_that_is_cut_off() -> None:
    with pytest.raises(ParseError, match="not machine readable"):
        snapshot((TESTDATA / "picture" / "one.png").read_bytes())
    with pytest.raises(ParseError, match="cut off"):
        snapshot((TESTDATA / "picture" / "broken.png").read_bytes())


def test_the_same_drawing_reads_the_same_from_every_kind_of_file() -> None:
    from_xml = snapshot((TESTDATA / "drawio-xml" / "many.drawio").read_bytes(), "d")
    from_png = snapshot((TESTDATA / "drawio-png" / "many.drawio.png").read_bytes(), "d")
    assert [inspect.row(one) for one in (from_xml, from_png)] == [inspect.row(from_xml)] * 2


def test_a_drawing_is_dated_by_its_last_edit() -> None:
    found = snapshot((TESTDATA / "drawio-xml" / "many.drawio").read_bytes())
    assert found.taken == datetime(2026, 3, 4, 5, 6, 7, 890000, tzinfo=UTC)
    assert snapshot((TESTDATA / "drawio-xml" / "one.drawio").read_bytes()).taken is None


def test_a_scene_reads_the_same_from_a_file_and_from_a_picture() -> None:
    file = snapshot((TESTDATA / "excalidraw-json" / "many.excalidraw").read_bytes(), "d")
    picture = snapshot((TESTDATA / "excalidraw-picture" / "many.excalidraw.png").read_bytes(), "d")
    assert inspect.row(file) == inspect.row(picture)


def test_a_flowchart_reads_the_same_alone_and_fenced() -> None:
    text = (TESTDATA / "markdown" / "one.md").read_text()
    alone = text.split("```mermaid\n")[1].split("```")[0]
    assert [inspect.row(snapshot(one.encode()))["nodes"] for one in (text, alone)] == [
        [
            {"id": "oven", "label": "oven", "kind": "component", "parent": None},
            {"id": "tray", "label": "tray", "kind": "component", "parent": None},
        ]
    ] * 2


@pytest.mark.parametrize(
    ("name", "written", "stands_for"),
    [
        ("a.png.diagram.yaml", "", "diagrams/a.png"),
        ("a.diagram.yaml", "", "diagrams/a.pdf"),
        ("a.diagram.yml", "picture: other.svg\n", "diagrams/other.svg"),
    ],
)
def test_a_diagram_written_by_hand_stands_for_its_picture(name: str, written: str, stands_for: str) -> None:
    found = snapshot(f"diagram: A\n{written}nodes:\n  - id: x\n".encode(), name)
    assert stands_for in diagram_yaml.pictures(found)
    assert "diagrams/b.png" not in diagram_yaml.pictures(found)
    assert not diagram_yaml.pictures(snapshot(b"graph TD\na", "a.mmd"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("nodes:\n  - {id: x, kind: cloud}", "`kind` must be one of component, actor, external, note; found `cloud`"),
        ("nodes:\n  - {id: x, colour: red}", "`colour` is not a known key"),
        ("nodes:\n  - {id: x}\n  - {id: x}", "`x` is there twice"),
        ("nodes:\n  - {id: x, in: y}", "`x` lies in `y`"),
        ("boundaries:\n  - {id: x, in: y}\n  - {id: y, in: x}", "contains itself"),
    ],
)
def test_mistakes_in_a_diagram_written_by_hand_are_named(text: str, says: str) -> None:
    with pytest.raises(ParseError, match=says) as caught:
        snapshot(f"diagram: A\n{text}\n".encode(), "a.diagram.yaml")
    assert caught.value.where
    assert caught.value.next_step


def test_the_row_of_inspect() -> None:
    row = inspect.row(snapshot((TESTDATA / "drawio-svg" / "many.drawio.svg").read_bytes()))
    assert row == {
        "pages": ["Backup"],
        "nodes": [
            {"id": "a", "label": "Harvest DB", "kind": "component", "parent": None},
            {"id": "b", "label": "Backup ärchive", "kind": "component", "parent": None},
        ],
        "edges": [{"source": "a", "target": "b", "label": "nightly", "ports": []}],
        "notes": [],
    }


def test_a_picture_beside_its_written_diagram_is_no_gap(tmp_path: Path) -> None:
    folder = tmp_path / "diagrams"
    folder.mkdir()
    (tmp_path / "system.yaml").write_text("{}\n", encoding="utf-8")
    for name in ("drawn.png", "other.png"):
        (folder / name).write_bytes((TESTDATA / "picture" / "one.png").read_bytes())
    (folder / "drawn.png.diagram.yaml").write_text("diagram: Drawn\nnodes:\n  - id: web\n", encoding="utf-8")
    snapshots, gaps = read_all(Workspace.open(tmp_path), lambda *_: None)
    assert [one.evidence.path for one in snapshots] == ["diagrams/drawn.png.diagram.yaml"]
    assert [(gap.path, gap.reason.split(":")[0]) for gap in gaps] == [("diagrams/other.png", "not machine readable")]
