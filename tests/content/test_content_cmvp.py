"""Certificates of cryptographic modules, as a list that the user keeps."""

import io
import json
from datetime import date
from pathlib import Path

import pytest

from generator.content.cmvp import CMVP, module_certificate
from generator.content.opened import OpenContent
from generator.content.store import add
from generator.errors import ConfigError
from generator.model.crypto import ModuleStatus

FIRST = "# CMVP, dated 2026-11-20\n"
COLUMNS = "Certificate,Status,Sunset,Module,Version\n"
LIST = f"{FIRST}{COLUMNS}1234,Active,2028-03-01,Example Module,3.0.8\n99,historical,,Old Module,\n".encode()


def test_lines_are_sorted_and_dated() -> None:
    assert CMVP.recognizes(LIST)
    found = CMVP.condense(io.BytesIO(LIST))
    assert (found.dated, found.dated_by) == (date(2026, 11, 20), "first line")
    assert [json.loads(line) for line in found.lines] == [
        ["1234", "active", "2028-03-01", "Example Module", "3.0.8"],
        ["99", "historical", None, "Old Module", ""],
    ]
    one = module_certificate(found.lines[0], found.dated)
    assert (one.certificate, one.sunset, one.dated) == (1234, date(2028, 3, 1), date(2026, 11, 20))


def test_a_certificate_sunsets() -> None:
    one = module_certificate(CMVP.condense(io.BytesIO(LIST)).lines[0], date(2026, 11, 20))
    assert one.status_on(date(2028, 3, 1)) is ModuleStatus.ACTIVE
    assert one.status_on(date(2028, 3, 2)) is ModuleStatus.HISTORICAL


def test_optional_columns_and_a_byte_order_mark() -> None:
    data = b"\xef\xbb\xbf" + f"{FIRST}sunset,certificate,status,other\n,7,revoked,x\n".encode()
    assert CMVP.recognizes(data)
    assert [json.loads(line) for line in CMVP.condense(io.BytesIO(data)).lines] == [["7", "revoked", None, "", ""]]


@pytest.mark.parametrize(
    "text",
    [
        COLUMNS + "1,active,\n",
        FIRST + "certificate,status\n1,active\n",
        FIRST + COLUMNS,
        FIRST + COLUMNS + "x,active,\n",
        FIRST + COLUMNS + "0,active,\n",
        FIRST + COLUMNS + "1,good,\n",
        FIRST + COLUMNS + "1,active,soon\n",
        FIRST + COLUMNS + "1,active,\n1,revoked,\n",
        FIRST + COLUMNS + "1\n",
        FIRST.replace("2026", "1026") + COLUMNS + "1,active,\n",
        FIRST + COLUMNS + '1,active,"\n',
        FIRST,
    ],
)
def test_a_wrong_list_is_refused(text: str) -> None:
    with pytest.raises(ConfigError):
        CMVP.condense(io.BytesIO(text.encode()))


def test_a_workspace_finds_its_certificates(tmp_path: Path) -> None:
    (tmp_path / "system.yaml").write_text("system: {name: Shop}\n")
    (tmp_path / "cmvp.csv").write_bytes(LIST)
    list(add(tmp_path, "cmvp", [str(tmp_path / "cmvp.csv")], date(2026, 11, 20)))
    content = OpenContent.of(tmp_path)
    found = content.certificate(1234)
    assert found is not None
    assert found.module == "Example Module"
    assert content.certificate(12) is None
    assert OpenContent({}).certificate(1234) is None
