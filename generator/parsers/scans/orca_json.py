"""Orca's alerts in JSON: as exported, and as its API lists them."""

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans import orca_words
from generator.parsers.scans.cloud_targets import CloudTargets
from generator.parsers.scans.dates_spelled import newest
from generator.parsers.scans.entries import fold_placed
from generator.parsers.scans.json_entry import records, report
from generator.parsers.scans.tally import ScanAccumulator

_EXPORT = {"Title", "OrcaScore"}
_API = {"asset_unique_id", "type", "state"}


def recognizes(document: Document) -> bool:
    members = document.members
    first = document.first_keys(members["data"]) if "data" in members else document.first_members or members
    return _EXPORT.issubset(first) or _API.issubset(first)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator, targets = ScanAccumulator(evidence, orca_words.SCANNER), CloudTargets(evidence)
    wrapped = "data" in document.members
    entries = list(report(document).listed("data") if wrapped else records(document))
    fold_placed(accumulator, entries, lambda alert, place: orca_words.result(alert, targets, place))
    return accumulator.finish(newest(alert.get("LastSeen", "state.last_seen") for _, alert in entries if alert))
