"""Reports in archives: damaged, disguised and overgrown ones are refused, and none takes the place of another."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from scan_reading import EVIDENCE

from generator.errors import ParseError
from generator.parsers.document import Document
from generator.parsers.scans import deepfence_xlsx, defender_endpoint_json
from generator.parsers.scans.deepfence_words import TABLES

_DATA = Path(__file__).parent / "testdata"


def _archive(files: Mapping[str, str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return written.getvalue()


_FILES = {"machines/m.json": '{"value": []}', "vulnerabilities/v.json": '{"value": []}'}


def test_folders_of_the_archive_tell_it() -> None:
    assert defender_endpoint_json.recognizes(Document("defender.zip", _archive(_FILES)))
    assert defender_endpoint_json.recognizes(Document("defender.zip", _archive({f"export/{k}": v for k, v in _FILES.items()})))
    assert not defender_endpoint_json.recognizes(Document("other.zip", _archive({"vulnerabilities/v.json": "{}"})))
    assert not deepfence_xlsx.recognizes(Document("defender.zip", _archive(_FILES)))


def test_an_archive_that_grows_is_refused() -> None:
    files = {**_FILES, **{f"vulnerabilities/{number}.json": " " * (1 << 20) for number in range(300)}}
    with pytest.raises(ParseError, match="more than a report"):
        defender_endpoint_json.parse(Document("defender.zip", _archive(files)), EVIDENCE)


@pytest.mark.parametrize("at", [40, 60, 90, -30, -10])
def test_damage_is_an_error_or_costs_nothing(at: int) -> None:
    raw = bytearray(_archive(_FILES))
    raw[at] ^= 0xFF
    document = Document("defender.zip", bytes(raw))
    if not defender_endpoint_json.recognizes(document):
        return
    try:
        snapshot = defender_endpoint_json.parse(document, EVIDENCE)
    except ParseError:
        return
    assert snapshot.tally.results == 0


def test_a_file_that_is_no_json_is_named() -> None:
    files = {**_FILES, "vulnerabilities/v.json": "no json"}
    with pytest.raises(ParseError, match="JSON"):
        defender_endpoint_json.parse(Document("defender.zip", _archive(files)), EVIDENCE)


def test_a_workbook_cut_anywhere_is_refused() -> None:
    raw = (_DATA / "deepfence-xlsx" / "many.xlsx").read_bytes()
    for part in range(0, len(raw), max(1, len(raw) // 25)):
        document = Document("report.xlsx", raw[:part])
        try:
            taken = deepfence_xlsx.recognizes(document)
        except ParseError:
            continue
        if taken:
            with pytest.raises(ParseError):
                deepfence_xlsx.parse(document, EVIDENCE)


@pytest.mark.parametrize("damaged", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"])
def test_a_workbook_is_known_by_the_part_that_can_be_read(damaged: str) -> None:
    header = "".join(f"<t>{name}</t>" for name in next(iter(TABLES))[0])
    parts = {"xl/sharedStrings.xml": header, "xl/worksheets/sheet1.xml": header.replace("<t>", "<v>").replace("</t>", "</v>")}
    raw = bytearray(_archive({"[Content_Types].xml": "", **parts}))
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        raw[archive.getinfo(damaged).header_offset] ^= 0xFF
    assert deepfence_xlsx.recognizes(Document("report.xlsx", bytes(raw)))
