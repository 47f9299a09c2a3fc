"""The delivery of the 20x path: what is in it, the folder to be published, and what of it no other delivery has."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from export_made import AS_OF, exported, read, small
from fewer_documents import only_documents
from folder_contents import contents

from generator.cli.main import main
from generator.deliverables.exporting import Exported
from generator.deliverables.registry import PURPOSES
from generator.frameworks.fedramp_20x import THEMES
from generator.indicators.records import FOLDER
from generator.pipeline.stages import build
from generator.renderers.registry import RENDERERS
from generator.renderers.report.pages import theme_file
from generator.seal.checking import check
from generator.workspace.folder import Workspace
from generator.workspace.indicator_records import history_of

DOCUMENTS = ("cr26/security-decision-record.json", "cr26/key-security-indicators.json", "cr26/evaluations-outstanding.yaml")
OTHERS = "\nframeworks: [fedramp-rev5, fedramp-cr26, cmmc-l2, dod-il4]\n"
LISTS = re.compile(
    r"(?:bag-info|manifest-sha256|tagmanifest-sha256)\.txt|data/(?:SHA256SUMS|manifest\.json|index/.+)|hashes/CMMC.+"
)
"""Of hashes: they name what people wrote, system.yaml among it."""
PARTS = tuple(each.path for each in RENDERERS if each.path.startswith(("cr26/", "report/")))
MADE = {"fedramp": PARTS, "dod": (), "cmmc": (), "conmon": ()}
"""For one purpose what the 20x path adds pages and entries to; for the others OSCAL, and what is made for each alone."""
LINES = "\nframeworks: [fedramp-rev5, fedramp-20x]\nclass: b\n"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = small(tmp_path_factory.mktemp("delivery") / "system")
    file = made / "system.yaml"
    file.write_text(file.read_text() + LINES)
    return made


@pytest.fixture(scope="module")
def delivery(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    return exported(root, tmp_path_factory.mktemp("out"), "fedramp-20x", documents=DOCUMENTS)


def test_it_verifies(delivery: Exported) -> None:
    assert check(delivery.folder).differences == ()


def test_the_publication_is_complete_and_its_hashes_hold(delivery: Exported) -> None:
    index = read(delivery.folder, "publication/index.json")
    assert isinstance(index, dict)
    assert (index["certificationClass"], index["place"]) == ("B", "/.well-known/fedramp-20x/")
    folder = delivery.folder / "data/publication"
    listed = {file["path"]: file for file in index["files"]}
    assert set(listed) == {path.name for path in folder.iterdir()} - {"index.json", "index.html", "SHA256SUMS"}
    assert {"security-decision-record.json", "fedramp-20x-catalog.json"} <= set(listed)
    assert "evaluations-outstanding.yaml" not in listed
    sums = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text().splitlines())
    for name, file in listed.items():
        data = (folder / name).read_bytes()
        assert (file["size"], file["sha256"], sums[name]) == (len(data), hashlib.sha256(data).hexdigest(), file["sha256"])


def test_people_read_the_same_in_the_publication_and_no_link_leads_out_of_it(delivery: Exported) -> None:
    folder = delivery.folder / "data/publication"
    there = {path.name for path in folder.iterdir()}
    pages = {"indicators.html", *map(theme_file, THEMES)}
    assert pages <= there
    for name in pages:
        text = (folder / name).read_text()
        links = {link.partition("#")[0] for link in re.findall(r'href="([^"]+)"', text)}
        assert links - {""} <= there, name
    results = read(delivery.folder, "publication/key-security-indicators.json")
    (data,) = (each for each in results["indicators"] if each["id"] == "KSI-CNA-DFP")
    assert f"{data['judged']} of {data['subjects']} subjects" in (folder / theme_file("CNA")).read_text()


def test_it_is_a_draft_while_an_indicator_has_no_status(delivery: Exported) -> None:
    outstanding = [gap for gap in delivery.gaps if gap.path == "decisions/indicators.yaml"]
    assert len(outstanding) == 46 - 5, "five are optional for Class B"


def test_a_system_of_another_path_is_told_so(tmp_path: Path) -> None:
    made = exported(small(tmp_path / "system"), tmp_path / "out", "fedramp-20x", documents=())
    assert any("does not go for fedramp-20x" in gap.reason for gap in made.gaps)
    assert not (made.folder / "data/publication").exists()


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same system for everything but 20x, and for 20x as well."""
    folder = tmp_path_factory.mktemp("paths")
    for name, lines in (("without", OTHERS), ("beside", f"{OTHERS[:-2]}, fedramp-20x]\nclass: c\n")):
        file = small(folder / name, moderate=True) / "system.yaml"
        file.write_text(file.read_text() + lines)
    (folder / "beside/decisions/indicators.yaml").write_text("- {id: KSI-PIY-RES, by: A, role: B, date: 2026-11-01}\n")
    return folder / "without", folder / "beside"


@pytest.mark.parametrize("name", [each.name for each in PURPOSES if not each.indicators])
def test_no_other_delivery_changes_by_naming_20x(both: tuple[Path, Path], tmp_path: Path, name: str) -> None:
    without, beside = (contents(exported(root, tmp_path / root.name, name, documents=MADE[name]).folder) for root in both)
    changed = {path for path in {*without, *beside} if without.get(path) != beside.get(path)}
    people = {"data/system.yaml", "data/decisions/indicators.yaml"}
    assert people <= changed
    assert {path for path in changed - people if not LISTS.fullmatch(path)} == set()


def test_accepting_a_package_of_the_day_adds_a_record_that_the_delivery_carries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from datetime import UTC, datetime

    root = small(tmp_path / "system")
    (root / "system.yaml").write_text((root / "system.yaml").read_text() + LINES)
    with only_documents(*DOCUMENTS):
        package = build(Workspace.open(root), tmp_path / "output", AS_OF, lambda *_: None).folder
    assert not (root / "history").exists()
    monkeypatch.setattr("generator.cli.accept.utc_now", lambda: datetime(2026, 11, 20, 17, 0, tzinfo=UTC))
    assert main(["accept", str(package), "--workspace", str(root), "--draft"]) == 0
    (kept,) = history_of(root, "parcel-tracker").records
    indicators = json.loads((package / DOCUMENTS[1]).read_bytes())
    assert (kept.record.by, kept.record.certification, len(kept.record.indicators)) == ("accept", "B", 46)
    assert kept.record.evidence == tuple(sorted(indicators["evidence"]))
    assert "Indicators" in capsys.readouterr().out
    made = exported(root, tmp_path / "out", "fedramp-20x", documents=DOCUMENTS)
    assert (made.folder / "data" / FOLDER / Path(kept.path).name).read_bytes() == (root / kept.path).read_bytes()


def test_accepting_it_on_a_later_day_adds_none(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with only_documents(*DOCUMENTS):
        package = build(Workspace.open(root), tmp_path / "output", AS_OF, lambda *_: None).folder
    copy = small(tmp_path / "system")
    (copy / "system.yaml").write_text((copy / "system.yaml").read_text() + LINES)
    assert main(["accept", str(package), "--workspace", str(copy), "--draft"]) == 0
    assert "no record was added: it is as of 2026-11-20" in capsys.readouterr().out
    assert not (copy / "history").exists()
