"""Indicators have the verdicts of their requirements and tools; less evidence never shows more; who states what is named."""

import shutil
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from replacing import replace

from generator.checks.reporting import of_the_system
from generator.frameworks.fedramp_20x import indicators
from generator.model.indicator import IndicatorResult, MethodKind
from generator.model.posture import Certainty, Outcome, PostureState
from generator.model.scan import ScanSnapshot
from generator.pipeline.as_of import select
from generator.pipeline.assess import Assessed, assess
from generator.pipeline.load import load
from generator.pipeline.parse import Parsed, parse
from generator.pipeline.stages import assessed
from generator.workspace.folder import Workspace

SAMPLE = Path(__file__).parents[2] / "samples" / "parcel-tracker"
AS_OF = date(2026, 11, 20)
_PROWLER = Path(__file__).parents[1] / "parsers" / "scans" / "testdata" / "prowler-json" / "one.json"
RULE = "rds_instance_backup_enabled"


def _prowler(status: str) -> str:
    text = _PROWLER.read_text().replace("s3_tidy", RULE).replace("2026-02-20", "2026-11-19")
    return text.replace('"FAIL"', f'"{status}"')


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, on the 20x path beside Rev 5."""
    return _copy(tmp_path_factory.mktemp("indicators") / "system")


def _copy(root: Path) -> Path:
    shutil.copytree(SAMPLE, root)
    file = root / "system.yaml"
    file.chmod(0o644)
    file.write_text(file.read_text() + "\nframeworks: [fedramp-rev5, fedramp-20x]\nclass: c\n")
    return root


@cache
def _judged(root: Path) -> Assessed:
    return assessed(Workspace.open(root), AS_OF, lambda *_: None)


def _results(result: Assessed) -> dict[str, IndicatorResult]:
    assert result.indicators is not None
    return {each.id: each for each in result.indicators.results}


def test_every_indicator_is_there(workspace: Path) -> None:
    assert list(_results(_judged(workspace))) == [each.id for each in indicators()]


def test_verdicts_are_those_of_the_requirements(workspace: Path) -> None:
    result = _judged(workspace)
    postures = {posture.requirement.id: posture for posture in of_the_system(result.postures)}
    for indicator in _results(result).values():
        for method in indicator.methods:
            if method.method.kind is MethodKind.REQUIREMENT:
                assert method.subjects == postures[method.method.name].subjects
        by_name = {each.name: each for each in indicator.posture.subjects}
        for method in indicator.methods:
            for subject in method.subjects:
                same = by_name[f"{method.method.name}: {subject.name}"]
                assert (same.outcome, same.certainty, same.citations) == (subject.outcome, subject.certainty, subject.citations)


def test_names_of_subjects_stand_once(workspace: Path) -> None:
    for indicator in _results(_judged(workspace)).values():
        names = [subject.name for subject in indicator.posture.subjects]
        assert len(names) == len(set(names)), indicator.id


def test_a_requirement_of_which_nothing_was_collected_is_an_unknown_subject(workspace: Path) -> None:
    seen = 0
    for indicator in _results(_judged(workspace)).values():
        for method in indicator.methods:
            if method.absence and method.needs and indicator.posture.subjects:
                (subject,) = (each for each in indicator.posture.subjects if each.name == method.method.name)
                assert subject.outcome is Outcome.UNKNOWN
                seen += 1
    assert seen


def test_what_evidence_cannot_speak_to_says_so(workspace: Path) -> None:
    training = _results(_judged(workspace))["KSI-CED-RAT"]
    assert training.posture.state is PostureState.NOT_COLLECTED
    assert training.posture.summary.startswith("Evidence cannot show it")


def test_files_that_a_person_put_there_give_no_automated_method(workspace: Path) -> None:
    """The sample's sidecars are written by people."""
    assert {len(each.counted) for each in _results(_judged(workspace)).values()} == {0}


def _state(text: str, root: Path) -> IndicatorResult:
    (root / "decisions" / "indicators.yaml").write_text(text)
    return _results(assessed(Workspace.open(root), AS_OF, lambda *_: None))["KSI-CED-RAT"]


