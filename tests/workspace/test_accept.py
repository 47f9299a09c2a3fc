"""`atopack accept`: what was handed in is kept once, whole, and only when it is as it was written."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from generator.cli.main import main
from generator.errors import ConfigError, OutputEditedError
from generator.ids import UuidFactory
from generator.model.picture import LAYOUT
from generator.pipeline.publish import Published
from generator.resources import data
from generator.workspace import prior_package
from generator.workspace.accept import accept
from generator.workspace.folder import Workspace
from generator.workspace.prior_package import PLAN, WORKBOOK

SAMPLE = Path(str(data("samples"))) / "parcel-tracker"


@pytest.fixture
def package(sample_built: Published) -> Path:
    return sample_built.folder


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "ws").mkdir()
    (tmp_path / "ws/system.yaml").write_text("system: {id: parcel-tracker}\n")
    return tmp_path / "ws"


def copied(package: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(package, tmp_path / "package"))


def test_plan_workbook_manifest_and_sums_are_kept(package: Path, workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["accept", str(package), "--workspace", str(workspace), "--draft"]) == 0
    kept = workspace / "previous/2026-11-20"
    compared = ("oscal/system-security-plan.json", "diagrams/flows.json", LAYOUT, "cr26/accepted-vulnerabilities.json")
    names = (PLAN, WORKBOOK, *compared, "manifest.json", "SHA256SUMS")
    assert sorted(path.relative_to(kept).as_posix() for path in kept.rglob("*") if path.is_file()) == sorted(names)
    assert all((kept / name).read_bytes() == (package / name).read_bytes() for name in names)
    assert "previous/2026-11-20" in capsys.readouterr().out


def test_nothing_is_ever_overwritten(package: Path, workspace: Path) -> None:
    kept = accept(package, workspace, draft=True).folder
    (kept / "edited.xlsx").write_bytes(b"mine")
    with pytest.raises(ConfigError, match="this package was accepted before"):
        accept(package, workspace, draft=True)
    (kept / "manifest.json").write_bytes((kept / "manifest.json").read_bytes() + b"\n")
    with pytest.raises(ConfigError, match="a package of 2026-11-20 was accepted before"):
        accept(package, workspace, draft=True)
    assert (kept / "edited.xlsx").read_bytes() == b"mine"


CHANGES = (
    (WORKBOOK, b"x", f"changed: {WORKBOOK}"),
    ("oscal/system-security-plan.json", None, "missing: oscal/system-security-plan.json"),
    ("workbooks/notes.txt", b"x", "added: workbooks/notes.txt"),
    ("SHA256SUMS", b"x", "changed: SHA256SUMS"),
    ("SHA256SUMS", None, "has no SHA256SUMS"),
)


@pytest.mark.parametrize("change", CHANGES, ids=[what for _, _, what in CHANGES])
def test_a_package_that_is_not_as_it_was_written_is_refused(
    package: Path, workspace: Path, tmp_path: Path, change: tuple[str, bytes | None, str]
) -> None:
    file, content, what = change
    changed = copied(package, tmp_path)
    if content is None:
        (changed / file).unlink()
    else:
        (changed / file).write_bytes(content)
    with pytest.raises(OutputEditedError, match=what):
        accept(changed, workspace, draft=True)
    assert not (workspace / "previous").exists()


def test_a_draft_is_refused_unless_it_was_handed_in(package: Path, workspace: Path) -> None:
    assert b'"draft": true' in (package / "manifest.json").read_bytes()
    with pytest.raises(ConfigError, match="this package is a draft"):
        accept(package, workspace)


def test_what_is_no_package_or_workspace_is_said(package: Path, workspace: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="this is not a package"):
        accept(tmp_path, workspace)
    with pytest.raises(ConfigError, match=r"there is no system\.yaml"):
        accept(package, tmp_path, draft=True)


def test_the_next_package_is_arranged_as_the_accepted_one(package: Path, workspace: Path) -> None:
    assert main(["accept", str(package), "--workspace", str(workspace), "--draft"]) == 0
    read = Workspace.open(workspace)
    prior = prior_package.load(read, UuidFactory("x"), date(2026, 12, 20), ())
    assert prior.layout == (package / LAYOUT).read_bytes()
    assert f"previous/2026-11-20/{LAYOUT}" in prior.inputs
    (workspace / "previous/2026-11-20" / LAYOUT).write_bytes(b"[]")
    with pytest.raises(ConfigError, match="was changed since it was accepted"):
        prior_package.load(read, UuidFactory("x"), date(2026, 12, 20), ())


@pytest.mark.parametrize("written", [PLAN, "manifest.json"])
def test_a_package_that_is_built_anew_meanwhile_is_not_kept(
    package: Path, workspace: Path, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    copy = shutil.copyfile

    def copied_late(source: Path, place: Path) -> None:
        copy(source, place)
        if place.as_posix().endswith(written):
            place.write_bytes(place.read_bytes().replace(b"parcel", b"parcal"))

    monkeypatch.setattr(shutil, "copyfile", copied_late)
    with pytest.raises(OutputEditedError, match="written anew while it was accepted"):
        accept(package, workspace, draft=True)
    assert not list((workspace / "previous").glob("2*"))


def test_nothing_is_kept_through_a_link(package: Path, workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (workspace / "previous").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConfigError, match="never followed"):
        accept(package, workspace, draft=True)
    assert not list((tmp_path / "elsewhere").iterdir())
