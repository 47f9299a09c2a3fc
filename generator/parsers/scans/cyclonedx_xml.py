"""CycloneDX in XML, with vulnerabilities of its own (1.4 and later) or in the older extension.

https://cyclonedx.org/docs/1.6/xml/ and https://cyclonedx.org/ext/vulnerability/. Read as a stream: of a large inventory one
component is in memory.
"""

from collections import Counter
from xml.etree.ElementTree import Element

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers import xml
from generator.parsers.document import Document
from generator.parsers.scans import cyclonedx_elements, cyclonedx_fold
from generator.parsers.scans.cyclonedx_wire import Affects, Bom, Component, Metadata, Vulnerability

_NAMESPACE = "http://cyclonedx.org/schema/bom/"
_PARTS = ("metadata", "component", "vulnerability")


def recognizes(document: Document) -> bool:
    root = document.xml_root
    return root is not None and root.name == "bom" and root.namespace.startswith(_NAMESPACE)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    reading = _Reading()
    for element in xml.stream(document.xml_source, *_PARTS, opened=_PARTS):
        reading.take(element)
    return cyclonedx_fold.fold(reading.bom(), evidence)


class _Reading:
    """Where the stream stands. An element comes twice, as it begins and as it ends; `_open` holds those in between."""

    def __init__(self) -> None:
        self._open: list[Element] = []
        self._around: Counter[str] = Counter()
        self._metadata: Metadata | None = None
        self._components: list[Component] = []
        self._vulnerabilities: list[Vulnerability] = []

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

    def bom(self) -> Bom:
        """What has been read."""
        return Bom(self._metadata, tuple(self._components), tuple(self._vulnerabilities))

    def _ended(self, name: str, element: Element) -> None:
        """What stands inside a vulnerability or inside the metadata is read with it, and a tool is no component."""
        within = len(self._open)
        if name == "component" and within == self._around["component"]:
            self._component(element)
        elif name == "metadata" and not within:
            self._metadata = cyclonedx_elements.metadata(element)
        elif name == "vulnerability" and not within:
            self._vulnerabilities.append(cyclonedx_elements.vulnerability(element))

    def _component(self, element: Element) -> None:
        """A component, and what the extension says inside of it. Without a reference it gets one from its position."""
        component = cyclonedx_elements.component(element)
        component.bom_ref = component.bom_ref or f"component {len(self._components) + 1}"
        self._components.append(component)
        for vulnerability in cyclonedx_elements.extension(element):
            vulnerability.affects = (Affects(ref=component.bom_ref),)
            self._vulnerabilities.append(vulnerability)
