"""CycloneDX in XML, with vulnerabilities of its own (1.4 and later) or in the older extension.

https://cyclonedx.org/docs/1.6/xml/ and https://cyclonedx.org/ext/vulnerability/. Read as a stream: of a large inventory one
component is in memory.

Elements become the records that the JSON form is decoded into. Up to version 1.3 vulnerabilities were an extension,
https://cyclonedx.org/ext/vulnerability/: elements of a namespace of their own inside the component or beside the components,
with `base` scores.
"""

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers import xml
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores, cyclonedx_fold
from generator.parsers.scans.cyclonedx_wire import (
    CyclonedxAffectedVersion,
    CyclonedxAffects,
    CyclonedxAnalysis,
    CyclonedxBom,
    CyclonedxComponent,
    CyclonedxMetadata,
    CyclonedxNamed,
    CyclonedxOrganization,
    CyclonedxProperty,
    CyclonedxRating,
    CyclonedxReference,
    CyclonedxSource,
    CyclonedxSubject,
    CyclonedxVulnerability,
    Tools,
)
from generator.parsers.xml import local

_NAMESPACE = "http://cyclonedx.org/schema/bom/"
_PARTS = ("metadata", "component", "vulnerability")


def recognizes(document: Document) -> bool:
    root = document.xml_root
    return root is not None and root.name == "bom" and root.namespace.startswith(_NAMESPACE)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    reading = _CyclonedxXmlReading()
    for element in document.xml_elements(*_PARTS, opened=_PARTS):
        reading.take(element)
    return cyclonedx_fold.fold(reading.bom(), evidence)


class _CyclonedxXmlReading:
    """Where the stream stands. An element comes twice, as it begins and as it ends; `_open` holds those in between."""

    def __init__(self) -> None:
        self._open: list[Element] = []
        self._around: Counter[str] = Counter()
        self._metadata: CyclonedxMetadata | None = None
        self._components: list[CyclonedxComponent] = []
        self._vulnerabilities: list[CyclonedxVulnerability] = []

    def take(self, element: Element) -> None:
        """A beginning, or the end of what began last."""
        name = xml.local(element.tag)
        if not self._open or self._open[-1] is not element:
            self._open.append(element)
            self._around[name] += 1
            return
        self._open.pop()
        self._around[name] -= 1
        self._ended(name, element)

    def bom(self) -> CyclonedxBom:
        """What has been read."""
        return CyclonedxBom(self._metadata, tuple(self._components), tuple(self._vulnerabilities))

    def _ended(self, name: str, element: Element) -> None:
        """What stands inside a vulnerability or inside the metadata is read with it, and a tool is no component."""
        within = len(self._open)
        if name == "component" and within == self._around["component"]:
            self._component(element)
        elif name == "metadata" and not within:
            self._metadata = _metadata(element)
        elif name == "vulnerability" and not within:
            self._vulnerabilities.append(_vulnerability(element))

    def _component(self, element: Element) -> None:
        """A component, and what the extension says inside of it. Without a reference it gets one from its position."""
        component = _component(element)
        component.bom_ref = component.bom_ref or f"component {len(self._components) + 1}"
        self._components.append(component)
        for vulnerability in _extension(element):
            vulnerability.affects = (CyclonedxAffects(ref=component.bom_ref),)
            self._vulnerabilities.append(vulnerability)


def _metadata(element: Element) -> CyclonedxMetadata:
    """`metadata`."""
    subject = _child(element, "component")
    return CyclonedxMetadata(
        timestamp=_text(element, "timestamp"),
        tools=_tools(_child(element, "tools")),
        component=None if subject is None else _subject(subject),
    )


def _component(element: Element) -> CyclonedxComponent:
    """`component`, without those inside of it."""
    return CyclonedxComponent(
        type=element.get("type"),
        bom_ref=element.get("bom-ref"),
        group=_text(element, "group"),
        name=_text(element, "name"),
        version=_text(element, "version"),
        purl=_text(element, "purl"),
    )


def _extension(element: Element) -> Iterator[CyclonedxVulnerability]:
    """Vulnerabilities that stand inside a component, which is what they affect."""
    for group in element:
        if local(group.tag) == "vulnerabilities":
            for entry in group:
                if local(entry.tag) == "vulnerability":
                    yield _vulnerability(entry)


