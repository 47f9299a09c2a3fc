"""Components of a CycloneDX BOM by reference, and what the BOM as a whole is about."""

from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from generator.model.evidence import EvidenceFile
from generator.model.scan import AffectedPackage, ScanTarget, TargetKind
from generator.parsers.scans import purl as purls
from generator.parsers.scans.cyclonedx_wire import CyclonedxComponent, CyclonedxSubject
from generator.parsers.scans.entries import digests
from generator.parsers.scans.package_list import PackageListFold
from generator.parsers.scans.target import from_evidence

_KINDS = {
    "container": TargetKind.IMAGE,
    "file": TargetKind.FILESYSTEM,
    "operating-system": TargetKind.HOST,
    "device": TargetKind.HOST,
}
_LINK = "urn:cdx:"
_LONGEST_SUPPLIER = 120
_SYSTEM, _LIBRARY, _APPLICATION = "operating-system", "library", "application"
_TRIVY_DIGEST, _TRIVY_IMAGE_ID = "aquasecurity:trivy:RepoDigest", "aquasecurity:trivy:ImageID"


class Components:
    """Everything in the inventory, nested parts included."""

    def __init__(self, subject: CyclonedxSubject | None, components: Iterable[CyclonedxComponent | None] | None) -> None:
        self._subject = subject.bom_ref if subject else None
        self._packages: dict[str, AffectedPackage] = {}
        self.count = 0
        self.system: str | None = None
        self.listed = PackageListFold()
        for component in _all(components):
            self._note(component)
        for component in _all(subject.components if subject else ()):
            self._note(component)

    def package(self, reference: str | None) -> AffectedPackage | None:
        """The component behind a reference; None for the subject itself and where nothing is named.

        A reference into another BOM, or to nothing in this one, is taken at its word.
        """
        if not reference or reference == self._subject:
            return None
        package = self._packages.get(reference)
        if package is None:
            package = self._packages[reference] = _named_by(reference)
        return package

    def _note(self, component: CyclonedxComponent) -> None:
        self.count += 1
        if component.type == _SYSTEM and self.system is None and component.name:
            self.system = f"{component.name} {component.version or ''}".strip()
        elif component.type == _LIBRARY or (component.type == _APPLICATION and component.purl):
            self.listed.add(component.name, component.purl, component.version)
        if component.bom_ref:
            package = packaged(component)
            if package:
                self._packages.setdefault(component.bom_ref, package)


def packaged(component: CyclonedxComponent) -> AffectedPackage | None:
    """A component as a package."""
    if not component.name:
        return None
    name = purls.qualified(component.group or "", component.name, component.purl or "")
    return AffectedPackage(name=name, version=component.version or None, purl=component.purl or None)


def target(subject: CyclonedxSubject | None, system: str | None, evidence: EvidenceFile) -> ScanTarget:
    """What the BOM is about. A version that is a digest names the bytes that were read, which need not be a registry's."""
    if subject is None or not subject.name:
        return from_evidence(evidence, TargetKind.UNKNOWN)
    kind = _KINDS.get(subject.type or "", TargetKind.UNKNOWN)
    words = [(property_.name, property_.value) for property_ in subject.properties or () if property_]
    purl = purls.parse(subject.purl)
    image = purl.image() if purl else None
    pinned = [value for name, value in words if name == _TRIVY_DIGEST]
    return ScanTarget(
        name=_name(subject, kind),
        kind=kind,
        digests=tuple(
            sorted({*digests(*pinned, subject.name if "@" in subject.name else None), *(image.digests if image else ())})
        ),
        image_id=next((value for name, value in words if name == _TRIVY_IMAGE_ID and value), None),
        os_name=system,
        supplier=_supplier(subject),
    )


def _supplier(subject: CyclonedxSubject) -> str | None:
    """Who supplies it, else who made or published it (CycloneDX 1.6, `component.supplier`, `manufacturer`, `publisher`)."""
    organizations = (each.name for each in (subject.supplier, subject.manufacturer) if each)
    name = next((" ".join(each.split()) for each in (*organizations, subject.publisher) if each and each.strip()), "")
    return name[:_LONGEST_SUPPLIER] or None


def _name(subject: CyclonedxSubject, kind: TargetKind) -> str:
    """An image by its reference: some tools keep the tag apart, as the version."""
    name, version = subject.name or "", subject.version or ""
    last = name.rpartition("/")[2]
    if kind is not TargetKind.IMAGE or not version or ":" in version or ":" in last or "@" in last:
        return name
    return f"{name}:{version}"


def _all(components: Iterable[CyclonedxComponent | None] | None) -> Iterator[CyclonedxComponent]:
    """Components and those inside of them, without recursion: depth is the file's choice."""
    waiting = [iter(components or ())]
    while waiting:
        component = next(waiting[-1], _END)
        if component is _END:
            waiting.pop()
        elif isinstance(component, CyclonedxComponent):
            yield component
            waiting.append(iter(component.components or ()))


_END = object()


def _named_by(reference: str) -> AffectedPackage:
    """`urn:cdx:serial/version#bom-ref`, whose bom-ref is often a package URL."""
    text = reference
    if reference.startswith(_LINK) and "#" in reference:
        text = unquote(reference.partition("#")[2])
    purl = purls.parse(text)
    return purl.package() if purl else AffectedPackage(name=text)
