"""The README that comes with a new workspace explains every decision file, and its examples are read as they stand."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import jsonschema_rs
import pytest
import yaml

import generator
from generator.checks.waivers import read_waivers
from generator.deliverables.artifact_decisions import read_artifact_decisions
from generator.deliverables.redaction_rules import read_redactions
from generator.deliverables.secrets.waivers import read_secret_waivers
from generator.difference.ongoing import read_statements
from generator.difference.significant import sort_changes
from generator.evaluation.decisions import read_evaluations
from generator.facts.acceptances import read_acceptances
from generator.facts.asset_decisions import read_asset_decisions
from generator.facts.crypto_modules import read_crypto_modules
from generator.facts.hardening_decisions import read_benchmarks
from generator.facts.readiness_answers import read_readiness
from generator.facts.sampling import read_sampling
from generator.facts.scan_configurations import read_configurations
from generator.facts.validations import read_validations
from generator.facts.verdicts import read_verdicts
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.graph.mapping import read_mapping
from generator.indicators.decisions import WrittenFiles, read_indicators
from generator.inherited.decisions import read_decisions
from generator.ledger.candidate_decisions import read_candidate_decisions
from generator.ledger.deviation_decisions import read_deviations
from generator.ledger.item_plans import read_item_plans
from generator.ledger.work_package_decisions import read_confirmed_plans
from generator.model.evidence import EvidenceSource
from generator.resources import data
from generator.workspace.decision_files import DECISION_FILES, DecisionFile, unknown_files
from generator.workspace.fedramp_requirements import read_requirements
from generator.workspace.file_requests import read_file_requests

TEXT = (Path(str(data("templates"))) / "workspace/README.md").read_text()
ROW = re.compile(r"^\| `(?P<file>[a-z-]+\.yaml)` \| (?P<what>[^|]+) \| (?P<entry>[^|]+) \|$", re.MULTILINE)
ROWS = {one["file"]: one for one in ROW.finditer(TEXT)}
AS_OF = date(2026, 11, 20)
CONTROLS = FEDRAMP_REV5.controls("moderate")


def _sha256(_file: str) -> str:
    return "a" * 64


READERS: dict[str, Callable[[str], object]] = {
    "assets.yaml": read_asset_decisions,
    "sampling.yaml": read_sampling,
    "scan-configurations.yaml": lambda text: read_configurations(text, as_of=AS_OF, checksum=_sha256)[0],
    "benchmarks.yaml": lambda text: read_benchmarks(text, as_of=AS_OF, checksum=_sha256)[0],
    "validations.yaml": lambda text: read_validations(text, as_of=AS_OF, checksum=_sha256)[0],
    "acceptances.yaml": lambda text: read_acceptances(text, as_of=AS_OF)[0],
    "crypto-modules.yaml": read_crypto_modules,
    "waivers.yaml": read_waivers,
    "verdicts.yaml": lambda text: read_verdicts(
        text, as_of=AS_OF, controls=CONTROLS, evidence=lambda path: EvidenceSource("a" * 64, path)
    )[0],
    "dod-readiness.yaml": lambda text: read_readiness(text, as_of=AS_OF, evidence=lambda path: EvidenceSource("a" * 64, path))[
        0
    ],
    "indicators.yaml": lambda text: read_indicators(
        text, as_of=AS_OF, files=WrittenFiles(evidence=lambda path: EvidenceSource("a" * 64, path), text=lambda _: b"text")
    ),
    "diagram-mapping.yaml": read_mapping,
    "deviations.yaml": lambda text: read_deviations(text, as_of=AS_OF, checksum=_sha256),
    "candidates.yaml": read_candidate_decisions,
    "work-packages.yaml": read_confirmed_plans,
    "item-plans.yaml": read_item_plans,
    "evaluations.yaml": lambda text: read_evaluations(text, lambda _moment: datetime(2026, 11, 3, tzinfo=UTC)),
    "inheritance.yaml": lambda text: read_decisions(text, ["cloud"], ["PE-2"], AS_OF)[0],
    "artifacts.yaml": read_artifact_decisions,
    "redactions.yaml": read_redactions,
    "secret-waivers.yaml": read_secret_waivers,
    "fedramp-requirements.yaml": read_requirements,
    "significant-changes.yaml": lambda text: sort_changes((), text),
    "ongoing-report.yaml": read_statements,
    "requests.yaml": read_file_requests,
}


def test_every_decision_file_is_registered_and_explained() -> None:
    known = {}
    for module in walk_packages(generator.__path__, "generator."):
        if not module.name.endswith("__main__"):
            made = import_module(module.name)
            file = getattr(made, "FILE", None)
            if isinstance(file, str) and file.startswith("decisions/") and hasattr(made, "SCHEMA"):
                known[Path(file).name] = module.name
    assert known == {row.name: row.module for row in DECISION_FILES}
    assert {name: row["what"].strip() for name, row in ROWS.items()} == {row.name: row.decides for row in DECISION_FILES}
    assert set(ROWS) == set(READERS)


def test_no_decision_is_read_from_another_file() -> None:
    asked = set()
    for path in Path(generator.__path__[0]).rglob("*.py"):
        asked |= set(re.findall(r'\.decision\("([^"]+)"\)', path.read_text()))
    assert asked
    assert asked <= {row.name for row in DECISION_FILES}


@pytest.mark.parametrize("row", DECISION_FILES, ids=lambda row: row.name)
def test_its_example_fits_its_schema(row: DecisionFile) -> None:
    entries = re.findall(r"`([^`]+)`", ROWS[row.name]["entry"])
    text = "\n".join(f"- {entry}" if entry.startswith("{") else entry for entry in entries)
    value = json.loads(json.dumps(yaml.safe_load(text), default=str))
    assert jsonschema_rs.validator_for(row.schema()).is_valid(value)
    assert not jsonschema_rs.validator_for(row.schema()).is_valid([{"no-such-key": 1}])


def test_a_misspelled_file_is_a_gap(tmp_path: Path) -> None:
    (tmp_path / "decisions").mkdir()
    for name in ("deviation.yaml", "crypto_modules.yml", "trivy.yaml", "assets.yaml", "letter.pdf"):
        (tmp_path / "decisions" / name).write_text("[]\n")
    gaps = list(unknown_files(tmp_path))
    assert [gap.path for gap in gaps] == ["decisions/crypto_modules.yml", "decisions/deviation.yaml"]
    assert "deviations.yaml" in gaps[1].next_step


@pytest.mark.parametrize("file", READERS)
def test_its_example_is_read(file: str) -> None:
    entries = re.findall(r"`([^`]+)`", ROWS[file]["entry"])
    text = "\n".join(f"- {one}" if one.startswith("{") else one for one in entries)
    assert READERS[file](text)
