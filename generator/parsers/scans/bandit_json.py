"""Bandit's report of Python code: `bandit -f json`.

https://bandit.readthedocs.io/en/latest/formatters/json.html; levels:
https://bandit.readthedocs.io/en/latest/api/bandit.html, `HIGH`, `MEDIUM`, `LOW`, `UNDEFINED`. Tests B105 to B107 are about
passwords in code and repeat them in their text, which is therefore not read; neither is the code.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import ResultKind, ScanResult, ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.scans.code_results import Scalar, at, fold_entries, part, repository, titled
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.dates import moment
from generator.parsers.scans.entries import result_of
from generator.parsers.scans.tally import ScanAccumulator
from generator.text import counted

_ENTRY = {"test_id", "issue_severity"}
PASSWORDS = {"B105", "B106", "B107"}


class _BanditCwe(msgspec.Struct, gc=False):
    id: Scalar = None


class _BanditEntry(msgspec.Struct, gc=False):
    test_id: str | None = None
    test_name: str | None = None
    issue_severity: str | None = None
    issue_text: str | None = None
    issue_cwe: _BanditCwe | None = None
    filename: str | None = None
    line_number: Scalar = None


def recognizes(document: Document) -> bool:
    """A clean report is known by what Bandit counts; without counts the first entry tells."""
    members = document.members
    if {"errors", "metrics", "generated_at", "results"}.issubset(members):
        return True
    return _ENTRY.issubset(document.first_keys(members.get("results")))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    members, accumulator = document.members, ScanAccumulator(evidence, "Bandit")
    target = accumulator.target(repository(evidence))
    results = members.get("results")
    fold_entries(document, accumulator, results, _BanditEntry, "/results", lambda entry, place: _result(entry, target, place))
    errors = len(part(document, members.get("errors"), list[msgspec.Raw], []))
    because = f"Bandit could not read {counted(errors, 'file')}" if errors else None
    return accumulator.finish(moment(part(document, members.get("generated_at"), str, "")), because=because)


def _result(entry: _BanditEntry, target: ScanTarget, place: str) -> ScanResult | None:
    password = entry.test_id in PASSWORDS
    return result_of(
        ResultKind.SECRET if password else ResultKind.VULNERABILITY,
        entry.test_id,
        target,
        place,
        word=entry.issue_severity,
        scope=at(entry.filename, entry.line_number),
        title=titled(entry.test_name, entry.issue_cwe.id if entry.issue_cwe else None),
        cwes=cwes(entry.issue_cwe.id if entry.issue_cwe else None),
        description="" if password else entry.issue_text,
    )
