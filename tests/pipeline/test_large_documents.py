"""Documents that are too large for memory are published with the bytes of those that are kept in it."""

import tempfile
from datetime import date
from pathlib import Path

import pytest
from fewer_documents import only_documents
from folder_contents import contents
from prerequisites import FORKS

from generator import Workspace, build
from generator.documents import large_content
from tests.bench.findings import write_workspace

FEW = "workbooks/Appendix-O-POAM.xlsx", "report/poam.html"


def files_of(system: Path, to: Path, jobs: int) -> dict[str, bytes]:
    """The package by path."""
    with only_documents(*FEW):
        folder = build(Workspace.open(system), to, date(2026, 11, 20), formats=("xml",), jobs=jobs).folder
    return contents(folder)


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=FORKS)])
def test_the_package_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int) -> None:
    write_workspace(tmp_path / "system", findings=40, images=2, identifiers=30)
    in_memory = files_of(tmp_path / "system", tmp_path / "memory", jobs)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setattr(large_content, "LARGE", 2000)
    held: list[object] = []
    made = large_content.LargeContent.__init__

    def counted(self: large_content.LargeContent, file: object, size: int, sha256: str) -> None:
        held.append(size)
        made(self, file, size, sha256)  # type: ignore[arg-type]

    monkeypatch.setattr(large_content.LargeContent, "__init__", counted)
    assert files_of(tmp_path / "system", tmp_path / "file", jobs) == in_memory
    assert len(held) >= 4, "the five documents of OSCAL are larger than that"
    assert not list(temporary.iterdir())
