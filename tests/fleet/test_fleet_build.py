"""A fleet of three small systems that share images, and one that is broken, as a person builds it."""

import csv
import io
import json
import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from aws_moto import REGION, client, empty_account
from fewer_documents import only_documents
from folder_contents import contents

from generator.cli.main import main
from generator.fleet import building
from generator.seal import manifest as seal
from generator.workspace.folder import Workspace
from tests.deliverables.export_made import SAMPLE, small

SYSTEMS = ("alpha", "beta", "gamma")
BROKEN = "broken"


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three workspaces, of which two have the registry's word on a shared image, and one with a misspelled key."""
    root = tmp_path_factory.mktemp("provider")
    for name in SYSTEMS:
        system = small(root / name) / "system.yaml"
        text = system.read_text()
        assert "id: parcel-tracker" in text
        system.write_text(text.replace("id: parcel-tracker", f"id: {name}", 1))
    for name in SYSTEMS[:2]:
        shutil.copytree(SAMPLE / "evidence/registry", root / name / "evidence/registry", dirs_exist_ok=True)
    (root / BROKEN).mkdir()
    (root / BROKEN / "system.yaml").write_text("system:\n  idd: broken\n")
    return root


def built(provider: Path, output: Path, *options: str, systems: Sequence[str] = SYSTEMS, file: str = "FLEET.yaml") -> int:
    rows = "".join(f"- {{id: {name}, workspace: {name}}}\n" for name in systems)
    (provider / file).write_text(f"name: Example provider\nas-of: 2026-11-20\nsystems:\n{rows}")
    with only_documents("report/index.html"):
        return main(["fleet", "build", str(provider / file), "--output", str(output), *options])


def rows(output: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((output / "fleet" / name).read_text("utf-8-sig"))))


