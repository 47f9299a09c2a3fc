"""Every raw entry is accounted for, and the order of entries does not matter."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from generator.model.evidence import EvidenceFile
from generator.model.scan import (
    AffectedPackage,
    Disposition,
    ResultKind,
    Scanner,
    ScanResult,
    ScanSnapshot,
    ScanTarget,
    Severity,
    TargetKind,
)
from generator.parsers.scans import inspect
from generator.parsers.scans.tally import NO_IDENTIFIER, ScanAccumulator

_EVIDENCE = EvidenceFile(
    path="evidence/scans/a.json",
    sha256="ab" * 32,
    size=1,
    media_type="application/json",
    collected=datetime(2026, 1, 2, tzinfo=UTC),
)
_CART, _PAY = (ScanTarget(name=name, kind=TargetKind.IMAGE) for name in ("cart", "pay"))
_DAYS = st.one_of(st.none(), st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 1, 4)))


@st.composite
def _results(draw: st.DrawFn) -> ScanResult:
    """Few values, so that entries meet; texts depend on the identifier alone, as the first entry's are kept."""
    identifier = draw(st.sampled_from(("CVE-1", "CVE-2")))
    package = st.builds(
        AffectedPackage, name=st.sampled_from("ab"), version=st.sampled_from((None, "1")), path=st.sampled_from("xy")
    )
    return ScanResult(
        kind=draw(st.sampled_from((ResultKind.VULNERABILITY, ResultKind.SECRET))),
        identifier=identifier,
        target=draw(st.sampled_from((_CART, _PAY))),
        severity=draw(st.sampled_from(Severity)),
        native_severity=draw(st.sampled_from(("HIGH", "important"))),
        disposition=draw(st.sampled_from((Disposition.OPEN, Disposition.SUPPRESSED))),
        native_status=draw(st.sampled_from(("", "fixed"))),
        package=draw(st.one_of(st.none(), package)),
        scope=draw(st.sampled_from(("", "lock"))),
        title=f"about {identifier}",
        cves=draw(st.sampled_from(((), ("CVE-1",), ("CVE-1", "CVE-2")))),
        known_exploited=draw(_DAYS),
        first_seen=draw(_DAYS),
    )


def _fold(results: list[ScanResult], dropped: int = 0) -> ScanSnapshot:
    accumulator = ScanAccumulator(_EVIDENCE, Scanner(name="Tool"))
    for result in results:
        accumulator.add(result)
    for _ in range(dropped):
        accumulator.drop(NO_IDENTIFIER)
    return accumulator.finish(None)


@given(st.lists(_results(), max_size=12).flatmap(lambda results: st.tuples(st.just(results), st.permutations(results))))
def test_order_does_not_matter(orders: tuple[list[ScanResult], list[ScanResult]]) -> None:
    assert _fold(orders[0]) == _fold(orders[1])


@given(st.lists(_results(), max_size=12), st.integers(min_value=0, max_value=3))
def test_every_entry_is_accounted_for(results: list[ScanResult], dropped: int) -> None:
    snapshot = _fold(results, dropped)
    tally = snapshot.tally
    assert tally.results == len(results) + dropped
    assert tally.results == tally.unique + tally.duplicates + sum(count for _, count in tally.dropped)
    assert sum(count for _, count in tally.severities) == tally.unique == sum(count for _, count in tally.statuses)
    assert sum(sighting.entries for sighting in snapshot.results) == len(results)
    assert tally.identifiers == len({result.identifier for result in results})
    keys = [(sighting.target, sighting.kind, sighting.identifier, sighting.disposition) for sighting in snapshot.results]
    assert keys == sorted(set(keys))


def _result(severity: Severity, package: AffectedPackage | None, scope: str = "", place: str = "") -> ScanResult:
    return ScanResult(
        kind=ResultKind.VULNERABILITY,
        identifier="CVE-1",
        target=_CART,
        severity=severity,
        package=package,
        scope=scope,
        title=place,
        place=place,
    )


def test_the_most_severe_entry_speaks_for_the_sighting() -> None:
    libz, path = AffectedPackage(name="libz", version="1"), AffectedPackage(name="libz", version="1", path="/opt")
    other = AffectedPackage(name="a", version="1")
    snapshot = _fold(
        [
            _result(Severity.LOW, libz, place="/0"),
            _result(Severity.CRITICAL, path, place="/1"),
            _result(Severity.MODERATE, other, place="/2"),
            _result(Severity.MODERATE, other, scope="lock", place="/3"),
        ]
    )
    (sighting,) = snapshot.results
    assert sighting.severity is Severity.CRITICAL
    assert sighting.packages == (other, libz, path)
    assert (sighting.title, sighting.source.place, sighting.entries) == ("/0", "/0", 4)
    assert snapshot.tally.unique == 3, "a path does not make an entry distinct, a scope does"
    assert snapshot.tally.severities == (("critical", 1), ("moderate", 2))


