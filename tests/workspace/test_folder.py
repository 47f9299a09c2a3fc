"""A workspace lists evidence, dates it, and never follows a link."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.collectors.base import Sidecar
from generator.errors import ConfigError
from generator.model.evidence import DatedBy, GapKind
from generator.workspace.folder import Workspace


def workspace(root: Path, system: str = "") -> Workspace:
    (root / "system.yaml").write_text(system)
    return Workspace.open(root)


def put(root: Path, name: str, text: str = "{}") -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_a_folder_without_system_yaml_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        Workspace.open(tmp_path)
    assert "atopack init" in caught.value.diagnostics()


def test_evidence_is_listed_in_order_without_sidecars_and_readmes(tmp_path: Path) -> None:
    for name in ("evidence/scans/b.json", "evidence/scans/a.json", "evidence/README.md", "diagrams/x.drawio", "notes/n.json"):
        put(tmp_path, name)
    put(tmp_path, "evidence/scans/a.json.sidecar.json")
    assert workspace(tmp_path).listing().paths == ("diagrams/x.drawio", "evidence/scans/a.json", "evidence/scans/b.json")


@pytest.mark.parametrize("name", ["pipelines/.gitlab-ci.yml", "pipelines/.github/workflows/ci.yml", ".hadolint.yaml"])
def test_a_dotted_name_is_evidence(tmp_path: Path, name: str) -> None:
    """Of six real systems every pipeline file has one."""
    put(tmp_path, f"evidence/{name}")
    assert workspace(tmp_path).listing().paths == (f"evidence/{name}",)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("README.md", "it is a note for people who open the folder"),
        ("Thumbs.db", "an operating system wrote it"),
        (".DS_Store", "an operating system wrote it"),
        ("~$scan.xlsx", "it is the lock of a document that is open in an Office program"),
        ("scans/.gitkeep", "it is a setting of Git"),
        ("repo/.git/config", "it is the storage of a Git repository"),
        (".pods.json.partial", "it is what an interrupted collection left"),
    ],
)
def test_what_is_no_evidence_is_set_aside_and_said_so(tmp_path: Path, name: str, reason: str) -> None:
    put(tmp_path, f"evidence/{name}")
    listing = workspace(tmp_path).listing()
    assert listing.paths == ()
    assert [(use.path, use.use, use.reason) for use in listing.set_aside] == [(f"evidence/{name}", "set-aside", reason)]


def test_a_link_is_a_gap_and_is_not_followed(tmp_path: Path) -> None:
    secret = put(tmp_path, "secret.json")
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence/link.json").symlink_to(secret)
    os.mkfifo(tmp_path / "evidence/pipe")
    listing = workspace(tmp_path).listing()
    paths, gaps = listing.paths, listing.gaps
    assert paths == ()
    assert [(gap.path, gap.reason) for gap in gaps] == [
        ("evidence/link.json", "a link, which is never followed"),
        ("evidence/pipe", "not a regular file"),
    ]


def test_the_sidecar_dates_before_system_yaml_and_the_folder(tmp_path: Path) -> None:
    name = "evidence/cluster/2026-10-01/pods.json"
    put(tmp_path, name)
    root = workspace(tmp_path)
    assert root.load(name)[0].collected == datetime(2026, 10, 1, tzinfo=UTC)
    assert root.load(name)[0].dated_by is DatedBy.FOLDER
    root = workspace(tmp_path, 'evidence: [{glob: "evidence/cluster/*", collected: 2026-10-02}]')
    assert root.load(name)[0].dated_by is DatedBy.SYSTEM_YAML
    put(tmp_path, f"{name}.sidecar.json", json.dumps({"collected": "2026-10-03T12:00:00+02:00"}))
    evidence, raw, gap = root.load(name)
    assert (evidence.collected, evidence.dated_by, raw, gap) == (
        datetime(2026, 10, 3, 10, tzinfo=UTC),
        DatedBy.SIDECAR,
        b"{}",
        None,
    )


@pytest.mark.parametrize("text", ["", "[]", '{"collected": 3}', '{"collected": "yesterday"}', "[" * 100_000])
def test_a_broken_sidecar_is_a_gap(tmp_path: Path, text: str) -> None:
    put(tmp_path, "evidence/a.json")
    put(tmp_path, "evidence/a.json.sidecar.json", text)
    evidence, _, gap = workspace(tmp_path).load("evidence/a.json")
    assert evidence.collected is None
    assert gap is not None
    assert "sidecar" in gap.reason


@pytest.mark.parametrize("name", ["a\\b.json", "a\nb.json", "a\u202eb.json", "caf\udce9.json"])
def test_a_name_that_a_package_cannot_carry_is_a_gap(tmp_path: Path, name: str) -> None:
    put(tmp_path, f"evidence/{name}")
    listing = workspace(tmp_path).listing()
    paths, gaps = listing.paths, listing.gaps
    assert paths == ()
    assert "name holds characters" in gaps[0].reason
    gaps[0].path.encode()


def test_an_evidence_folder_that_is_a_link_is_a_gap(tmp_path: Path) -> None:
    put(tmp_path, "elsewhere/a.json")
    (tmp_path / "evidence").symlink_to(tmp_path / "elsewhere")
    assert [gap.path for gap in workspace(tmp_path).listing().gaps] == ["evidence"]


def test_a_sidecar_with_byte_order_mark_is_read(tmp_path: Path) -> None:
    put(tmp_path, "evidence/a.json")
    put(tmp_path, "evidence/a.json.sidecar.json", '\ufeff{"collected": "2026-10-03"}')
    assert workspace(tmp_path).load("evidence/a.json")[0].collected == datetime(2026, 10, 3, tzinfo=UTC)


def test_a_date_nobody_can_have_collected_on_dates_nothing(tmp_path: Path) -> None:
    put(tmp_path, "evidence/0001-01-01/a.json")
    put(tmp_path, "evidence/b.json")
    put(tmp_path, "evidence/b.json.sidecar.json", '{"collected": "0005-01-01"}')
    root = workspace(tmp_path)
    assert root.load("evidence/0001-01-01/a.json")[0].collected is None
    assert root.load("evidence/b.json")[2] is not None


def test_the_modification_time_is_never_evidence(tmp_path: Path) -> None:
    put(tmp_path, "evidence/a.json")
    assert workspace(tmp_path).load("evidence/a.json")[0].collected is None


def test_a_template_must_be_in_the_workspace(tmp_path: Path) -> None:
    root = workspace(tmp_path, "templates: {poam: own.xlsx}")
    with pytest.raises(ConfigError, match=r"own\.xlsx"):
        root.template("poam")
    (tmp_path / "own.xlsx").symlink_to("/etc/hostname")
    with pytest.raises(ConfigError):
        root.template("poam")
    assert root.template("inventory") is None


@pytest.mark.parametrize(
    ("text", "place", "reason", "step"),
    [
        (
            '{"authenticated": "yes"}',
            "key authenticated",
            "`authenticated` must be true or false; found `yes`",
            "true or false",
        ),
        ('{"target": 7}', "key target", "`target` must be text; found `7`", "put it in quotes"),
        ('{"collected": "soon"}', "key collected", "`collected` must be a day and time like ", "write a day and time like"),
        ('{"database-updated": "x"}', "key database-updated", "`database-updated` must be a day and time", "write a day"),
        ("[1]", "the whole file", "the file must be a group of keys; found a list of 1 entry", "keys allowed here: "),
    ],
)
def test_a_wrong_value_of_a_sidecar_is_named_by_its_key(tmp_path: Path, text: str, place: str, reason: str, step: str) -> None:
    put(tmp_path, "evidence/a.json")
    put(tmp_path, "evidence/a.json.sidecar.json", text)
    evidence, _, gap = workspace(tmp_path).load("evidence/a.json")
    assert gap is not None
    assert (gap.kind, gap.place, evidence.collected) == (GapKind.UNREADABLE, place, None)
    assert gap.reason.startswith(f"the sidecar cannot be read: {reason}")
    assert step in gap.next_step


def test_a_key_of_the_sidecar_that_nobody_reads_is_a_gap_that_names_the_nearest(tmp_path: Path) -> None:
    put(tmp_path, "evidence/a.json")
    put(tmp_path, "evidence/a.json.sidecar.json", '{"collected": "2026-11-20T09:00:00Z", "database_updated": "2026-11-19"}')
    evidence, _, gap = workspace(tmp_path).load("evidence/a.json")
    assert evidence.collected == datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert gap is not None
    assert gap.kind is GapKind.UNRECOGNIZED
    assert gap.reason == "the sidecar says `database_updated`, which is not read"
    assert gap.next_step == "write `database-updated` instead of `database_updated`"


def test_what_collectors_and_people_write_into_a_sidecar_is_known(tmp_path: Path) -> None:
    keys = {*Sidecar.__struct_encode_fields__, "by", "note", "database-updated"} - {"collected", "target"}
    values = {"database-updated": "2026-11-19"}
    put(tmp_path, "evidence/a.json")
    put(tmp_path, "evidence/a.json.sidecar.json", json.dumps({key: values.get(key, "x") for key in keys}))
    assert workspace(tmp_path).load("evidence/a.json")[2] is None
    put(tmp_path, "evidence/a.json.sidecar.json", '{"zzz": 1}')
    gap = workspace(tmp_path).load("evidence/a.json")[2]
    assert gap is not None
    assert gap.next_step.startswith("remove it; known keys: collected, target, scanner-version")


@pytest.mark.parametrize("place", ["file", "file/below/it"])
def test_an_output_that_a_file_stands_in_the_way_of_is_refused_before_any_work(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(ConfigError, match="a file stands where a folder is needed"):
        workspace(tmp_path).refuse_output(tmp_path / place / "shop")


def test_an_output_that_may_not_be_written_is_refused_before_any_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda path, _mode: Path(path) != tmp_path)
    with pytest.raises(ConfigError, match="nothing may be written into this folder"):
        workspace(tmp_path).refuse_output(tmp_path / "new" / "shop")


def test_a_misspelled_workspace_is_named(tmp_path: Path) -> None:
    (tmp_path / "parcel-tracker").mkdir()
    workspace(tmp_path / "parcel-tracker")
    with pytest.raises(ConfigError) as caught:
        Workspace.open(tmp_path / "parcl-tracker")
    assert caught.value.next_step.startswith(f"did you mean `{tmp_path / 'parcel-tracker'}`?")
