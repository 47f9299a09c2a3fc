"""Every real scanner file: counted as by hand-written readers or explained, and taken by at most one format."""

import json
import tomllib
from pathlib import Path

import pytest
from prerequisites import needs, shared

from generator.errors import ParseError
from generator.parsers.document import Document
from generator.parsers.inspect import row
from generator.parsers.registry import PARSERS

_HERE = Path(__file__).parent
_CASES = shared("cases")
_SCANS = _CASES / "scans"
_TRUTH = json.loads((_SCANS / "truth.json").read_text(encoding="utf-8")) if _SCANS.is_dir() else {}
_COUNTED = sorted(name for name, one in _TRUTH.items() if one.get("findings") is not None and not one.get("error"))
_EXPLAINED = {
    (one["file"], one["field"]): one
    for one in tomllib.loads((_HERE / "differences.toml").read_text(encoding="utf-8"))["difference"]
}

pytestmark = needs(_SCANS)


@pytest.mark.parametrize("name", _COUNTED)
def test_counts(name: str) -> None:
    truth, ours = _TRUTH[name], row(_SCANS / name)
    counts = {field: ours.get(field) or 0 for field in ("results", "ids")}
    for field, of_truth in (("results", "findings"), ("ids", "vuln_ids")):
        expected = truth.get(of_truth) or 0
        explained = _EXPLAINED.get((name, field))
        if explained:
            assert (explained["truth"], explained["ours"]) == (expected, counts[field]), field
        else:
            assert counts[field] == expected, field
    dropped = ours.get("dropped") or {}
    assert isinstance(dropped, dict)
    assert counts["results"] == (ours.get("unique") or 0) + (ours.get("duplicates") or 0) + sum(dropped.values())  # type: ignore[operator]


def test_at_most_one_format_in_twenty_is_explained_away() -> None:
    files = {name for name, field in _EXPLAINED if field in ("results", "ids")}
    assert len(files) <= len(_TRUTH) // 20
    for one in _EXPLAINED.values():
        assert len(str(one["reason"]).split()) >= 6


@pytest.mark.parametrize("path", sorted(path for path in _CASES.rglob("*") if path.is_file()), ids=lambda path: path.name)
def test_at_most_one_format_takes_a_file(path: Path) -> None:
    document = Document(path.name, path.read_bytes())
    takers = []
    for parser in PARSERS:
        try:
            if parser.recognizes(document):
                takers.append(parser.name)
        except ParseError:
            continue
    assert len([name for name in takers if name != "picture"]) <= 1
