"""Reports of Invicti, Netsparker and Acunetix 360 in JSON: the vulnerabilities of one scan."""

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans import invicti_words
from generator.parsers.scans.dates_spelled import newest
from generator.parsers.scans.entries import fold_on
from generator.parsers.scans.json_entry import report
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.web_targets import WebTargets

_ENTRY = {"Name", "Severity", "Url"}


def recognizes(document: Document) -> bool:
    members = document.members
    if "Vulnerabilities" not in members:
        return False
    scanned = "Url" in document.members_of(members.get("Target"))
    return scanned or _ENTRY.issubset(document.first_keys(members["Vulnerabilities"]))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    content, sites = report(document), WebTargets(evidence)
    accumulator = ScanAccumulator(evidence, invicti_words.SCANNER)
    entries = list(content.listed("Vulnerabilities"))
    first = next((entry.get("Url") for _, entry in entries if entry), "")
    target = accumulator.target(sites.target(content.get("Target.Url") or first))
    fold_on(accumulator, target, entries, invicti_words.result)
    seen = [entry.get("LastSeenDate") for _, entry in entries if entry]
    return accumulator.finish(newest([content.get("Target.Initiated"), content.get("Generated"), *seen]))
