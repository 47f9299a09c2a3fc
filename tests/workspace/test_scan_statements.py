"""What a person says about a scan fills in what its report leaves open, and never overrules it."""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from replacing import replace

from generator.errors import ConfigError
from generator.model.evidence import DatedBy, GapKind, ScanStatement
from generator.model.scan import Scanner, ScanSnapshot, ScanTarget, TargetKind
from generator.workspace.scan_statements import apply, moment
from tests.facts.scans_made import day, scan
from tests.workspace.test_folder import put, workspace

A, B = "a" * 64, "b" * 64
NAME = "evidence/scans/a.json"


def said(snapshot: ScanSnapshot, *statements: ScanStatement):
    return apply(replace(snapshot, evidence=replace(snapshot.evidence, statements=statements)))


def silent(*targets: ScanTarget) -> ScanSnapshot:
    made = scan("s.json", "h", [], day(18))
    return replace(made, scanner=Scanner(name="Nessus"), targets=targets or (ScanTarget(name="h", kind=TargetKind.HOST),))


EVERYTHING = ScanStatement(
    by=DatedBy.SIDECAR, version="10", database_updated=day(17), authenticated=True, privileged=True, configuration=A
)


def test_everything_that_is_left_open_is_filled_in() -> None:
    found, gaps = said(silent(), EVERYTHING)
    assert found.scanner == Scanner(name="Nessus", version="10", database_updated=day(17))
    assert (found.configuration, found.targets[0].authenticated, found.targets[0].privileged) == (A, True, True)
    assert (found.evidence.statements, gaps) == ((EVERYTHING,), [])


def test_the_sidecar_speaks_before_system_yaml_and_only_what_was_used_is_kept() -> None:
    other = ScanStatement(by=DatedBy.SYSTEM_YAML, version="9", authenticated=False)
    found, gaps = said(silent(), ScanStatement(by=DatedBy.SIDECAR, version="10"), other)
    assert (found.scanner.version, found.targets[0].authenticated) == ("10", False)
    assert found.evidence.statements == (
        ScanStatement(by=DatedBy.SIDECAR, version="10"),
        ScanStatement(by=DatedBy.SYSTEM_YAML, authenticated=False),
    )
    assert gaps == []


def test_where_a_report_speaks_of_some_hosts_the_others_are_filled_in() -> None:
    silent_one, loud = (
        ScanTarget(name="a", kind=TargetKind.HOST),
        ScanTarget(name="b", kind=TargetKind.HOST, authenticated=True),
    )
    found, gaps = said(silent(silent_one, loud), ScanStatement(by=DatedBy.SIDECAR, authenticated=True))
    assert [target.authenticated for target in found.targets] == [True, True]
    assert gaps == []


def test_the_report_counts_and_a_contradiction_is_a_gap() -> None:
    target = ScanTarget(name="h", kind=TargetKind.HOST, authenticated=False, privileged=False)
    full = replace(silent(target), scanner=Scanner(name="Nessus", version="1", database_updated=day(1)), configuration=B)
    found, gaps = said(full, EVERYTHING)
    assert replace(found, evidence=full.evidence) == full
    assert found.evidence.statements == ()
    assert {gap.kind for gap in gaps} == {GapKind.CONTRADICTED}
    assert {gap.place for gap in gaps} == {
        "scanner version",
        "database date",
        "configuration",
        "login",
        "rights of the login",
    }


def test_what_is_read_whole_takes_no_login() -> None:
    kinds = (TargetKind.IMAGE, TargetKind.REPOSITORY, TargetKind.FILESYSTEM)
    found, gaps = said(silent(*(ScanTarget(name=kind, kind=kind) for kind in kinds)), EVERYTHING)
    assert {target.authenticated for target in found.targets} == {None}
    assert (found.evidence.statements[0].authenticated, gaps) == (None, [])


def test_the_sidecar_and_system_yaml_are_read(tmp_path: Path) -> None:
    put(tmp_path, NAME)
    put(tmp_path, "decisions/nessus.conf", "safe_checks = yes")
    sidecar = {
        "scanner-version": "10.8",
        "database-updated": "2026-11-17T06:30:00+02:00",
        "authenticated": True,
        "privileged": False,
        "configuration": "decisions/nessus.conf",
    }
    put(tmp_path, f"{NAME}.sidecar.json", json.dumps(sidecar))
    system = f'evidence: [{{glob: "evidence/*", database-updated: 2026-11-16, configuration: "{A}"}}]'
    evidence, _, gap = workspace(tmp_path, system).load(NAME)
    assert gap is None
    assert evidence.statements == (
        ScanStatement(
            by=DatedBy.SIDECAR,
            version="10.8",
            database_updated=datetime(2026, 11, 17, 4, 30, tzinfo=UTC),
            authenticated=True,
            privileged=False,
            configuration=hashlib.sha256(b"safe_checks = yes").hexdigest(),
        ),
        ScanStatement(by=DatedBy.SYSTEM_YAML, database_updated=datetime(2026, 11, 16, tzinfo=UTC), configuration=A),
    )


def test_who_says_nothing_makes_no_statement(tmp_path: Path) -> None:
    put(tmp_path, NAME)
    put(tmp_path, f"{NAME}.sidecar.json", '{"collected": "2026-11-17"}')
    assert workspace(tmp_path, 'evidence: [{glob: "evidence/*", target: x}]').load(NAME)[0].statements == ()


@pytest.mark.parametrize("path", ["../outside.conf", "/etc/passwd", "decisions", "link.conf"])
def test_a_configuration_is_a_file_inside_the_workspace(tmp_path: Path, path: str) -> None:
    root = tmp_path / "workspace"
    put(root, NAME)
    put(tmp_path, "outside.conf")
    (root / "decisions").mkdir()
    (root / "link.conf").symlink_to(tmp_path / "outside.conf")
    put(root, f"{NAME}.sidecar.json", json.dumps({"collected": "2026-11-17", "configuration": path}))
    evidence, _, gap = workspace(root).load(NAME)
    assert evidence.collected == datetime(2026, 11, 17, tzinfo=UTC)
    assert evidence.statements == ()
    assert gap is not None
    assert "neither a SHA-256 nor a file" in gap.reason
    with pytest.raises(ConfigError):
        workspace(root, f'evidence: [{{glob: "evidence/*", configuration: "{path}"}}]').load(NAME)


@pytest.mark.parametrize(
    "text", ['{"authenticated": "yes"}', '{"database-updated": "soon"}', '{"database-updated": "9999-01-01"}']
)
def test_a_wrong_word_in_the_sidecar_is_a_gap(tmp_path: Path, text: str) -> None:
    put(tmp_path, NAME)
    put(tmp_path, f"{NAME}.sidecar.json", text)
    assert workspace(tmp_path).load(NAME)[2] is not None


def test_a_wrong_date_in_system_yaml_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        workspace(tmp_path, "evidence:\n  - glob: evidence/*\n    database-updated: soon\n")
    assert "line 3" in caught.value.where


def test_a_day_is_its_first_moment_and_a_moment_without_zone_is_utc() -> None:
    assert moment("2026-11-17") == day(17)
    assert moment("2026-11-17T00:00:00") == day(17)
