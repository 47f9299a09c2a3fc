"""Wapiti's report in JSON (`wapiti -f json`)."""

from functools import partial

from generator.model.evidence import EvidenceFile
from generator.model.scan import Scanner, ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans import wapiti_words
from generator.parsers.scans.dates_spelled import any_moment
from generator.parsers.scans.entries import fold_on
from generator.parsers.scans.json_entry import listed, report
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.web_targets import WebTargets

_OTHERS = {"infos", "classifications", "anomalies", "additionals"}
"""What stands beside the vulnerabilities, as far as a version has it."""


def recognizes(document: Document) -> bool:
    members = document.members
    about = document.members_of(members.get("infos"))
    return "vulnerabilities" in members and ("target" in about or len(_OTHERS.intersection(members)) >= 2)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    content = report(document)
    version = content.get("infos.version").removeprefix("Wapiti ")
    accumulator = ScanAccumulator(evidence, Scanner(name=wapiti_words.SCANNER, version=version or None))
    logged_in = content.get("infos.auth.logged_in")
    target = accumulator.target(
        WebTargets(evidence).target(content.get("infos.target"), authenticated=logged_in == "true" if logged_in else None)
    )
    classes = content.within("classifications")
    for section in wapiti_words.SECTIONS:
        for category, entries in content.sections(section).members.items():
            about = classes.within(category)
            fold_on(
                accumulator, target, listed(entries, f"/{section}/{category}"), partial(wapiti_words.result, category, about)
            )
    return accumulator.finish(any_moment(content.get("infos.date")))
