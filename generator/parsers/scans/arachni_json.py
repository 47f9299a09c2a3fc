"""Arachni's report in JSON: `arachni_reporter --reporter=json`."""

from generator.model.evidence import EvidenceFile
from generator.model.scan import Scanner, ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans import arachni_words
from generator.parsers.scans.dates_spelled import any_moment
from generator.parsers.scans.entries import fold_on
from generator.parsers.scans.json_entry import report
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.web_targets import WebTargets


def recognizes(document: Document) -> bool:
    members = document.members
    if "issues" not in members:
        return False
    if "options" in members and not {"sitemap", "seed"}.isdisjoint(members):
        return True
    return {"vector", "check", "severity"}.issubset(document.first_keys(members["issues"]))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    content, sites = report(document), WebTargets(evidence)
    accumulator = ScanAccumulator(evidence, Scanner(name=arachni_words.SCANNER, version=content.get("version") or None))
    issues = list(content.listed("issues"))
    first = next((issue.get("vector.url") for _, issue in issues if issue), "")
    target = accumulator.target(sites.target(content.get("options.url") or first))
    fold_on(accumulator, target, issues, arachni_words.result)
    return accumulator.finish(any_moment(content.get("finish_datetime", "start_datetime")))
