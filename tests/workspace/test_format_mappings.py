"""Mapping files of a workspace: read with the evidence, marked, a gap where they read nothing, and sealed as an input."""

import json
import re
from datetime import date
from pathlib import Path

import jsonschema_rs
import pytest
import yaml

from generator import inspect
from generator.errors import ConfigError
from generator.model.evidence import GapKind
from generator.model.scan import ScanSnapshot
from generator.parsers.scans.format_mapping import read_format_mapping
from generator.pipeline.kept_inspections import KeptInspections
from generator.pipeline.load import load
from generator.pipeline.parse import parse
from generator.workspace.folder import Workspace
from generator.workspace.format_mappings import mapped_formats
from generator.workspace.schemas import FORMATS, schema_files, schema_of

_MAPPING = "scanner: Cartscan\nfiles: evidence/scans/cartscan-*.json\nentries: found\nfields: {id: rule, target: host}\n"
_REPORT = {"found": [{"rule": "R-1", "host": "web-1"}, {"rule": "R-2", "host": "web-1"}]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "system.yaml").write_text("{}\n")
    (tmp_path / "evidence/scans").mkdir(parents=True)
    (tmp_path / "decisions/formats").mkdir(parents=True)
    (tmp_path / "decisions/formats/cartscan.yaml").write_text(_MAPPING)
    (tmp_path / "evidence/scans/cartscan-1.json").write_text(json.dumps(_REPORT))
    return tmp_path


def test_a_report_is_read_by_its_mapping(folder: Path) -> None:
    parsed = parse(load(Workspace.open(folder), date(2026, 11, 20)), lambda _what, _done, _all: None)
    (snapshot,) = parsed.snapshots
    assert isinstance(snapshot, ScanSnapshot)
    assert snapshot.scanner.name == "Cartscan (user-mapped)"
    assert parsed.formats == (("evidence/scans/cartscan-1.json", "mapped-cartscan"),)
    assert snapshot.tally.results == 2
    assert not [gap for gap in parsed.gaps if gap.path.startswith("decisions")]


def test_a_mapping_that_reads_nothing_is_a_gap(folder: Path) -> None:
    (folder / "evidence/scans/cartscan-1.json").unlink()
    parsed = parse(load(Workspace.open(folder), date(2026, 11, 20)), lambda _what, _done, _all: None)
    (gap,) = [gap for gap in parsed.gaps if gap.kind is GapKind.NAMED_NOT_THERE]
    assert gap.path == "decisions/formats/cartscan.yaml"


def test_a_report_that_the_mapping_does_not_fit_is_a_gap_that_names_the_mapping(folder: Path) -> None:
    (folder / "evidence/scans/cartscan-1.json").write_text('{"others": []}')
    parsed = parse(load(Workspace.open(folder), date(2026, 11, 20)), lambda _what, _done, _all: None)
    gap = next(gap for gap in parsed.gaps if gap.path == "evidence/scans/cartscan-1.json")
    assert gap.kind is GapKind.UNREADABLE
    assert "decisions/formats/cartscan.yaml" in gap.next_step


def test_inspect_knows_the_mappings_of_the_workspace(folder: Path) -> None:
    row = inspect(folder / "evidence/scans/cartscan-1.json").row()
    assert (row["format"], row["results"], row["targets"]) == ("mapped-cartscan", 2, ["web-1"])


def test_inspect_with_a_cache_reads_by_the_mapping_as_it_is_now(folder: Path) -> None:
    report, mapping = folder / "evidence/scans/cartscan-1.json", folder / "decisions/formats/cartscan.yaml"
    kept = KeptInspections(folder / "cache")
    before = kept.inspect(report).row()
    mapping.rename(mapping.with_name("another.yaml"))
    assert kept.inspect(report).row() == inspect(report).row() == before | {"format": "mapped-another"}


def test_a_mapping_is_an_input_of_the_package(folder: Path) -> None:
    assert "decisions/formats/cartscan.yaml" in Workspace.open(folder).inputs()


def test_two_mappings_of_one_pattern_are_refused(folder: Path) -> None:
    (folder / "decisions/formats/other.yaml").write_text(_MAPPING)
    with pytest.raises(ConfigError, match=r"stands in cartscan.yaml as well"):
        mapped_formats(folder)


def test_links_and_other_endings_are_refused(folder: Path) -> None:
    (folder / "decisions/formats/again.yml").write_text(_MAPPING)
    with pytest.raises(ConfigError, match=r"end in .yaml"):
        mapped_formats(folder)
    (folder / "decisions/formats/again.yml").unlink()
    (folder / "decisions/formats/link.yaml").symlink_to(folder / "decisions/formats/cartscan.yaml")
    with pytest.raises(ConfigError, match="a link"):
        mapped_formats(folder)


def test_a_workspace_without_mappings_has_none(tmp_path: Path) -> None:
    assert mapped_formats(tmp_path) == ()


def test_the_example_of_the_readme_is_read_and_fits_the_schema() -> None:
    text = (Path(__file__).parents[2] / "templates/workspace/README.md").read_text("utf-8")
    example = "\n".join(
        line[4:] for line in re.findall(r"^    (?:scanner: Cartscan.*(?:\n    .*)*)", text, re.MULTILINE)[0].splitlines()
    )
    assert read_format_mapping(example, "cartscan").mapping.scanner == "Cartscan"
    schema = json.loads(schema_files()[schema_of(FORMATS)])
    assert schema_of(FORMATS) == ".schemas/format-mapping.json"
    validator = jsonschema_rs.validator_for(schema)
    assert validator.is_valid(yaml.safe_load(example))
    assert not validator.is_valid({"scanner": "C", "files": "evidence/*", "fields": {"no-such": "a"}})
