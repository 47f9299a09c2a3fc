"""Tanium Comply's findings of many computers: an answer to the question for the sensor `Comply - Compliance Findings`.

https://docs.tanium.com/comply. States are those of XCCDF (NIST IR 7275 revision 4, section 6.6.4.2). A computer that had
nothing to say answers `[no results]`: it was not checked.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import xccdf_wire
from generator.parsers.scans.entries import fold_placed, misconfiguration_of, not_null
from generator.parsers.scans.hosts import other_names
from generator.parsers.scans.outline import records
from generator.parsers.scans.tally import EMPTY_ENTRY, ScanAccumulator

_SENSOR = "Comply - Compliance Findings"
_SILENT = {"[no results]", "[current result unavailable]"}
_NOT_CHECKED = "the computer had no results"
_HOSTS = "no results for {hosts}"
_MOST_NAMED = 20


class _TaniumFinding(msgspec.Struct, gc=False):
    check_id: str | None = msgspec.field(name="Check ID", default=None)
    state: str | None = msgspec.field(name="State", default=None)
    rule_id: str | None = msgspec.field(name="Rule ID", default=None)


class _TaniumComputer(msgspec.Struct):
    name: str | None = msgspec.field(name="Computer Name", default=None)
    client_address: str | None = msgspec.field(name="Tanium Client IP Address", default=None)
    addresses: object = msgspec.field(name="IP Address", default=None)
    """A text or a list of them."""
    findings: tuple[_TaniumFinding | None, ...] | None = msgspec.field(name=_SENSOR, default=None)


def recognizes(document: Document) -> bool:
    """A list of computers, one computer for each line, or a single one."""
    return _SENSOR in (document.members or document.first_members)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "Tanium Comply")
    silent: list[str] = []
    checked = 0
    for place, computer in not_null(accumulator, records(document, _TaniumComputer)):
        if _fold(accumulator, computer, f"{place}/{_SENSOR}"):
            checked += 1
        else:
            silent.append(computer.name or "a computer without a name")
    because = _HOSTS.format(hosts=_listed(silent)) if silent else None
    return accumulator.finish(None, assessed=checked > 0, because=because)


def _fold(accumulator: ScanAccumulator, computer: _TaniumComputer, pointer: str) -> bool:
    """All findings of a computer; False where it was not checked."""
    findings = [(index, finding) for index, finding in enumerate(computer.findings or ()) if finding]
    tested = [(index, finding) for index, finding in findings if finding.state not in _SILENT]
    empty, silent = len(computer.findings or ()) - len(findings), len(findings) - len(tested)
    if empty:
        accumulator.drop(EMPTY_ENTRY, empty)
    if silent:
        accumulator.drop(_NOT_CHECKED, silent)
    if not tested:
        return False
    name, kind = computer.name, TargetKind.HOST
    target = accumulator.named(name, kind, other_names=_names(computer))
    placed = ((f"{pointer}/{index}", finding) for index, finding in tested)
    fold_placed(accumulator, placed, lambda finding, place: _result(finding, target, place))
    return True


def _names(computer: _TaniumComputer) -> tuple[str, ...]:
    several = computer.addresses if isinstance(computer.addresses, list) else [computer.addresses]
    return other_names(
        computer.name or "", computer.client_address, *(address for address in several if isinstance(address, str))
    )


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:_MOST_NAMED])
    return shown if len(names) <= _MOST_NAMED else f"{shown} and {len(names) - _MOST_NAMED} more"


def _result(finding: _TaniumFinding, target: ScanTarget, place: str) -> ScanResult | None:
    state = finding.state or ""
    return misconfiguration_of(
        finding.rule_id,
        target,
        place,
        disposition=xccdf_wire.disposition(state),
        native_status=state,
        scope=_benchmark(finding),
        title=_title(finding.rule_id or ""),
    )


def _benchmark(finding: _TaniumFinding) -> str:
    """`CIS Red Hat …;1.0.0-1;Level 1 - Server;1;RULE` without the rule: what the rule was checked for."""
    return (finding.check_id or "").removesuffix(finding.rule_id or "").rstrip(";")


def _title(rule_id: str) -> str:
    """`xccdf_org.cisecurity.benchmarks_rule_1.1_Ensure_this` is about `1.1 Ensure this`."""
    return rule_id.rpartition("_rule_")[2].replace("_", " ")