def _vulnerability(element: Element) -> CyclonedxVulnerability:
    """`vulnerability` of either form."""
    analysis = _child(element, "analysis")
    return CyclonedxVulnerability(
        id=_text(element, "id"),
        source=_source(_child(element, "source")),
        references=tuple(CyclonedxReference(_text(child, "id")) for child in _inside(element, "references", "reference")),
        ratings=tuple(_rating(child) for child in _inside(element, "ratings", "rating")),
        cwes=tuple(child.text for child in _inside(element, "cwes", "cwe")),
        description=_text(element, "description"),
        detail=_text(element, "detail"),
        recommendation=_text(element, "recommendation") or _joined(element, "recommendations", "recommendation"),
        workaround=_text(element, "workaround"),
        tools=_tools(_child(element, "tools")),
        analysis=None if analysis is None else _analysis(analysis),
        affects=tuple(_affects(child) for child in _inside(element, "affects", "target")) or _referred(element),
    )


def _child(element: Element, name: str) -> Element | None:
    """The first child of that local name."""
    return next((child for child in element if local(child.tag) == name), None)


def _subject(element: Element) -> CyclonedxSubject:
    """What the BOM is about, with everything inside of it."""
    own = _component(element)
    return CyclonedxSubject(
        type=own.type,
        bom_ref=own.bom_ref,
        group=own.group,
        name=own.name,
        version=own.version,
        purl=own.purl,
        components=tuple(
            _component(child) for child in element.iter() if child is not element and local(child.tag) == "component"
        ),
        properties=tuple(
            CyclonedxProperty(child.get("name"), _own(child)) for child in _inside(element, "properties", "property")
        ),
        supplier=_organization(element, "supplier"),
        manufacturer=_organization(element, "manufacturer"),
        publisher=_text(element, "publisher"),
    )


def _organization(element: Element, name: str) -> CyclonedxOrganization | None:
    child = _child(element, name)
    return None if child is None else CyclonedxOrganization(_text(child, "name"))


def _rating(element: Element) -> CyclonedxRating:
    score = _child(element, "score")
    base = None if score is None else _own(score) or _text(score, "base")
    return CyclonedxRating(
        source=_source(_child(element, "source")),
        score=_number(base),
        severity=_text(element, "severity"),
        method=_text(element, "method"),
        vector=_text(element, "vector"),
    )


def _source(element: Element | None) -> CyclonedxSource | None:
    if element is None:
        return None
    return CyclonedxSource(name=_text(element, "name") or element.get("name"))


def _analysis(element: Element) -> CyclonedxAnalysis:
    return CyclonedxAnalysis(_text(element, "state"), _text(element, "justification"), _text(element, "detail"))


def _affects(element: Element) -> CyclonedxAffects:
    versions = _inside(element, "versions", "version")
    return CyclonedxAffects(
        ref=_text(element, "ref"),
        versions=tuple(
            CyclonedxAffectedVersion(_text(version, "version"), _text(version, "range"), _text(version, "status"))
            for version in versions
        ),
    )


def _referred(element: Element) -> tuple[CyclonedxAffects, ...]:
    """The extension names the component by attribute; inside a component it is its own identifier instead."""
    reference = element.get("ref")
    return (CyclonedxAffects(ref=reference),) if reference else ()


def _tools(element: Element | None) -> Tools:
    if element is None:
        return None
    tools = (tool for tool in element.iter() if local(tool.tag) in {"tool", "component", "service"})
    return tuple(CyclonedxNamed(_text(tool, "name"), _text(tool, "version")) for tool in tools)


def _inside(element: Element, group: str, name: str) -> Iterator[Element]:
    parent = _child(element, group)
    return iter(()) if parent is None else (each for each in parent if local(each.tag) == name)


def _joined(element: Element, group: str, name: str) -> str | None:
    return "\n".join(text for text in map(_own, _inside(element, group, name)) if text) or None


def _text(element: Element, name: str) -> str | None:
    child = _child(element, name)
    return None if child is None else _own(child)


def _own(element: Element) -> str | None:
    return (element.text or "").strip() or None


def _number(text: str | None) -> float | None:
    number = cvss_scores.number(text or "")
    return number if number is not None and 0 <= number <= 10 else None
