"""STIG checklists of STIG Viewer 2 and of the tools that write its format (Evaluate-STIG, STIG Manager): `.ckl`, XML.

Schema: DISA's `U_Checklist_Schema_V2.xsd`. The file names no date; Evaluate-STIG leaves one in a comment.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers import xml
from generator.parsers.document import Document
from generator.parsers.late_patterns import late_re
from generator.parsers.scans.dates import latest_of, moment
from generator.parsers.scans.stig_review import ChecklistAssetReviews, ChecklistFold, ChecklistReview

_NAMES = ("HOST_NAME", "HOST_FQDN", "HOST_IP")
_EVALUATED = late_re(rb"<Evaluate-STIG>\s*<time>([^<]{1,40})</time>")


def recognizes(document: Document) -> bool:
    try:
        root = document.xml_root
    except ParseError:
        return False
    return root is not None and root.name == "CHECKLIST"


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    fold, count = ChecklistFold(evidence), 0
    for element in document.xml_elements("ASSET", "STIG_INFO", "VULN"):
        if xml.local(element.tag) == "VULN":
            count += 1
            fold.add(_review(element), f"//VULN[{count}]")
        elif xml.local(element.tag) == "STIG_INFO":
            fold.stig(*_stig(element))
        else:
            asset = {xml.local(child.tag): _text(child) for child in element}
            site = "/".join(filter(None, (asset.get("WEB_DB_SITE"), asset.get("WEB_DB_INSTANCE"))))
            fold.asset(*(asset.get(name, "") for name in _NAMES), mac=asset.get("HOST_MAC", ""), instance=site)
    return fold.finish(latest_of(moment(time.decode(errors="replace")) for time in _EVALUATED.findall(document.data)))


def reviews_of(document: Document) -> Iterator[ChecklistAssetReviews]:
    """What a person wrote into a checklist, a STIG at a time.

    Raises:
        ParseError: broken XML.
    """
    names: tuple[str, ...] = ()
    stig, reviews = "", list[ChecklistReview]()
    for element in document.xml_elements("ASSET", "STIG_INFO", "VULN"):
        if xml.local(element.tag) == "VULN":
            reviews.append(_review(element))
            continue
        if reviews:
            yield ChecklistAssetReviews(names=names, stig=stig, reviews=tuple(reviews))
            reviews = []
        if xml.local(element.tag) == "STIG_INFO":
            stig = _stig(element)[0]
        else:
            names = tuple(name for child in element if xml.local(child.tag) in _NAMES and (name := _text(child)))
    if reviews:
        yield ChecklistAssetReviews(names=names, stig=stig, reviews=tuple(reviews))


def _stig(element: Element) -> tuple[str, str, str]:
    """Id, version and release of a STIG."""
    data = {}
    for field in element:
        pair = {xml.local(part.tag): _text(part) for part in field}
        data[pair.get("SID_NAME", "")] = pair.get("SID_DATA", "")
    return data.get("stigid", ""), data.get("version", ""), data.get("releaseinfo", "")


def _review(element: Element) -> ChecklistReview:
    data: dict[str, list[str]] = {}
    rest: dict[str, str] = {}
    for child in element:
        name = xml.local(child.tag)
        if name == "STIG_DATA":
            attribute = {xml.local(part.tag): _text(part) for part in child}
            data.setdefault(attribute.get("VULN_ATTRIBUTE", ""), []).append(attribute.get("ATTRIBUTE_DATA", ""))
        else:
            rest[name] = _text(child)
    fields = {name: values[0] for name, values in data.items()}
    return ChecklistReview(
        rule=fields.get("Rule_ID", ""),
        group=fields.get("Vuln_Num", ""),
        version=fields.get("Rule_Ver", ""),
        title=fields.get("Rule_Title", ""),
        discussion=fields.get("Vuln_Discuss", ""),
        fix=fields.get("Fix_Text", ""),
        severity=fields.get("Severity", ""),
        override=rest.get("SEVERITY_OVERRIDE", ""),
        justification=rest.get("SEVERITY_JUSTIFICATION", ""),
        status=rest.get("STATUS", ""),
        details=rest.get("FINDING_DETAILS", ""),
        comments=rest.get("COMMENTS", ""),
        names=tuple(data.get("LEGACY_ID", ())),
    )


def _text(element: Element) -> str:
    return (element.text or "").strip()
