"""What is read, as the stage that parses asks for it."""

import pytest

from generator.model.evidence import EvidenceFile
from generator.pipeline import parse as parsing


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were read, one after the other."""
    names: list[str] = []
    really = parsing.read

    def noted(document: object, evidence: EvidenceFile, mapped: object) -> object:
        names.append(evidence.path)
        return really(document, evidence, mapped)  # type: ignore[arg-type]

    monkeypatch.setattr(parsing, "read", noted)
    return names
