"""SPDX documents: an inventory of software. Recognized so that none is taken for a clean scan.

https://spdx.github.io/spdx-spec/v2.3/, and version 3 as JSON-LD. Version 3 can carry assessments of vulnerabilities in its
Security profile; how many such elements a file has is said, and they are not read.
"""

from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from generator.model.evidence import EvidenceFile
from generator.model.scan import PackageList, Scanner, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import purl as purls
from generator.parsers.scans.dates import moment
from generator.parsers.scans.package_list import PackageListFold
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import named
from generator.parsers.scans.tool_names import display

_INVENTORY = "the file is an inventory of {count} packages (SPDX): it does not say that anything was looked for"
_SECURITY = "; its {count} elements of the Security profile are not read"
_ORGANIZATION, _LONGEST_SUPPLIER = "Organization:", 120
_TOOL = "Tool:"
_SYSTEM = "OPERATING-SYSTEM"
_ASSESSMENTS = ("security_Vulnerability", "Vex", "Cvss", "Epss", "ExploitCatalog", "Ssvc")


class _SpdxReference(msgspec.Struct, rename="camel", gc=False):
    reference_type: str | None = None
    reference_locator: str | None = None


class _SpdxPackage(msgspec.Struct, rename="camel"):
    id: str | None = msgspec.field(name="SPDXID", default=None)
    name: str | None = None
    version_info: str | None = None
    primary_package_purpose: str | None = None
    supplier: str | None = None
    external_refs: tuple[_SpdxReference | None, ...] | None = None


class _SpdxRelationship(msgspec.Struct, rename="camel", gc=False):
    relationship_type: str | None = None
    related_spdx_element: str | None = None


class _SpdxCreation(msgspec.Struct):
    created: str | None = None
    creators: tuple[str, ...] | None = None


class _SpdxInventory(msgspec.Struct, rename="camel"):
    name: str | None = None
    creation_info: _SpdxCreation | None = None
    packages: tuple[_SpdxPackage | None, ...] | None = None
    relationships: tuple[_SpdxRelationship | None, ...] | None = None
    document_describes: tuple[str, ...] | None = None


class _SpdxElement(msgspec.Struct):
    type: str | None = None
    name: str | None = None
    created: str | None = None


class _SpdxGraph(msgspec.Struct):
    elements: tuple[_SpdxElement | None, ...] | None = msgspec.field(name="@graph", default=None)


def recognizes(document: Document) -> bool:
    members = document.members
    if "spdxVersion" in members:
        return "SPDXID" in members or "creationInfo" in members
    return "@graph" in members and b"spdx.org/rdf/3" in bytes(members.get("@context", b""))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    if "@graph" in document.members:
        return _linked(document.decode(document.data, _SpdxGraph), evidence)
    inventory = document.decode(document.data, _SpdxInventory)
    creation = inventory.creation_info or _SpdxCreation()
    accumulator = ScanAccumulator(evidence, _scanner(creation.creators or ()))
    accumulator.target(_target(inventory, evidence))
    because = _INVENTORY.format(count=len(inventory.packages or ()))
    snapshot = accumulator.finish(moment(creation.created), assessed=False, because=because)
    return replace(snapshot, packages=_listed(inventory))


def _listed(inventory: _SpdxInventory) -> PackageList | None:
    """Every package but those that the document is about; the operating system stands among them, by its purpose."""
    fold, described = PackageListFold(), set(_described(inventory))
    for package in inventory.packages or ():
        if package is None or package.id in described:
            continue
        if (package.primary_package_purpose or "").upper() == _SYSTEM:
            fold.system(f"{package.name or ''} {package.version_info or ''}".strip())
        else:
            fold.add(package.name, _purl(package), package.version_info)
    return fold.finish()


def _purl(package: _SpdxPackage) -> str | None:
    references = (reference for reference in package.external_refs or () if reference and reference.reference_type == "purl")
    return next((reference.reference_locator for reference in references), None)


def _scanner(creators: tuple[str, ...]) -> Scanner:
    """`Tool: syft-1.18.1` is Syft 1.18.1."""
    tool = next((creator[len(_TOOL) :].strip() for creator in creators if creator.startswith(_TOOL)), "")
    name, _, version = tool.rpartition("-")
    if name and version[:1].isdigit():
        return Scanner(name=display(name), version=version)
    return Scanner(name=display(tool) or "SPDX")


def _target(inventory: _SpdxInventory, evidence: EvidenceFile) -> ScanTarget:
    """What the document describes: an image by its package URL, else by its name."""
    described = set(_described(inventory))
    package = next((entry for entry in inventory.packages or () if entry and entry.id in described), None)
    for reference in (package.external_refs if package else None) or ():
        purl = purls.parse(reference.reference_locator) if reference and reference.reference_type == "purl" else None
        image = purl.image() if purl else None
        if image:
            return replace(image, supplier=_supplier(package))
    name = (package.name if package else None) or inventory.name
    purpose = (package.primary_package_purpose if package else None) or ""
    kind = TargetKind.IMAGE if name and purpose.upper() == "CONTAINER" else TargetKind.UNKNOWN
    return named(name, kind, evidence, supplier=_supplier(package))


def _supplier(package: _SpdxPackage | None) -> str | None:
    """`Organization: Name (address)`, SPDX 2.3 section 7.5; a person or `NOASSERTION` is no maker."""
    written = " ".join(((package.supplier if package else None) or "").split())
    name = written.removeprefix(_ORGANIZATION).partition(" (")[0].strip() if written.startswith(_ORGANIZATION) else ""
    return name[:_LONGEST_SUPPLIER] or None


def _described(inventory: _SpdxInventory) -> Iterator[str]:
    yield from inventory.document_describes or ()
    for relationship in inventory.relationships or ():
        if relationship and relationship.relationship_type == "DESCRIBES" and relationship.related_spdx_element:
            yield relationship.related_spdx_element


def _linked(graph: _SpdxGraph, evidence: EvidenceFile) -> ScanSnapshot:
    """Version 3."""
    elements = [element for element in graph.elements or () if element]
    tool = next((entry.name for entry in elements if entry.type == "Tool" and entry.name), "")
    created = next((entry.created for entry in elements if entry.type == "CreationInfo" and entry.created), None)
    packages = sum(entry.type == "software_Package" for entry in elements)
    security = sum(any(word in (entry.type or "") for word in _ASSESSMENTS) for entry in elements)
    accumulator = ScanAccumulator(evidence, _scanner((f"{_TOOL} {tool}",) if tool else ()))
    accumulator.stated(TargetKind.UNKNOWN)
    because = _INVENTORY.format(count=packages) + (_SECURITY.format(count=security) if security else "")
    return accumulator.finish(moment(created), assessed=False, because=because)
