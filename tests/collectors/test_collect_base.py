import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.collectors.base import CollectorInfo, RawFile, Sidecar, dated_folder, folder_name, write_sidecar
from generator.errors import ConfigError
from generator.model.evidence import DatedBy
from generator.workspace.folder import Listing, Workspace

MOMENT = datetime(2026, 11, 25, 9, 30, 0, 123456, tzinfo=UTC)
SIDECAR = Sidecar(
    collector=CollectorInfo(name="test", version="1"), collected=MOMENT, command="test", source="here", target="cart:1.0"
)


def test_a_raw_file_is_hashed_and_its_sidecar_is_read_by_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "system.yaml").write_text("system:\n  name: Shop\n")
    folder = dated_folder(tmp_path, "evidence/cluster/prod", MOMENT)
    with RawFile(folder, "pods.json") as out:
        out.write(b'{"kind":"PodList",')
        out.write(b'"apiVersion":"v1","items":[]}')
        kept = out.keep(SIDECAR)
    raw = kept.path.read_bytes()
    assert kept.sidecar.sha256 == hashlib.sha256(raw).hexdigest()
    assert kept.sidecar.size == len(raw)
    name = "evidence/cluster/prod/2026-11-25T093000Z/pods.json"
    workspace = Workspace.open(tmp_path)
    assert workspace.listing() == Listing(paths=(name,), gaps=(), set_aside=())
    evidence, _, gap = workspace.load(name)
    assert gap is None
    assert (evidence.collected, evidence.dated_by) == (MOMENT.replace(microsecond=0), DatedBy.SIDECAR)
    assert evidence.target == "cart:1.0"
    assert evidence.sha256 == kept.sidecar.sha256


def test_without_a_sidecar_the_folder_dates_it(tmp_path: Path) -> None:
    (tmp_path / "system.yaml").write_text("system:\n  name: Shop\n")
    folder = dated_folder(tmp_path, "evidence/scans", MOMENT)
    (folder / "report.json").write_text("{}")
    evidence, _, _ = Workspace.open(tmp_path).load("evidence/scans/2026-11-25T093000Z/report.json")
    assert (evidence.collected, evidence.dated_by) == (MOMENT.replace(microsecond=0), DatedBy.FOLDER)


def test_what_is_not_kept_is_gone(tmp_path: Path) -> None:
    with RawFile(tmp_path, "pods.json") as out:
        out.write(b"half")
        assert [each.name for each in tmp_path.iterdir()] == [".pods.json.partial"]
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "pods.json").write_text("old")
    with pytest.raises(ConfigError, match="never written over"):
        RawFile(tmp_path, "pods.json")
    with RawFile(tmp_path, "nodes.json") as out:
        (tmp_path / "nodes.json").write_text("came in between")
        with pytest.raises(ConfigError, match="never written over"):
            out.keep(SIDECAR)
    assert (tmp_path / "pods.json").read_text() == "old"
    assert (tmp_path / "nodes.json").read_text() == "came in between"
    write_sidecar(tmp_path / "collection", SIDECAR)
    with pytest.raises(ConfigError, match="never written over"):
        write_sidecar(tmp_path / "collection", SIDECAR)
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("name", ["../pods.json", ".hidden", "a/b.json", "", "pods.json.sidecar.json", "a\n.json"])
def test_names_that_leave_the_folder_or_hide_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigError, match="not a name"):
        RawFile(tmp_path, name)


def test_folders_are_new_and_no_link_is_followed(tmp_path: Path) -> None:
    dated_folder(tmp_path, "evidence/cluster/prod", MOMENT)
    with pytest.raises(ConfigError, match="already"):
        dated_folder(tmp_path, "evidence/cluster/prod", MOMENT)
    with pytest.raises(ConfigError, match="no such folder"):
        dated_folder(tmp_path / "nowhere", "evidence", MOMENT)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "evidence" / "cluster" / "linked").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConfigError, match="a link"):
        dated_folder(tmp_path, "evidence/cluster/linked", MOMENT)
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("arn:aws:eks:us-east-1:111122223333:cluster/prod", "prod"),
        ("gke_project_europe-west1_prod", "gke_project_europe-west1_prod"),
        ("../../etc", "etc"),
        ("..", "unnamed"),
        ("", "unnamed"),
        ("a b\x00c", "a-b-c"),
        ("2026-11-25", "at-2026-11-25"),
        (".hidden", "hidden"),
    ],
)
def test_folder_names(text: str, name: str) -> None:
    assert folder_name(text) == name


def test_what_a_sidecar_does_not_know_it_does_not_say(tmp_path: Path) -> None:
    write_sidecar(
        tmp_path / "collection",
        Sidecar(collector=CollectorInfo(name="test", version="1"), collected=MOMENT, command="c", source="s"),
    )
    said = json.loads((tmp_path / "collection.sidecar.json").read_bytes())
    assert said == {
        "collector": {"name": "test", "version": "1"},
        "collected": "2026-11-25T09:30:00Z",
        "command": "c",
        "source": "s",
    }
