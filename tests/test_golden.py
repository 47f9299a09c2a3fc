"""The golden helper itself, and the seal around all tests."""

import json
import socket
from datetime import date
from pathlib import Path

import golden
import pytest

from generator.model.scan import AffectedPackage, Severity


def test_records_enums_and_dates_are_compared_as_json(tmp_path: Path) -> None:
    path = tmp_path / "a.expected.json"
    path.write_text('{"package":{"name":"libz"},"on":"2026-01-02"}')
    golden.check({"on": date(2026, 1, 2), "package": AffectedPackage(name="libz")}, path)


def test_keys_without_a_value_are_left_out_and_others_are_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(golden.VARIABLE, "1")
    path = tmp_path / "a.expected.json"
    golden.check({"none": None, "empty": "", "list": [], "no": False, "zero": 0, "in": [{"none": None}]}, path)
    assert json.loads(path.read_text()) == {"no": False, "zero": 0, "in": [{}]}


def test_a_difference_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(golden.VARIABLE, raising=False)
    path = tmp_path / "a.expected.json"
    path.write_text('["high"]')
    golden.check([Severity.HIGH], path)
    with pytest.raises(AssertionError):
        golden.check([Severity.LOW], path)


def test_a_missing_golden_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(golden.VARIABLE, raising=False)
    with pytest.raises(pytest.fail.Exception, match="--update-golden"):
        golden.check([], tmp_path / "none.expected.json")


def test_update_rewrites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(golden.VARIABLE, "1")
    path = tmp_path / "a.expected.json"
    golden.check({"a": 1}, path)
    assert json.loads(path.read_text()) == {"a": 1}


def test_the_network_is_closed() -> None:
    with pytest.raises(AssertionError, match=r"192\.0\.2\.1"), socket.socket() as connection:
        connection.connect(("192.0.2.1", 80))
    with pytest.raises(AssertionError, match=r"example\.invalid"):
        socket.getaddrinfo("example.invalid", 80)