ENTRY = """- id: KSI-CED-RAT
  by: A. Lovelace
  role: ISSO
  date: 2026-11-02
  reviews:
    - {what: How effective training is, by: A. Lovelace, role: ISSO, date: %s, every-months: %d}
"""


@pytest.mark.parametrize(("day", "months", "state"), [("2026-11-02", 12, "enforced"), ("2025-10-02", 12, "not established")])
def test_a_statement_holds_for_its_own_cadence(tmp_path: Path, day: str, months: int, state: str) -> None:
    result = _state(ENTRY % (day, months), _copy(tmp_path / "system"))
    assert str(result.posture.state) == state
    (subject,) = result.posture.subjects
    if state == "enforced":
        assert (subject.certainty, subject.stated_by) == (Certainty.STATED, "A. Lovelace")
        assert subject.citations[0].source.path == "decisions/indicators.yaml"
        assert len(subject.citations[0].source.sha256) == 64
    else:
        assert "lapsed" in subject.reason
    assert result.counted == ()


def test_a_statement_of_a_later_day_does_not_count(tmp_path: Path) -> None:
    root = _copy(tmp_path / "system")
    result = _state(ENTRY % ("2026-12-24", 12), root)
    assert result.posture.state is PostureState.NOT_COLLECTED
    gaps = assessed(Workspace.open(root), AS_OF, lambda *_: None).gaps
    assert any("2026-12-24" in gap.reason for gap in gaps if gap.path == "decisions/indicators.yaml")


@pytest.mark.parametrize(
    ("status", "outcome"), [("PASS", Outcome.PASSES), ("FAIL", Outcome.FAILS), ("MANUAL", Outcome.UNKNOWN)]
)
def test_results_of_a_tool_are_verdicts(tmp_path: Path, status: str, outcome: Outcome) -> None:
    root = _copy(tmp_path / "system")
    (root / "evidence" / "scans" / "prowler.json").write_text(_prowler(status))
    backups = _results(assessed(Workspace.open(root), AS_OF, lambda *_: None))["KSI-RPL-ABO"]
    shown = [each for each in backups.posture.subjects if each.name.startswith("Prowler: ")]
    assert [each.outcome for each in shown] == [outcome]


@cache
def _parsed(root: Path) -> Parsed:
    return parse(load(Workspace.open(root), AS_OF), lambda *_: None)


def _without(root: Path, removed: frozenset[str]) -> dict[tuple[str, str], Outcome]:
    parsed = _parsed(root)
    kept = tuple(each for each in parsed.snapshots if each.evidence.path not in removed)
    paths = tuple(path for path in parsed.loaded.paths if path not in removed)
    result = assess(select(replace(parsed, loaded=replace(parsed.loaded, paths=paths), snapshots=kept)))
    return {(name, each.name): each.outcome for name, row in _results(result).items() for each in row.posture.subjects}


@pytest.mark.parametrize("family", ["ScanSnapshot", "ClusterSnapshot", "PipelineSnapshot", "DiagramSnapshot"])
def test_less_evidence_shows_no_indicator_more(workspace: Path, family: str) -> None:
    before = _without(workspace, frozenset())
    removed = frozenset(each.evidence.path for each in _parsed(workspace).snapshots if type(each).__name__ == family)
    assert removed
    worse = [
        key
        for key, outcome in _without(workspace, removed).items()
        if outcome is Outcome.PASSES and before.get(key, Outcome.PASSES) is not Outcome.PASSES
    ]
    assert worse == []


def test_without_anything_nothing_is_shown(workspace: Path) -> None:
    everything = frozenset(each.evidence.path for each in _parsed(workspace).snapshots)
    assert any(isinstance(each, ScanSnapshot) for each in _parsed(workspace).snapshots)
    left = [key for key, outcome in _without(workspace, everything).items() if outcome is Outcome.PASSES]
    assert all("service-authorization" in name or "statement" in name or "registry" in name for _, name in left), left
