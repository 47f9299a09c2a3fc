"""Files that are not held in memory: the same answers, read from where they lie."""

from pathlib import Path

import pytest
from replacing import replace

from generator import file_loading
from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers import file_parts, xml
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.registry import read

_DATA = Path(__file__).parent / "scans" / "testdata"
_STREAMED = [
    path
    for path in sorted(_DATA.glob("*/many.*"))
    if path.suffix in {".csv", ".xml", ".nessus"} and path.parent.name not in {"stig-ckl", "qualys-host-asset-xml"}
]
_WHOLE = [_DATA / "trivy-json/many.json", _DATA / "stig-ckl/many.ckl"]


def _loaded(path: Path) -> tuple[str, ScanSnapshot]:
    loaded = file_loading.load(path)
    evidence = EvidenceFile(path=path.name, sha256=loaded.sha256, size=loaded.size, media_type="x")
    parser, snapshot = read(Document(path.name, loaded.content), evidence)
    assert isinstance(snapshot, ScanSnapshot)
    return parser.name, snapshot


@pytest.mark.parametrize("path", _STREAMED, ids=lambda path: path.parent.name)
def test_xml_and_csv_are_never_whole(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = _loaded(path)
    monkeypatch.setattr(file_loading, "HELD", 0)
    monkeypatch.setattr(file_parts, "LARGEST_WHOLE", 0)
    assert file_loading.load(path).content == path
    assert _loaded(path) == expected


@pytest.mark.parametrize("path", [path for path in _WHOLE if path.is_file()], ids=lambda path: path.parent.name)
def test_other_formats_are_read_whole_within_bounds(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = _loaded(path)
    monkeypatch.setattr(file_loading, "HELD", 0)
    assert _loaded(path) == expected
    monkeypatch.setattr(file_parts, "LARGEST_WHOLE", 10)
    with pytest.raises(ParseError, match="piece by piece"):
        _loaded(path)


def test_a_file_that_went_away_is_an_error_with_a_next_step(tmp_path: Path) -> None:
    gone = Document("a.xml", tmp_path / "a.xml")
    for look in (
        lambda: gone.head,
        lambda: gone.tail,
        lambda: gone.raw,
        gone.opened_text,
        lambda: list(xml.stream(gone.content)),
    ):
        with pytest.raises(ParseError, match="can no longer be read") as caught:
            look()
        assert caught.value.next_step


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("format_", ["nessus-xml", "tenable-sc-csv", "qualys-csv"])
def test_encodings_make_no_difference(format_: str, encoding: str, tmp_path: Path) -> None:
    (path,) = (path for path in sorted((_DATA / format_).glob("many.*")) if "expected" not in path.name)
    text = path.read_text("utf-8").replace('encoding="UTF-8"', "")
    copy = tmp_path / path.name
    copy.write_bytes(text.encode(encoding))
    name, expected = _loaded(path)
    found, snapshot = _loaded(copy)
    assert found == name
    assert snapshot.tally == expected.tally
    assert replace(snapshot, evidence=expected.evidence).targets == expected.targets


def test_text_in_two_bytes_is_text() -> None:
    assert Document("a.txt", "Some words, and more".encode("utf-16")).container is FileContainer.TEXT
    assert Document("a.bin", b"Some\x00words").container is FileContainer.BINARY


def test_text_that_is_not_utf8_is_told_where_it_stands() -> None:
    raw = (_DATA / "tenable-sc-csv/many.csv").read_bytes()
    filler = raw.splitlines(keepends=True)[0] + b"900001,Old protocol,,High,10.9.0.1,TCP,443\n" * 4_000
    with pytest.raises(ParseError, match="not text in UTF-8") as caught:
        read(
            Document("a.csv", filler + b"900001,\xe9t\xe9,,High,10.9.0.1\n"),
            EvidenceFile(path="a", sha256="0", size=1, media_type="x"),
        )
    assert "line" in caught.value.where


def test_a_tag_of_megabytes_is_read_in_time_that_grows_with_its_size() -> None:
    """Expat begins anew with a tag that is not complete: pieces must grow with it."""
    fed: list[int] = []

    class Counting(xml.Elements):
        def feed(self, piece: bytes, *, last: bool) -> None:
            fed.append(len(piece))
            super().feed(piece, last=last)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xml, "Elements", Counting)
        (element,) = xml.stream(b'<a><b c="' + b"x" * (8 << 20) + b'"/></a>', "b")
    assert len(element.get("c", "")) == 8 << 20
    assert len(fed) < 20


def test_wanted_elements_thousands_deep_are_each_named_once() -> None:
    depth = 3_000
    raw = b'<r xmlns="u">' + b"<h>" * depth + b"</h>" * depth + b"</r>"
    assert [element.tag for element in xml.stream(raw, "h")] == ["{u}h"] * depth


def test_namespaces_are_in_braces_and_attributes_too() -> None:
    raw = b'<r xmlns:x="u"><h x:id="1" id="2"><x:i x:id="3">text</x:i>tail</h></r>'
    (element,) = xml.stream(raw, "h")
    assert element.attrib == {"{u}id": "1", "id": "2"}
    inside = element.find("{u}i")
    assert inside is not None
    assert (inside.text, inside.tail, inside.attrib) == ("text", "tail", {"{u}id": "3"})


def test_an_entity_that_nobody_declared_is_an_error() -> None:
    with pytest.raises(ParseError, match="not valid XML"):
        list(xml.stream(b'<!DOCTYPE r SYSTEM "r.dtd"><r><h>&b;</h></r>', "h"))


def test_names_without_end_are_forgotten() -> None:
    raw = b"<r>" + b"".join(b"<n%d/><h/>" % number for number in range(30_000)) + b"</r>"
    assert sum(1 for _ in xml.stream(raw, "h")) == 30_000
