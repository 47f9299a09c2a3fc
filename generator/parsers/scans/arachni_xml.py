"""Arachni's report in XML: `arachni_reporter --reporter=xml`."""

from generator.model.evidence import EvidenceFile
from generator.model.scan import Scanner, ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans import arachni_words
from generator.parsers.scans.dates_spelled import any_moment
from generator.parsers.scans.entries import fold_on
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.web_targets import WebTargets
from generator.parsers.scans.xml_entry import XmlEntry

_HEADER = ("version", "finish_datetime", "start_datetime", "url")


def recognizes(document: Document) -> bool:
    """`report` says nothing: the schema that it names does."""
    root = document.xml_root
    if root is None:
        return False
    named = any("arachni" in value.lower() for _, value in root.attributes)
    return root.name == "arachni_report" or (root.name == "report" and named)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    about: dict[str, str] = {}
    sites, entries = WebTargets(evidence), []
    for element in document.xml_elements("issue", "sitemap", "plugins", "options", *_HEADER):
        entry = XmlEntry(element)
        if element.tag == "issue":
            entries.append(entry)
        elif element.tag in _HEADER:
            about.setdefault(element.tag, entry.get(""))
        elif element.tag == "sitemap":
            about.setdefault("url", entry.get("entry@url").partition("\n")[0])
    accumulator = ScanAccumulator(evidence, Scanner(name=arachni_words.SCANNER, version=about.get("version") or None))
    first = next((entry.get("vector/url", "url") for entry in entries), "")
    target = accumulator.target(sites.target(about.get("url") or first))
    placed = [(f"issue[{index}]", entry) for index, entry in enumerate(entries, 1)]
    fold_on(accumulator, target, placed, arachni_words.result)
    return accumulator.finish(any_moment(about.get("finish_datetime") or about.get("start_datetime", "")))
