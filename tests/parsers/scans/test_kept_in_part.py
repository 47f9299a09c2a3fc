"""Reports of which another program has kept a part, or changed the frame: read as those of their tool."""

import json

import pytest
from scan_reading import read

from generator.errors import ParseError
from generator.model.scan import Disposition

_SNYK = {"id": "SNYK-JS-CART-1", "severity": "high", "from": ["shop@1", "cart@1"]}
_CRATE = {"advisory": {"id": "RUSTSEC-2026-0001", "package": "cart"}, "versions": {"patched": ["2"]}}
_LEAK = {"rule": "aws-key", "offender": "REDACTED", "file": "a.py", "start_line": 3}


@pytest.mark.parametrize(
    ("content", "format_name", "entries"),
    [
        (
            {"vulnerabilities": [{**_SNYK, "packageName": "cart", "identifiers": None}], "packageManager": "npm"},
            "snyk-json",
            [("SNYK-JS-CART-1", "/vulnerabilities/0")],
        ),
        (
            {"vulnerabilities": [{**_SNYK, "semver": {"vulnerable": "<2"}}]},
            "snyk-json",
            [("SNYK-JS-CART-1", "/vulnerabilities/0")],
        ),
        ({"vulnerabilities": [], "packageManager": "npm"}, "snyk-json", []),
        ({"vulnerabilities": {"0": _CRATE}}, "cargo-audit-json", [("RUSTSEC-2026-0001", "/vulnerabilities/0")]),
        ({"leaks": [{"rule": "x", "offender": "y"}, _LEAK]}, "gitleaks-json", [("aws-key", "/leaks/1"), ("x", "/leaks/0")]),
    ],
    ids=["snyk", "snyk-entries-alone", "snyk-nothing", "cargo-audit-object", "gitleaks-object"],
)
def test_is_read_by_its_entries(content: object, format_name: str, entries: list[tuple[str, str]]) -> None:
    taken_by, snapshot = read("report.json", json.dumps(content).encode())
    assert taken_by == format_name
    assert [(result.identifier, result.source.place) for result in snapshot.results] == entries
    assert snapshot.tally.results == len(entries)


def test_leaks_below_an_object_are_told_apart_by_their_lines() -> None:
    leaks = [_LEAK, {**_LEAK, "start_line": 4}, _LEAK]
    _, snapshot = read("report.json", json.dumps({"leaks": leaks}).encode())
    assert (snapshot.tally.unique, snapshot.tally.duplicates) == (2, 1)


def test_no_leaks_below_an_object_need_the_name_of_the_tool() -> None:
    taken_by, snapshot = read("evidence/gitleaks/report.json", b'{"leaks": []}')
    assert (taken_by, snapshot.tally.results, len(snapshot.targets)) == ("gitleaks-json", 0, 1)


def test_nikto_that_reached_no_host_found_nothing() -> None:
    item = {"id": "000029", "OSVDB": "0", "url": "/", "msg": "ERROR: No web server on shop.example:80"}
    taken_by, snapshot = read("nikto.json", json.dumps(item).encode())
    assert taken_by == "nikto-json"
    assert [result.disposition for result in snapshot.results] == [Disposition.ERROR]
    assert not snapshot.assessed
    assert snapshot.not_assessed_because == "Nikto did not reach a host"


@pytest.mark.parametrize("content", [{"leaks": []}, {"vulnerabilities": {"0": {"id": "a"}}}, {"vulnerabilities": []}])
def test_what_names_no_tool_stays_unknown(content: object) -> None:
    with pytest.raises((StopIteration, ParseError)):
        read("report.json", json.dumps(content).encode())
