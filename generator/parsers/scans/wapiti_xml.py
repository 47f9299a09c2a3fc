"""Wapiti's report in XML (`wapiti -f xml`)."""

from functools import partial

from generator.model.evidence import EvidenceFile
from generator.model.scan import Scanner, ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans import wapiti_words
from generator.parsers.scans.dates_spelled import any_moment
from generator.parsers.scans.entries import fold_on
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.web_targets import WebTargets
from generator.parsers.scans.xml_entry import XmlEntry

_CATEGORIES = ("vulnerability", "anomaly", "additional")


def recognizes(document: Document) -> bool:
    return document.root_name == "report" and b"<report_infos" in document.start


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    infos: dict[str, str] = {}
    categories = []
    logged_in = ""
    for element in document.xml_elements("report_infos", *_CATEGORIES):
        entry = XmlEntry(element)
        if element.tag == "report_infos":
            infos = {info.get("@name"): info.get("") for info in entry.all("info")}
            logged_in = entry.get("auth/logged_in", "authentication/logged_in").lower()
        else:
            categories.append((element.tag, entry))
    version = infos.get("generatorVersion", "").removeprefix("Wapiti ")
    accumulator = ScanAccumulator(evidence, Scanner(name=wapiti_words.SCANNER, version=version or None))
    authenticated = logged_in == "true" if logged_in else None
    target = accumulator.target(WebTargets(evidence).target(infos.get("target", ""), authenticated=authenticated))
    for tag, category in categories:
        name = category.get("@name")
        entries = ((f"{tag}[{name}]/entry[{index}]", entry) for index, entry in enumerate(category.all("entries/entry"), 1))
        fold_on(accumulator, target, entries, partial(wapiti_words.result, name, category))
    return accumulator.finish(any_moment(infos.get("dateOfScan", "")))
