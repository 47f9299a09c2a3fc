"""Where neither the inputs nor the package changed, a build is left as it is and prints the same; else it is made."""

import os
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from unittest import mock

import msgspec
import pytest
from fewer_documents import only_documents

import generator
from generator import file_loading
from generator.cli.main import main
from generator.documents import kept_entries
from generator.parsers.diagrams import dot

FINDING = {"VulnerabilityID": "CVE-2026-1", "PkgName": "zlib", "InstalledVersion": "1", "Severity": "HIGH", "Title": "A title"}
REPORT = {
    "SchemaVersion": 2,
    "ArtifactName": "shop/cart:1",
    "ArtifactType": "container_image",
    "Results": [{"Target": "shop/cart:1", "Class": "os-pkgs", "Type": "debian", "Vulnerabilities": [FINDING]}],
}
SYSTEM = (
    "system: {id: shop, name: Shop, impact-level: low, baseline: li-saas}\nevidence: [{glob: '*', collected: 2026-11-18}]\n"
)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """The workspaces of which a package was made, not left."""
    roots: list[Path] = []
    really = generator.build

    def noted(workspace: generator.Workspace, *given: object, **named: object) -> object:
        roots.append(workspace.root)
        return really(workspace, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(generator, "build", noted)
    with only_documents():
        yield roots


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with one report."""
    root = tmp_path / "shop"
    (root / "evidence").mkdir(parents=True)
    (root / "decisions").mkdir()
    (root / "evidence/trivy.json").write_bytes(msgspec.json.encode(REPORT))
    (root / "system.yaml").write_text(SYSTEM)
    return root


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """`atopack build` of it with a cache: exit code and what it prints."""

    def build(
        *words: str, day: str = "2026-11-20", output: Path = tmp_path / "out", cache: Path = tmp_path / "cache"
    ) -> tuple[int, str]:
        code = main(["build", str(root), "--output", str(output), "--cache", str(cache), "--as-of", day, "--jobs", "1", *words])
        return code, capsys.readouterr().out

    return build


def test_a_build_of_which_nothing_changed_is_left_and_prints_the_same(run: Run, made: list[Path], tmp_path: Path) -> None:
    first = run()
    before = changed(tmp_path / "out/shop")
    assert len(made) == 1
    assert run() == first == run("--jobs", "2")
    assert len(made) == 1
    assert changed(tmp_path / "out/shop") == before


def changed(folder: Path) -> dict[Path, tuple[int, int]]:
    """Every file and folder, and when it was last changed."""
    return {path: (path.stat().st_ino, path.stat().st_ctime_ns) for path in folder.rglob("*")}


@pytest.mark.parametrize(
    "words", [("--json",), ("--strict",), ("--format", "yaml"), ("--as-of", "2026-11-21")], ids=lambda words: words[0]
)
def test_something_else_that_is_asked_for_is_made(run: Run, made: list[Path], words: tuple[str, ...]) -> None:
    run()
    other = run(*words)
    assert len(made) == 2
    assert run(*words) == other
    assert len(made) == 2


def change(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("evidence/trivy.json", msgspec.json.encode(REPORT).decode().replace("HIGH", "LOW")),
        ("evidence/other.json", "{}"),
        ("evidence/trivy.json.sidecar.json", '{"target": "shop/cart:1"}'),
        ("system.yaml", SYSTEM.replace("Shop", "Store")),
        ("decisions/notes.md", "read by nothing"),
        ("narratives/ac-2.md", "Accounts are reviewed each month.\n"),
        ("previous/readme.txt", "nothing"),
        ("forms/plan.docx", "named by nothing"),
    ],
)
def test_any_file_of_the_workspace_that_changes_makes_a_build(
    run: Run, made: list[Path], root: Path, name: str, text: str
) -> None:
    run()
    change(root, name, text)
    run()
    assert len(made) == 2


def test_a_file_that_goes_makes_a_build(run: Run, made: list[Path], root: Path) -> None:
    change(root, "evidence/other.json", "{}")
    first = run()
    (root / "evidence/other.json").unlink()
    assert run() != first
    assert len(made) == 2


@pytest.mark.parametrize("name", ["manifest.json", "SHA256SUMS", "assessment-results.json"])
def test_a_package_that_lacks_a_file_is_made(run: Run, made: list[Path], tmp_path: Path, name: str) -> None:
    first = run()
    (file,) = (tmp_path / "out/shop").rglob(name)
    whole = file.read_bytes()
    file.unlink()
    if name == "manifest.json":  # NOTE: no package of ours, then, and never overwritten
        assert run() != first
        assert len(made) == 2
    else:
        assert run() == first
        assert len(made) == 2
        assert file.read_bytes() == whole


def test_a_package_that_a_person_changed_is_refused_as_without_a_cache(run: Run, made: list[Path], tmp_path: Path) -> None:
    run()
    (file,) = (tmp_path / "out/shop").rglob("assessment-results.json")
    file.write_bytes(file.read_bytes() + b"\n")
    assert run()[0] == 2
    (tmp_path / "out/shop/mine.txt").write_text("mine")
    assert run()[0] == 2


def test_the_package_of_another_build_is_made_again(run: Run, made: list[Path], root: Path) -> None:
    first = run()
    text = (root / "system.yaml").read_text()
    change(root, "system.yaml", text.replace("Shop", "Store"))
    run()
    change(root, "system.yaml", text)
    assert run() == first
    assert len(made) == 3


def test_a_note_that_is_damaged_is_not_used(run: Run, made: list[Path], tmp_path: Path) -> None:
    first = run()
    (note,) = (path for path in (tmp_path / "cache/builds").rglob("*") if path.is_file())
    data = note.read_bytes()
    note.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    assert run() == first
    assert len(made) == 2
    assert note.read_bytes() == data


def test_other_sources_make_a_build(run: Run, made: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    first = run()
    monkeypatch.setattr(kept_entries, "sources_digest", lambda: b"other sources")
    assert run() == first
    assert len(made) == 2


def test_what_a_link_leads_to_may_change(run: Run, made: list[Path], root: Path, tmp_path: Path) -> None:
    (root / "notes").symlink_to(tmp_path)
    assert run() == run()
    assert len(made) == 2


def test_a_file_whose_content_cannot_be_read_is_not_tried_again(run: Run, made: list[Path], root: Path) -> None:
    change(root, "evidence/broken.json", msgspec.json.encode(REPORT).decode()[:-20])
    first = run()
    assert "broken.json" in first[1]
    assert run() == first
    assert len(made) == 1


def test_a_file_that_a_program_gave_up_on_is_tried_again(
    run: Run, made: list[Path], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(root, "diagrams/boundary.dot", "digraph { a -> b }\n")
    with monkeypatch.context() as patch:
        patch.setattr(dot, "read", partial(dot.read, seconds=0.0))
        first = run()
    assert "boundary.dot" in first[1]
    assert run() != first
    assert len(made) == 2


def test_a_file_that_a_reader_failed_with_is_tried_again(
    run: Run, made: list[Path], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(root, "diagrams/boundary.dot", "digraph { a -> b }\n")
    with monkeypatch.context() as patch:
        patch.setattr(dot, "read", mock.Mock(side_effect=MemoryError))
        first = run()
    assert "boundary.dot" in first[1]
    assert run() != first
    assert len(made) == 2


def test_evidence_that_changes_while_a_package_is_made_keeps_nothing(
    run: Run, made: list[Path], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = generator.build

    def meanwhile(*given: object, **named: object) -> object:
        published = really(*given, **named)  # type: ignore[arg-type]
        change(root, "decisions/notes.md", "changed meanwhile")
        return published

    monkeypatch.setattr(generator, "build", meanwhile)
    run()
    monkeypatch.setattr(generator, "build", really)
    run()
    assert len(made) == 2


def test_output_and_cache_may_lie_in_the_workspace(run: Run, made: list[Path], root: Path) -> None:
    places = {"output": root / "out", "cache": root / "kept/cache"}
    first = run(**places)  # type: ignore[arg-type]
    assert run(**places) == first  # type: ignore[arg-type]
    assert len(made) == 1


def test_helm_is_an_input(run: Run, made: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run()
    (tmp_path / "bin").mkdir()
    helm = tmp_path / "bin/helm"
    helm.write_text("#!/bin/sh\n")
    helm.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    assert run() == first
    assert len(made) == 2


def test_evidence_of_which_all_is_known_is_hashed_once_and_not_opened(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(root, "evidence/other.json", msgspec.json.encode(REPORT).decode().replace("cart", "till"))
    run()
    change(root, "evidence/trivy.json", msgspec.json.encode(REPORT).decode().replace("HIGH", "LOW"))
    opened: list[str] = []
    really = file_loading.load

    def load(path: Path) -> file_loading.LoadedFile:
        opened.append(path.name)
        return really(path)

    monkeypatch.setattr(file_loading, "load", load)
    later = time.time_ns() + 60_000_000_000
    monkeypatch.setattr(time, "time_ns", lambda: later)
    run()
    assert opened == ["trivy.json"]


def test_evidence_that_changes_after_the_inputs_were_hashed_is_read_as_it_is(
    run: Run, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    later = time.time_ns() + 60_000_000_000
    monkeypatch.setattr(time, "time_ns", lambda: later)
    changed_report = msgspec.json.encode(REPORT).decode().replace("CVE-2026-1", "CVE-2026-2")
    really = generator.build

    def meanwhile(*given: object, **named: object) -> object:
        change(root, "evidence/trivy.json", changed_report)
        return really(*given, **named)  # type: ignore[arg-type]

    change(root, "decisions/notes.md", "changed")
    monkeypatch.setattr(generator, "build", meanwhile)
    run()
    assert (tmp_path / "out/shop/evidence/trivy.json").read_text() == changed_report
    assert "CVE-2026-2" in (tmp_path / "out/shop/oscal/assessment-results.json").read_text()
