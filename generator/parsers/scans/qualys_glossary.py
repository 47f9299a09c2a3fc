"""What a Qualys report says about its QIDs once, for all the entries that refer to them."""

from xml.etree.ElementTree import Element

from generator.file_loading import Content
from generator.model.scan import Cvss
from generator.parsers import xml
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.entries import aliases
from generator.parsers.scans.qualys_wire import QualysKnowledge, cves, score


def asset_glossary(source: Content) -> dict[str, QualysKnowledge]:
    """The glossary of an asset data report."""
    return {text(details, "QID"): details_of(details) for details in xml.stream(source, "VULN_DETAILS")}


def details_of(details: Element) -> QualysKnowledge:
    """One QID of the glossary of an asset data report; entries of a scan carry the same children themselves."""
    return QualysKnowledge(
        title=text(details, "TITLE"),
        level=text(details, "SEVERITY"),
        description=text(details, "THREAT") or text(details, "DIAGNOSIS"),
        solution=text(details, "SOLUTION"),
        cves=cves(element.text or "" for element in details.iterfind("CVE_ID_LIST/CVE_ID/ID")),
        aliases=aliases("", *(text(element, "ID") for element in details.iterfind("VENDOR_REFERENCE_LIST/VENDOR_REFERENCE"))),
        cvss=_scores(details),
    )


def web_glossary(source: Content) -> dict[str, QualysKnowledge]:
    """The glossary of a web application report, whose QID elements hold one of the same name."""
    glossary = {}
    for listed in xml.stream(source, "QID_LIST"):
        for details in listed.iterfind("QID"):
            glossary[text(details, "QID")] = QualysKnowledge(
                title=text(details, "TITLE"),
                level=text(details, "SEVERITY"),
                description=text(details, "DESCRIPTION"),
                solution=text(details, "SOLUTION"),
                cves=cves(element.text or "" for element in details.iter("ID")),
                cwes=cwes(text(details, "CWE")),
                cvss=_web_scores(details),
            )
    return glossary


def text(element: Element, path: str) -> str:
    """The text of a child without white space around; empty where there is none."""
    return (element.findtext(path) or "").strip()


def _scores(details: Element) -> tuple[Cvss, ...]:
    return (
        *score("3.1", text(details, "CVSS3_SCORE/CVSS3_BASE") or text(details, "CVSS3_BASE")),
        *score("2.0", text(details, "CVSS_SCORE/CVSS_BASE") or text(details, "CVSS_BASE")),
    )


def _web_scores(details: Element) -> tuple[Cvss, ...]:
    base, vector = text(details, "CVSS_V3/BASE"), text(details, "CVSS_V3/VECTOR_STRING")
    return (*score("3.1", f"{base} ({vector})" if vector else base), *score("2.0", text(details, "CVSS_BASE")))