def test_packages_of_entries_that_name_several_are_joined() -> None:
    libz, other, third = (AffectedPackage(name=name, version="1") for name in ("libz", "a", "b"))
    rows = [
        structs.replace(_result(Severity.LOW, libz), more_packages=(other,)),
        structs.replace(_result(Severity.LOW, third), more_packages=(libz,)),
        _result(Severity.LOW, libz),
    ]
    for order in (rows, rows[::-1]):
        assert _fold(order).results[0].packages == (other, third, libz)


def test_the_date_of_the_evidence_stands_in() -> None:
    taken = datetime(2026, 2, 2, tzinfo=UTC)
    assert _fold([]).taken == _EVIDENCE.collected
    assert ScanAccumulator(_EVIDENCE, Scanner(name="Tool")).finish(taken).taken == taken


def test_a_scan_and_all_of_its_results_come_from_its_file() -> None:
    made = _fold([_result(Severity.LOW, None), _result(Severity.HIGH, None, place="/lines/2")])
    assert made.evidence == _EVIDENCE
    assert [result.source.path for result in made.results] == [_EVIDENCE.path]


def test_a_scan_that_could_not_look_says_why() -> None:
    accumulator = ScanAccumulator(_EVIDENCE, Scanner(name="Tool"))
    accumulator.target(_PAY)
    snapshot = accumulator.finish(None, assessed=False, because="the pull failed")
    assert (snapshot.assessed, snapshot.not_assessed_because, snapshot.targets) == (False, "the pull failed", (_PAY,))


def test_only_the_first_entry_of_a_sighting_is_new() -> None:
    accumulator = ScanAccumulator(_EVIDENCE, Scanner(name="Tool"))
    question = (ResultKind.VULNERABILITY, "CVE-1", _CART, Disposition.OPEN)
    assert accumulator.is_new(*question)
    accumulator.add(_result(Severity.LOW, None))
    assert not accumulator.is_new(*question)
    assert accumulator.is_new(ResultKind.VULNERABILITY, "CVE-1", _PAY, Disposition.OPEN)


def test_the_row_has_what_the_commands_promise() -> None:
    row = inspect.row(_fold([_result(Severity.LOW, None), _result(Severity.LOW, None)], dropped=1))
    assert row == {
        "results": 3,
        "unique": 1,
        "duplicates": 1,
        "dropped": {"no identifier": 1},
        "ids": 1,
        "severities": {"critical": 0, "high": 0, "moderate": 0, "low": 1, "informational": 0, "unknown": 0},
        "statuses": {"": 1},
        "targets": ["cart"],
        "assessed": True,
    }


def test_the_names_that_entries_give_a_weakness_are_joined_and_sorted() -> None:
    def named(*aliases: str) -> ScanResult:
        return structs.replace(_result(Severity.LOW, None), aliases=aliases)

    for one, two in (
        (("GHSA-b", "GHSA-c"), ("GHSA-a",)),
        (("GHSA-a",), ("GHSA-b", "GHSA-c")),
        ((), ("GHSA-c", "GHSA-b", "GHSA-a")),
    ):
        (sighting,) = _fold([named(*one), named(*two), named()]).results
        assert sighting.aliases == ("GHSA-a", "GHSA-b", "GHSA-c")


def test_a_target_without_a_workload_comes_before_those_of_its_name() -> None:
    targets = [
        ScanTarget(name="cart", kind=TargetKind.IMAGE, workload=name) for name in ("shop/Deployment/cart", None, "A/Job/a")
    ]
    accumulator = ScanAccumulator(_EVIDENCE, Scanner(name="Tool"))
    for target in targets:
        accumulator.target(target)
    assert [target.workload for target in accumulator.finish(None).targets] == [None, "A/Job/a", "shop/Deployment/cart"]


def test_aliases_of_entries_that_are_one_are_put_together_in_one_order() -> None:
    entry = ScanResult(
        kind=ResultKind.VULNERABILITY,
        identifier="CVE-1",
        target=_CART,
        severity=Severity.HIGH,
        native_severity="HIGH",
        title="x",
    )
    named = [structs.replace(entry, aliases=names) for names in (("GHSA-2",), ("GHSA-3", "GHSA-1"), ("GHSA-2",))]
    (result,) = _fold(named).results
    assert result.aliases == ("GHSA-1", "GHSA-2", "GHSA-3")