@pytest.fixture(scope="module")
def whole(provider: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    output = tmp_path_factory.mktemp("whole")
    return output, built(provider, output, "--jobs", "1", systems=(*SYSTEMS, BROKEN))


def test_one_that_fails_is_a_row_and_stops_no_other(whole: tuple[Path, int]) -> None:
    output, code = whole
    assert code == 2
    assert not (output / BROKEN).exists()
    systems = rows(output, "systems.csv")
    assert [row["System"] for row in systems] == [BROKEN, *SYSTEMS]
    assert "`idd` is not a known key" in systems[0]["Why not"]
    assert "system.yaml, line 2" in systems[0]["Why not"]
    assert systems[0]["Open items"] == ""
    for row in systems[1:]:
        manifest = json.loads((output / row["System"] / "manifest.json").read_bytes())
        counts = manifest["counts"]
        assert int(row["Open items"]) == counts["poam_items"] + counts["configuration_findings"] > 0
        assert int(row["High"]) + int(row["Moderate"]) + int(row["Low"]) == int(row["Open items"])
        assert int(row["Gaps"]) == counts["gaps"]
        assert row["State"] == ("built, draft" if manifest["draft"] else "built")


def test_a_shared_image_is_one_row_with_the_exposure_of_all_systems(whole: tuple[Path, int]) -> None:
    (tracking,) = [row for row in rows(whole[0], "images.csv") if row["Image"].endswith("/tracking-api:3.4.1")]
    assert tracking["Digest"].startswith("sha256:")
    assert (tracking["Systems"], tracking["In"]) == ("3", "alpha, beta, gamma")
    each = [int(row["Open items"]) for row in rows(whole[0], "systems.csv")[1:]]
    weaknesses = int(tracking["High"]) + int(tracking["Moderate"]) + int(tracking["Low"])
    assert int(tracking["Open items"]) == len(SYSTEMS) * weaknesses, "each weakness once, and an item of it in each system"
    assert 0 < weaknesses < each[0] == each[1] == each[2], "what a person decided about is open on other assets"
    unscanned = [row for row in rows(whole[0], "images.csv") if row["Never scanned in"]]
    assert {row["Never scanned in"] for row in unscanned} == {"alpha, beta, gamma"}


def test_the_base_closes_what_the_operating_system_brings_where_evidence_names_it(whole: tuple[Path, int]) -> None:
    (base,) = rows(whole[0], "bases.csv")
    assert base["Base image"] == "registry.parceltrack.example/base/runtime:12"
    assert (base["Systems"], base["In"]) == ("2", "alpha, beta"), "gamma has no evidence of the registry"
    items = json.loads((whole[0] / "alpha/oscal/plan-of-action-and-milestones.json").read_bytes())
    assert "pkg:" not in base["Named by"]
    assert (
        0
        < int(base["Items closed"]) + int(base["Closed in part"])
        < 2 * len(items["plan-of-action-and-milestones"]["poam-items"])
    )
    page = (whole[0] / "fleet/index.html").read_text()
    assert re.search(r"the base of \d+ is not known", page)


def test_the_page_names_its_packages_and_shows_itself_without_scripts(whole: tuple[Path, int]) -> None:
    output, _ = whole
    folder = output / "fleet"
    manifest = seal.read(folder)
    assert manifest is not None
    assert seal.differences(folder, manifest) == ()
    assert sorted(manifest.inputs) == [f"../{name}/manifest.json" for name in SYSTEMS]
    page = (folder / "index.html").read_text()
    without = re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    for name in SYSTEMS:
        assert f'<a href="../{name}/report/index.html">{name}</a>' in without
        assert (output / name / "report/index.html").is_file()
    assert page.count('<th scope="row" ') == sum(len(rows(output, f"{name}.csv")) for name in ("systems", "bases", "images"))
    assert str(output) not in page


def test_order_jobs_and_cache_change_no_byte(provider: Path, tmp_path: Path, whole: tuple[Path, int]) -> None:
    order = (BROKEN, *reversed(SYSTEMS))
    (tmp_path / "cache").mkdir(mode=0o700)
    code = built(
        provider, tmp_path / "out", "--jobs", "3", "--cache", str(tmp_path / "cache"), systems=order, file="OTHER.yaml"
    )
    assert code == whole[1]
    assert contents(tmp_path / "out") == contents(whole[0])


def test_a_system_whose_inputs_did_not_change_is_left_as_it_is(
    provider: Path, tmp_path: Path, whole: tuple[Path, int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only the one that changed is built again; the pages over all are those of a build of everything."""
    root = tmp_path / "provider"
    shutil.copytree(provider, root)
    rendered: list[str] = []
    really = building.rendered

    def noted(workspace: Workspace, *args: object, **options: object) -> object:
        rendered.append(workspace.system.id)
        return really(workspace, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(building, "rendered", noted)
    options = ("--jobs", "1", "--cache", str(tmp_path / "cache"))
    two = ("beta", "gamma")
    systems = (*two, BROKEN)
    assert built(root, tmp_path / "out", *options, systems=systems) == whole[1]
    first = capsys.readouterr().out
    assert rendered == [*two]
    assert built(root, tmp_path / "out", *options, systems=systems) == whole[1]
    assert rendered == [*two]
    assert capsys.readouterr().out == first
    assert [contents(tmp_path / "out" / name) == contents(whole[0] / name) for name in two] == [True, True]

    (root / "beta/evidence/registry/parcel-tracking-api-3.4.1.json").unlink()
    built(root, tmp_path / "out", *options, systems=systems)
    assert rendered == [*two, "beta"]
    (tmp_path / "out/gamma/report/index.html").unlink()
    built(root, tmp_path / "out", *options, systems=systems)
    assert rendered == [*two, "beta", "gamma"]
    built(root, tmp_path / "anew", "--jobs", "1", systems=systems)
    assert contents(tmp_path / "out") == contents(tmp_path / "anew")

    (root / "beta/evidence/broken.json").write_text("{")
    built(root, tmp_path / "out", *options, systems=systems)
    rendered.clear()
    built(root, tmp_path / "out", *options, systems=systems)
    assert rendered == [], "content that cannot be read is the same the next time"


def test_a_process_that_is_killed_changes_nothing(
    provider: Path, tmp_path: Path, whole: tuple[Path, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, summary_of = os.getpid(), building.summary_of

    def killed(rendered: object, published: object) -> object:
        if os.getpid() != here:
            os._exit(9)
        return summary_of(rendered, published)  # type: ignore[arg-type]

    monkeypatch.setattr(building, "summary_of", killed)
    assert built(provider, tmp_path, "--jobs", "2", systems=(*SYSTEMS, BROKEN)) == whole[1]
    assert contents(tmp_path) == contents(whole[0])


def test_a_mistake_inside_one_build_is_named_and_shown(
    provider: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def wrong(*_: object) -> object:
        raise ZeroDivisionError

    monkeypatch.setattr(building, "summary_of", wrong)
    assert built(provider, tmp_path, "--jobs", "1", systems=SYSTEMS[:1]) == 2
    assert "failed inside this tool (ZeroDivisionError)" in capsys.readouterr().out
    assert "No image runs in a system that was built." in (tmp_path / "fleet/index.html").read_text()


def test_an_id_that_is_not_the_system_s_own_and_an_edited_package_are_refused(
    provider: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (provider / "WRONG.yaml").write_text("systems:\n- {id: other, workspace: alpha}\n")
    with only_documents():
        assert main(["fleet", "build", str(provider / "WRONG.yaml"), "--output", str(tmp_path), "--as-of", "2026-11-20"]) == 2
    assert "has the id `alpha`" in capsys.readouterr().out
    (why,) = [row["Why not"] for row in rows(tmp_path, "systems.csv")]
    assert "WRONG.yaml, line 2, key id" in why
    (tmp_path / "fleet/index.html").write_text("a person's notes")
    with only_documents():
        assert main(["fleet", "build", str(provider / "WRONG.yaml"), "--output", str(tmp_path)]) == 2
    assert "a person worked on them" in capsys.readouterr().err
    assert (tmp_path / "fleet/index.html").read_text() == "a person's notes"


def test_the_page_is_never_written_among_evidence(provider: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert built(provider, provider / "alpha/evidence", systems=SYSTEMS[:2]) == 2
    assert "among the evidence" in capsys.readouterr().err
    assert not (provider / "alpha/evidence/fleet").exists()


@pytest.mark.parametrize("kept", [False, True])
def test_a_workspace_in_an_object_store_has_the_package_of_its_folder(
    provider: Path, tmp_path: Path, whole: tuple[Path, int], monkeypatch: pytest.MonkeyPatch, kept: bool
) -> None:
    (provider / "STORE.yaml").write_text(
        "as-of: 2026-11-20\nsystems:\n- {id: alpha, workspace: 's3://evidence-of-systems/alpha'}\n"
        "- {id: broken, workspace: 's3://evidence-of-systems/broken'}\n- {id: lost, workspace: 's3://evidence-of-systems/lost'}\n"
    )
    options = ("--jobs", "1", *(("--cache", str(tmp_path / "cache")) if kept else ()))
    with empty_account() as endpoint, only_documents("report/index.html"):
        monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
        monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
        store = client("s3", endpoint)
        store.create_bucket(Bucket="evidence-of-systems", CreateBucketConfiguration={"LocationConstraint": REGION})
        for name in ("alpha", BROKEN):
            for path, data in contents(provider / name).items():
                store.put_object(Bucket="evidence-of-systems", Key=f"{name}/{path}", Body=data)
        assert main(["fleet", "build", str(provider / "STORE.yaml"), "--output", str(tmp_path / "out"), *options]) == 2
    assert contents(tmp_path / "out/alpha") == contents(whole[0] / "alpha")
    reasons = {row["System"]: row["Why not"] for row in rows(tmp_path / "out", "systems.csv")}
    assert "`idd` is not a known key" in reasons[BROKEN]
    assert "system.yaml" in reasons["lost"]
    assert str(tmp_path) not in (tmp_path / "out/fleet/systems.csv").read_text()
