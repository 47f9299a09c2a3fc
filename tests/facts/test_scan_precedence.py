"""A newer scan replaces what it looked for again, and nothing else."""

from datetime import UTC, datetime

from replacing import replace
from scans_made import scan

from generator.facts.scan_precedence import chosen_kinds, kinds_of
from generator.facts.target_scans import TargetScan
from generator.model.asset import MatchedBy
from generator.model.scan import BenchmarkRun, ResultKind, ScanSnapshot, ScanTarget, TargetKind

_IMAGE = "registry.shop.example/cart:1"
_TARGET = ScanTarget(name=_IMAGE, kind=TargetKind.IMAGE)
_VULNERABILITY, _SECRET, _SETTING = ResultKind.VULNERABILITY, ResultKind.SECRET, ResultKind.MISCONFIGURATION


def _scan(path: str, day: int, *kinds: ResultKind, hour: int = 6, benchmark: str = "") -> ScanSnapshot:
    made = scan(path, _IMAGE, [f"ID-{index}" for index, _ in enumerate(kinds)], datetime(2026, 3, day, hour, tzinfo=UTC))
    sightings = tuple(_as(one, kind) for one, kind in zip(made.results, kinds, strict=True))
    return replace(made, results=sightings, benchmarks=(BenchmarkRun(name=benchmark),) if benchmark else ())


def _as(sighting: object, kind: ResultKind) -> object:
    import msgspec

    return msgspec.structs.replace(sighting, kind=kind)


def _chosen(*snapshots: ScanSnapshot) -> dict[str, set[ResultKind]]:
    looks = [TargetScan.of(snapshot, _IMAGE, _TARGET, MatchedBy.REFERENCE, kinds=kinds_of(snapshot)) for snapshot in snapshots]
    found = chosen_kinds(looks)
    return {look.snapshot.evidence.path: set(found[id(look)]) for look in looks if id(look) in found}


def test_a_scan_for_secrets_does_not_replace_vulnerabilities() -> None:
    assert _chosen(_scan("a", 1, _VULNERABILITY), _scan("b", 2, _SECRET)) == {"a": {_VULNERABILITY}, "b": {_SECRET}}


def test_a_scan_for_secrets_replaces_the_secrets_of_a_full_scan_alone() -> None:
    full = _scan("a", 1, _VULNERABILITY, _SECRET)
    assert _chosen(full, _scan("b", 2, _SECRET)) == {"a": {_VULNERABILITY}, "b": {_SECRET}}


def test_a_full_scan_without_a_secret_replaces_one_that_had_it() -> None:
    assert set(_chosen(_scan("a", 1, _VULNERABILITY, _SECRET), _scan("b", 2, _VULNERABILITY))) == {"b"}


def test_a_clean_scan_replaces_vulnerabilities() -> None:
    assert set(_chosen(_scan("a", 1, _VULNERABILITY), _scan("b", 2))) == {"b"}


def test_a_clean_scan_leaves_settings_that_another_sort_of_scan_found() -> None:
    assert _chosen(_scan("a", 1, _SETTING), _scan("b", 2)) == {"a": {_SETTING}, "b": {_VULNERABILITY, _SETTING} - {_SETTING}}


def test_two_checklists_of_one_day_are_told_apart_by_their_benchmark() -> None:
    found = _chosen(_scan("os", 1, _SETTING, benchmark="RHEL"), _scan("db", 1, _SETTING, hour=7, benchmark="PostgreSQL"))
    assert found == {"os": {_SETTING}, "db": {_SETTING}}


def test_the_same_checklist_again_replaces_itself() -> None:
    found = _chosen(_scan("a", 1, _SETTING, benchmark="RHEL"), _scan("b", 2, _SETTING, benchmark="RHEL"))
    assert set(found) == {"b"}


def test_reports_of_one_linter_and_day_stand_together() -> None:
    assert set(_chosen(_scan("a", 1, _SETTING), _scan("b", 1, _SETTING, hour=8))) == {"a", "b"}
    assert set(_chosen(_scan("a", 1, _SETTING), _scan("b", 2, _SETTING))) == {"b"}
