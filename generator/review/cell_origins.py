"""Where the cells of an asset's row in the inventory come from: a person's entry, a file of evidence, or a rule."""

from collections.abc import Iterable, Mapping

import msgspec

from generator.facts.image_makers import known_image
from generator.facts.image_vendors import vendor_of, vendors
from generator.model.asset import AssetNote, AssetScan, NoteKey, SystemAsset
from generator.model.comparison import Comparison
from generator.model.evidence import EvidenceSource
from generator.model.facts import ImageAsset, SystemFacts
from generator.model.inventory import without_cluster
from generator.model.registry import RegistrySnapshot
from generator.workspace.inventory_edits import STATED_AS

_TABLE = "the table of well-known images, by the name of the image"


class CellOrigin(msgspec.Struct, frozen=True, kw_only=True):
    """What fills a cell."""

    what: str
    """In words: `what runs`, `decisions/assets.yaml, line 3`."""
    places: tuple[str, ...] = ()
    """Files of evidence, each with its place in it."""


class CellOrigins:
    """Those of one asset."""

    def __init__(self, asset: ImageAsset | SystemAsset, facts: SystemFacts, comparison: Comparison) -> None:
        self._asset, self._facts, self._comparison = asset, facts, comparison

    def of(self, header: str) -> CellOrigin:
        """Of a cell that is not blank. Where evidence shows it, evidence comes before what people say, but for texts that a
        person may correct (`oscal.inventory`)."""
        note = self._note(header)
        if note and (header not in _SHOWN or note.key in _PERSON_FIRST or (header == "Public" and not self._asset.public)):
            return CellOrigin(what=note.by)
        shown = self._image(self._asset, header) if isinstance(self._asset, ImageAsset) else self._other(self._asset, header)
        if shown is not None:
            return shown
        if note:
            return CellOrigin(what=note.by)
        return CellOrigin(what="the parties of system.yaml") if header in _PARTIES else _from(self._asset.sources)

    def _note(self, header: str) -> AssetNote | None:
        """Of who keeps an asset two notes speak, the administrator first."""
        keys = (
            (NoteKey.ADMINISTRATOR, NoteKey.OWNER)
            if header in _PARTIES
            else (STATED_AS[header],)
            if header in STATED_AS
            else ()
        )
        return next((note for key in keys if (note := self._asset.notes.find(key))), None)

    def _image(self, image: ImageAsset, header: str) -> CellOrigin | None:
        scans: Mapping[str, Iterable[AssetScan]] = {
            "Authenticated Scan": (scan for scan in image.scans if scan.assessed),
            "OS Name and Version": image.looks if image.os_name else (),
        }
        if header in scans:
            return _scanned(scans[header])
        if header == "Virtual":
            return CellOrigin(what="a rule: a container runs on no hardware of its own")
        if header == "Function":
            return CellOrigin(what=_TABLE) if known_image(image.name) else None
        return self._vendor(image) if header == "Software/ Database Vendor" else self._drawn(header, image.workloads)

    def _other(self, asset: SystemAsset, header: str) -> CellOrigin | None:
        if header == "Authenticated Scan":
            return _scanned(scan for scan in asset.scans if scan.assessed and scan.authenticated is not None)
        if header == "Function":
            return CellOrigin(what=f"its kind: {asset.kind}", places=_places(asset.sources))
        return _from(asset.sources) if _shows(asset, header) else self._drawn(header, [asset.workload])

    def _vendor(self, image: ImageAsset) -> CellOrigin | None:
        if image.vendor is None:
            return None
        if vendor_of(image.digests, vendors(self._facts.registries)) == image.vendor:
            held = (each.evidence.path for each in self._facts.registries if _holds(each, image))
            return CellOrigin(what="its label in the registry", places=tuple(held))
        known = known_image(image.name)
        if known and known.maker == image.vendor:
            return CellOrigin(what=_TABLE)
        return _scanned(image.looks, what="the supplier that its list of packages names")

    def _drawn(self, header: str, workloads: Iterable[str]) -> CellOrigin | None:
        if header != "Diagram Label":
            return None
        wanted = {without_cluster(key) for key in workloads}
        drawn = [
            match.source
            for match in self._comparison.in_both
            if not wanted.isdisjoint("/".join(key.split("/")[:3]) for key in match.workloads)
        ]
        return CellOrigin(what="the diagram", places=_places(drawn)) if drawn else None


_SHOWN: Mapping[str, str] = {
    "Virtual": "virtual",
    "Public": "public",
    "Authenticated Scan": "",
    "OS Name and Version": "os_name",
    "Software/ Database Vendor": "vendor",
    "Software/ Database Name & Version": "product",
    "Location": "location",
    "Diagram Label": "",
    "Function": "",
}
"""Columns that evidence can fill, and the field of an asset that is no image."""
_PERSON_FIRST = frozenset({NoteKey.VENDOR, NoteKey.SOFTWARE, NoteKey.DIAGRAM_LABEL, NoteKey.FUNCTION, NoteKey.LOCATION})
_PARTIES = frozenset({"System Administrator/ Owner"})


def _shows(asset: SystemAsset, header: str) -> bool:
    field = _SHOWN.get(header, "")
    return bool(field) and getattr(asset, field) is not None


def _scanned(scans: Iterable[AssetScan], what: str = "scans of it") -> CellOrigin | None:
    places = tuple(sorted({scan.evidence.path for scan in scans}))
    return CellOrigin(what=what, places=places) if places else None


def _from(sources: Iterable[EvidenceSource]) -> CellOrigin:
    return CellOrigin(what="what was collected", places=_places(sources))


def _places(sources: Iterable[EvidenceSource]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{source.path} {source.place}".strip() for source in sources))


def _holds(registry: RegistrySnapshot, image: ImageAsset) -> bool:
    digests = {*image.digests}
    return any(not digests.isdisjoint((each.digest, *(part.digest for part in each.platforms))) for each in registry.images)
