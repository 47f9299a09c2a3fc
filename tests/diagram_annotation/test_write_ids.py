"""`atopack diagrams write-ids`: the next match is exact by id, the file is never lost, and nothing else is touched."""

import hashlib
import shutil
import stat
from pathlib import Path

import pytest
from prerequisites import need, shared

from generator.cli.main import main
from generator.diagram_annotation import write_ids
from generator.diagram_annotation.write_ids import _read, put
from generator.errors import ConfigError
from generator.model.diagram import DiagramSnapshot
from generator.model.evidence import EvidenceFile
from generator.model.identifiers import Sha256
from generator.resources import data

SAMPLE = Path(str(data("samples"))) / "parcel-tracker"
REAL = shared("cases/diagrams/pairs")
MAPPINGS = Path(__file__).parents[1] / "graph" / "mappings"


def run(*arguments: object) -> int:
    return main([str(one) for one in arguments])


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    shutil.copytree(SAMPLE, tmp_path / "ours")
    return tmp_path / "ours"


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_sample_s_drawing_gets_its_ids_once(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drawing, before = sample / "diagrams/boundary.drawio", everything(sample)
    drawing.chmod(0o640)
    assert run("diagrams", "write-ids", sample, "--as-of", "2026-11-20") == 0
    said = capsys.readouterr().out
    assert "diagrams/data-flow.mmd: not changed; ids go into draw.io files only" in said
    assert "ids written" in said
    assert 'workload="parcel-web/Deployment/web-portal"' in drawing.read_text()
    assert stat.S_IMODE(drawing.stat().st_mode) == 0o640
    after = everything(sample)
    kept = [path for path in after if path not in before]
    assert [after[path] for path in kept] == [before["diagrams/boundary.drawio"]]
    assert kept[0] in said
    assert {path for path in before if before[path] != after[path]} == {"diagrams/boundary.drawio"}
    run("diagrams", "write-ids", sample, "--as-of", "2026-11-20")
    assert everything(sample) == after, "a second run changes nothing"


def test_a_dry_run_says_what_it_would_do(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = everything(sample)
    run("diagrams", "write-ids", sample, "--as-of", "2026-11-20", "--dry-run")
    said = capsys.readouterr().out
    assert "would be written" in said
    assert "The file as it was" not in said
    assert everything(sample) == before


@pytest.mark.parametrize("name", ["retail-store", "tanf"])
def test_real_drawings_match_by_id_afterwards(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    pair, ours = need(REAL / name), tmp_path / "ours"
    drawing = next(pair.glob("diagram.*"))
    shutil.copytree(pair / "manifests", ours / "evidence/cluster/prod", copy_function=shutil.copyfile)
    (ours / "evidence/cluster/prod").chmod(0o755)
    (ours / "diagrams").mkdir()
    (ours / "decisions").mkdir()
    shutil.copyfile(drawing, ours / "diagrams" / drawing.name)
    (ours / "system.yaml").write_text("system: {id: ours}\n")
    known = MAPPINGS / f"{name}.yaml"
    decisions = (
        known.read_text() if known.exists() else "matches: [{drawn: AntiVirus API Application, workloads: [clamav-rest]}]"
    )
    (ours / "decisions/diagram-mapping.yaml").write_text(decisions)
    assert run("diagrams", "write-ids", ours) == 0
    capsys.readouterr()
    (ours / "decisions/diagram-mapping.yaml").unlink()
    run("compare", ours / "diagrams" / drawing.name, ours / "evidence/cluster/prod", "--json")
    said = capsys.readouterr().out
    assert '"tier": "explicit"' in said
    assert '"tier": "exact"' not in said
    assert '"in_both": []' not in said
    once = everything(ours)
    assert run("diagrams", "write-ids", ours) == 0
    assert everything(ours) == once


def test_collected_evidence_is_never_changed(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (sample / "diagrams/boundary.drawio.sidecar.json").write_text('{"collected": "2026-11-18T00:00:00Z"}')
    before = everything(sample)
    assert run("diagrams", "write-ids", sample, "--as-of", "2026-11-20") == 1
    assert "collected evidence is never changed" in capsys.readouterr().out
    assert everything(sample) == before


@pytest.mark.parametrize(
    ("path", "change", "what", "next_step"),
    [
        (
            "evidence/a.drawio",
            "",
            "collected evidence is never changed",
            "keep the drawing that people work on below diagrams/",
        ),
        ("diagrams/a.drawio", "changed", "the file changed while it was compared", "run this again"),
        ("diagrams/a.drawio", "link", "the file changed while it was compared", "run this again"),
        (
            "diagrams/a.drawio",
            "sidecar",
            "its sidecar says that it was collected, and collected evidence is never changed",
            "keep the drawing that people work on below diagrams/ without a sidecar",
        ),
    ],
)
def test_what_is_never_written_to(tmp_path: Path, path: str, change: str, what: str, next_step: str) -> None:
    drawing = tmp_path / path
    drawing.parent.mkdir()
    drawing.write_bytes(b"<mxfile/>")
    evidence = EvidenceFile(path=path, sha256=Sha256(hashlib.sha256(b"<mxfile/>").hexdigest()), size=9, media_type="")
    diagram = DiagramSnapshot(evidence=evidence, format="drawio", taken=None, pages=())
    if change == "changed":
        drawing.write_bytes(b"<mxfile />")
    elif change == "link":
        drawing.rename(tmp_path / "elsewhere")
        drawing.symlink_to(tmp_path / "elsewhere")
    elif change == "sidecar":
        Path(f"{drawing}.sidecar.json").write_text("{}")
    with pytest.raises(ConfigError) as refused:
        _read(tmp_path, diagram)
    assert (refused.value.what, refused.value.next_step) == (what, next_step)


def test_a_workspace_without_drawings_says_so(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(sample / "diagrams")
    assert run("diagrams", "write-ids", sample, "--as-of", "2026-11-20") == 0
    assert "no drawing that could be read" in capsys.readouterr().out


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.drawio"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(write_ids.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        put(path, b"new", copy=tmp_path / "copies/a.drawio")
    assert everything(tmp_path) == {"a.drawio": b"old", "copies/a.drawio": b"old"}


def test_a_copy_never_goes_where_something_else_is(tmp_path: Path) -> None:
    path = tmp_path / "a.drawio"
    path.write_bytes(b"old")
    (tmp_path / "copy").mkdir()
    with pytest.raises(ConfigError, match="no copy can be kept"):
        put(path, b"new", copy=tmp_path / "copy")
    assert path.read_bytes() == b"old"


def test_a_file_marked_as_read_only_stays_as_it_is(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drawing, before = sample / "diagrams/boundary.drawio", everything(sample)
    drawing.chmod(0o440)
    assert run("diagrams", "write-ids", sample, "--as-of", "2026-11-20") == 1
    assert "boundary.drawio: not changed: it is marked as read-only" in capsys.readouterr().out
    assert everything(sample) == before


def test_a_file_that_cannot_be_written_hides_no_other(
    sample: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was written before the disk was full is told, with its copy."""
    (sample / "diagrams/second.drawio").write_bytes((sample / "diagrams/boundary.drawio").read_bytes() + b"<!-- second -->")
    written: list[int] = []

    def full(handle: int) -> None:
        if written:
            raise OSError(28, "No space left on device")
        written.append(handle)

    monkeypatch.setattr(write_ids.os, "fsync", full)
    assert run("diagrams", "write-ids", sample, "--as-of", "2026-11-20") == 1
    said = capsys.readouterr().out
    assert "The file as it was: copies/diagrams/boundary.drawio" in said
    assert "diagrams/second.drawio: not changed: it cannot be written: No space left on device" in said


_TWICE = """<mxfile><diagram name="Boundary"><mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>
<mxCell id="a" value="Read API" vertex="1" parent="1"><mxGeometry x="0" y="0" width="120" height="60" as="geometry"/></mxCell>
<mxCell id="b" value="Read API" vertex="1" parent="1"><mxGeometry x="300" y="0" width="120" height="60" as="geometry"/></mxCell>
<mxCell id="c" value="Web" vertex="1" parent="1"><mxGeometry x="600" y="0" width="120" height="60" as="geometry"/></mxCell>
</root></mxGraphModel></diagram></mxfile>"""
_RUNS = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: read-api, namespace: shop}
spec: {template: {metadata: {labels: {app: r}}, spec: {containers: [{name: read-api, image: "read-api:1"}]}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {template: {metadata: {labels: {app: w}}, spec: {containers: [{name: web, image: "web:1"}]}}}
"""


def test_an_id_that_fits_two_shapes_is_to_be_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "evidence/cluster").mkdir(parents=True)
    (tmp_path / "diagrams").mkdir()
    (tmp_path / "system.yaml").write_text("system: {id: shop}\n")
    (tmp_path / "evidence/cluster/all.yaml").write_text(_RUNS)
    (tmp_path / "diagrams/a.drawio").write_text(_TWICE)
    assert run("diagrams", "write-ids", tmp_path) == 0
    said = capsys.readouterr().out
    assert "check: page Boundary: shop/Deployment/read-api fits 2 shapes: Read API, Read API" in said
    assert said.count("check:") == 1
