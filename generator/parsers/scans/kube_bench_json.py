"""kube-bench: the CIS Kubernetes benchmark on one node.

https://github.com/aquasecurity/kube-bench, `check/controls.go`. Three shapes: `{Controls, Totals}`, the list of controls of
older versions, and one of these a line where the runs of several nodes were put into one file. No node is named anywhere.

A check's state (`docs/running.md`): PASS, FAIL, WARN (a person has to look) and INFO (not run; type `skip` on request).
The configuration is which benchmark of which version was run on which kind of node; kube-bench does not say its own version.
What a check read (`actual_value`) is left out: command lines of processes may carry tokens.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.scans.entries import fold, joined, misconfiguration_of
from generator.parsers.scans.outline import records
from generator.parsers.scans.scan_quality import configuration, settings
from generator.parsers.scans.tally import ScanAccumulator

_STATES = {"PASS": Disposition.PASSED, "FAIL": Disposition.OPEN, "WARN": Disposition.MANUAL, "INFO": Disposition.NOT_APPLICABLE}
_SKIPPED = "skip"
_TESTS = {"section", "results"}
_NOTHING = "the report holds no check"


class _KubeBenchCheck(msgspec.Struct, gc=False):
    test_number: str | None = None
    test_desc: str | None = None
    type: str | None = None
    remediation: str | None = None
    status: str | None = None
    scored: bool | None = None
    expected_result: str | None = None
    reason: str | None = None

    def disposition(self) -> Disposition:
        """An unknown state stays open."""
        disposition = _STATES.get((self.status or "").upper(), Disposition.OPEN)
        skipped = disposition is Disposition.NOT_APPLICABLE and self.type == _SKIPPED
        return Disposition.SUPPRESSED if skipped else disposition

    def description(self) -> str:
        """What was expected, why it is not so, and whether the benchmark scores it."""
        expected = f"Expected: {self.expected_result}" if self.expected_result else None
        unscored = "The benchmark does not score this check." if self.scored is False else None
        return joined("\n", self.reason, expected, unscored)


class _KubeBenchSection(msgspec.Struct):
    results: tuple[_KubeBenchCheck | None, ...] | None = None


class _KubeBenchControls(msgspec.Struct):
    version: Any = None
    """Of the benchmark, not of kube-bench."""
    node_type: str | None = None
    tests: tuple[_KubeBenchSection | None, ...] | None = None


class _KubeBenchTotals(msgspec.Struct, gc=False):
    total_pass: int = 0
    total_fail: int = 0
    total_warn: int = 0
    total_info: int = 0

    def all(self) -> int:
        """Checks of every state."""
        return self.total_pass + self.total_fail + self.total_warn + self.total_info


class _KubeBenchRecord(_KubeBenchControls):
    """A whole report, or the controls of one kind of node."""

    controls: tuple[_KubeBenchControls | None, ...] | None = msgspec.field(default=None, name="Controls")
    totals: _KubeBenchTotals | None = msgspec.field(default=None, name="Totals")


def recognizes(document: Document) -> bool:
    if {"Controls", "Totals"}.issubset(document.members) or _is_node(
        document, document.first_keys(document.members.get("Controls"))
    ):
        return True
    if document.container is FileContainer.JSON_LINES and not document.members:
        first = document.decode(next(document.lines(), b"[]"), list[msgspec.Raw])
        return bool(first) and _is_node(document, document.members_of(first[0]))
    return _is_node(document, document.members) or _is_node(document, document.first_members)


def _is_node(document: Document, members: Mapping[str, msgspec.Raw]) -> bool:
    """Controls of one kind of node: what older versions leave out is its kind."""
    first = document.first_keys(members.get("tests"))
    return _TESTS.issubset(first) if first else {"node_type", "tests"}.issubset(members)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "kube-bench")
    target = accumulator.stated(TargetKind.HOST)
    listed = counted = 0
    benchmarks: set[tuple[str, str]] = set()
    for place, record in _records(document):
        counted += record.totals.all() if record.totals else 0
        for pointer, controls in _controls(record, place):
            listed += _fold(accumulator, controls, target, pointer)
            benchmarks.update(settings(controls.node_type or "", controls.version))
    accumulator.counts.compare("check", stated=counted, listed=listed)
    return accumulator.finish(None, failure=None if listed else _NOTHING, configuration=configuration(benchmarks))


def _records(document: Document) -> Iterator[tuple[str, _KubeBenchRecord]]:
    for place, raw in records(document, msgspec.Raw):
        if raw is not None and bytes(raw).lstrip().startswith(b"["):
            listed = document.decode(raw, tuple[_KubeBenchRecord | None, ...], place=place)
            yield from ((f"{place}/{index}", record) for index, record in enumerate(listed) if record)
        elif raw is not None:
            yield place, document.decode(raw, _KubeBenchRecord, place=place)


def _controls(record: _KubeBenchRecord, place: str) -> Iterator[tuple[str, _KubeBenchControls]]:
    if record.tests is not None:
        yield place, record
    for index, controls in enumerate(record.controls or ()):
        if controls:
            yield f"{place}/Controls/{index}", controls


def _fold(accumulator: ScanAccumulator, controls: _KubeBenchControls, target: ScanTarget, place: str) -> int:
    scope = controls.node_type or ""
    listed = 0
    for index, section in enumerate(controls.tests or ()):
        checks = (section.results if section else None) or ()
        listed += len(checks)
        fold(accumulator, checks, f"{place}/tests/{index}/results", lambda check, at: _result(check, target, scope, at))
    return listed


def _result(check: _KubeBenchCheck, target: ScanTarget, scope: str, place: str) -> ScanResult | None:
    return misconfiguration_of(
        check.test_number,
        target,
        place,
        disposition=check.disposition(),
        native_status=check.status or "",
        scope=scope,
        title=check.test_desc or check.test_number,
        description=check.description(),
        solution=(check.remediation or "").strip(),
    )
