"""The shared real files of Trivy Operator and the secret scanners: read without their secrets."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from prerequisites import needs, shared
from scan_reading import read

_CASES = shared("cases/scans")
_FOLDERS = ("detect_secrets", "gitleaks", "trivy_operator", "trufflehog")
_SECRET_KEYS = {
    *("Raw", "RawV2", "Redacted", "Secret", "Match", "secret", "match", "offender", "line", "hashed_secret", "diff"),
    *("printDiff", "stringsFound"),
}
_FILES = [path for folder in _FOLDERS for path in sorted((_CASES / folder).glob("*"))]

pytestmark = needs(_CASES)


def _name(path: Path) -> str:
    return path.relative_to(_CASES).as_posix()


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
