"""The public library, as somebody uses it who read its docstrings and nothing else."""

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import cast

import pytest
from fewer_documents import only_documents
from msgspec.structs import replace

import generator
from generator import (
    ConfigError,
    GeneratorError,
    OutputEditedError,
    ParseError,
    UnknownFormatError,
    ValidationFailedError,
    Workspace,
    assess,
    build,
    export,
    inspect,
    verify,
)
from generator.deliverables import registry
from generator.resources import data

AS_OF = date(2026, 11, 20)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("library") / "parcel-tracker"
    shutil.copytree(str(data("samples") / "parcel-tracker"), folder)
    return Workspace.open(folder)


def test_every_public_name_is_there_and_explained() -> None:
    for name in generator.__all__:
        assert getattr(generator, name).__doc__
    with pytest.raises(AttributeError, match="no attribute 'prepare'"):
        generator.prepare  # noqa: B018 - looking it up is what is tried


def test_every_error_says_what_to_do_next() -> None:
    for error in (ConfigError, OutputEditedError, ParseError, UnknownFormatError, ValidationFailedError):
        raised = error("it is broken", where="here", next_step="write it anew")
        assert isinstance(raised, GeneratorError)
        assert raised.diagnostics().splitlines() == ["it is broken", "  where: here", "  next:  write it anew"]
        assert raised.exit_code in (2, 3, 4)


def test_a_file_is_inspected(workspace: Workspace, tmp_path: Path) -> None:
    report = next((workspace.root / "evidence/scans").rglob("trivy*.json"))
    inspected = inspect(report)
    assert (inspected.family, inspected.format, inspected.gap) == ("scan", "trivy-json", None)
    assert inspected.snapshot is not None
    assert inspected.row()["path"] == str(report)
    unknown = tmp_path / "unknown.json"
    unknown.write_text("{}")
    assert inspect(unknown).gap
    with pytest.raises(OSError, match="missing"):
        inspect(tmp_path / "missing.json")


def test_a_workspace_is_assessed_and_nothing_is_written(workspace: Workspace) -> None:
    before = sorted(path for path in workspace.root.rglob("*"))
    steps: list[str] = []
    assessed = assess(workspace, AS_OF, progress=lambda what, _done, _total: steps.append(what))
    assert assessed.discrepancies
    assert assessed.postures
    assert assessed.facts.as_of == AS_OF
    assert "Reading evidence" in steps
    assert sorted(path for path in workspace.root.rglob("*")) == before


def test_a_package_is_built_exported_and_verified(workspace: Workspace, tmp_path: Path) -> None:
    with only_documents("report/index.html"):
        published = build(workspace, tmp_path / "output", AS_OF)
    assert published.folder == tmp_path / "output/parcel-tracker"
    assert verify(published.folder).differences == ()
    with only_documents("report/index.html"):
        exported = export(workspace, "conmon", tmp_path / "bags", AS_OF)
    checked = verify(exported.folder)
    assert checked.files
    assert checked.differences == ()
    (published.folder / "report/index.html").write_text("edited")
    assert [difference.path for difference in verify(published.folder).differences] == ["report/index.html"]
    with pytest.raises(OutputEditedError):
        build(workspace, tmp_path / "output", AS_OF)
    with pytest.raises(ConfigError, match="no purpose"):
        export(workspace, "nothing", tmp_path / "bags", AS_OF)


def test_every_option_is_handed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[tuple[object, ...], dict[str, object]]] = []

    def made(*values: object, **named: object) -> None:
        given.append((values, named))

    def shown(_what: str, _done: int, _total: int) -> None:
        """No step is shown."""

    monkeypatch.setattr("generator.pipeline.stages.build", made)
    monkeypatch.setattr("generator.deliverables.exporting.export", made)
    system = cast("Workspace", "a workspace")
    signer = cast("generator.Signer", "a signer")
    caches = {"cache": tmp_path / "a", "evidence_cache": tmp_path / "b"}
    build(system, tmp_path, AS_OF, final=True, formats=("xml",), jobs=3, progress=shown, **caches)
    export(system, "conmon", tmp_path, AS_OF, final=True, formats=("xml",), signer=signer, progress=shown, **caches)
    purpose = replace(registry.purpose("conmon"), formats=("xml",))
    assert given == [
        ((system, tmp_path, AS_OF, shown), {**caches, "final": True, "formats": ("xml",), "jobs": 3}),
        ((system, purpose, tmp_path, AS_OF, shown), {**caches, "final": True, "signer": signer}),
    ]


def test_importing_it_loads_no_reader() -> None:
    code = "import sys, generator; print(any(name.startswith('generator.parsers') for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
