"""The shared real files of Trivy Operator and the secret scanners: counted as by hand, taken by one, without their secrets."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from prerequisites import needs, shared
from scan_reading import read

from generator.errors import ParseError
from generator.parsers.document import Document
from generator.parsers.registry import PARSERS
from generator.parsers.scans import inspect
from generator.parsers.scans.registry import SCANS

_HERE = Path(__file__).parent
_CASES = shared("cases/scans")
_FOLDERS = ("detect_secrets", "gitleaks", "trivy_operator", "trufflehog")
_MEMBERS = ("detect-secrets", "gitleaks", "trivy-operator", "trufflehog")
_FIELDS = {"results": "findings", "ids": "vuln_ids", "unique": "unique_tuples"}
_SECRET_KEYS = {
    *("Raw", "RawV2", "Redacted", "Secret", "Match", "secret", "match", "offender", "line", "hashed_secret", "diff"),
    *("printDiff", "stringsFound"),
}
_FILES = [path for folder in _FOLDERS for path in sorted((_CASES / folder).glob("*"))]

pytestmark = needs(_CASES)


def _name(path: Path) -> str:
    return path.relative_to(_CASES).as_posix()


@pytest.mark.parametrize("path", _FILES, ids=_name)
def test_counts(path: Path) -> None:
    truth = json.loads((_CASES / "truth.json").read_text(encoding="utf-8"))[_name(path)]
    rows = tomllib.loads((_HERE / "differences.toml").read_text(encoding="utf-8"))["difference"]
    written = {row["field"]: row for row in rows if row["file"] == _name(path)}
    _, snapshot = read(_name(path), path.read_bytes())
    row = inspect.row(snapshot)
    for field, of_truth in _FIELDS.items():
        expected = (written[field]["truth"], written[field]["ours"]) if field in written else (truth[of_truth],) * 2
        assert (truth[of_truth], row[field]) == expected, field
    tally = snapshot.tally
    assert tally.results == tally.unique + tally.duplicates + sum(count for _, count in tally.dropped)


@pytest.mark.parametrize("path", _FILES, ids=_name)
def test_taken_by_exactly_one(path: Path) -> None:
    document = Document(_name(path), path.read_bytes())
    (taker,) = [parser.name for parser in PARSERS if parser.recognizes(document)]
    assert taker.startswith(_MEMBERS[_FOLDERS.index(path.parent.name)])


def _secrets(value: object, key: str = "") -> Iterator[str]:
    """Every text under a key that holds a secret; numbers of lines are none."""
    if isinstance(value, dict):
        for inner, of in value.items():
            yield from _secrets(of, inner if inner in _SECRET_KEYS else key)
    elif isinstance(value, list):
        for of in value:
            yield from _secrets(of, key)
    elif key and isinstance(value, str) and len(value) > 8:
        yield value


@pytest.mark.parametrize("path", _FILES, ids=_name)
def test_no_real_secret_leaves(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    try:
        content = json.loads(text)
    except ValueError:
        content = [json.loads(line) for line in text.splitlines() if line]
    _, snapshot = read(_name(path), path.read_bytes())
    shown = repr(snapshot)
    assert not [secret for secret in _secrets(content) if secret in shown or repr(secret)[1:-1] in shown]


@needs(_CASES)
def test_nothing_else_is_taken() -> None:
    members = [parser for parser in SCANS if parser.name.startswith(_MEMBERS)]
    for path in sorted(_CASES.parent.rglob("*.json")):
        if path.parent.name in _FOLDERS or path.stat().st_size > 10_000_000:
            continue
        document = Document(_name(path) if path.is_relative_to(_CASES) else path.name, path.read_bytes())
        try:
            takers = [parser.name for parser in members if parser.recognizes(document)]
        except ParseError:
            continue
        assert not takers, path.name
