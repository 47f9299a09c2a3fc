"""Reports of InSpec and of everything that is converted to the Heimdall Data Format.

https://saf.mitre.org/framework/hdf. A profile may be laid over others (`depends`): the control then stands in each of them,
with results where it ran, and the outermost profile's impact and waiver count.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.scans.entries import unique
from generator.parsers.scans.hdf_fold import HdfControl, HdfFold, HdfPlatform
from generator.parsers.scans.scan_quality import setting

_KEYS = {"platform", "profiles"}
_REPORT_KEYS = {"version", "statistics"}
_NAMES = ("hostname", "hostfqdn", "hostip", "hostmac")
_LINE_KEYS = {"id", "impact", "platform", "profile", "results"}


class _HdfProfile(msgspec.Struct):
    name: Any = None
    version: Any = None
    sha256: Any = None
    controls: tuple[HdfControl | None, ...] | None = None
    parent_profile: str | None = None


class _HdfControlCounts(msgspec.Struct):
    total: int | None = None


class _HdfStatistics(msgspec.Struct):
    controls: _HdfControlCounts | None = None


class _HdfReport(msgspec.Struct):
    statistics: _HdfStatistics | None = None
    platform: HdfPlatform | None = None
    version: str | None = None
    profiles: tuple[_HdfProfile | None, ...] | None = None
    passthrough: msgspec.Raw = msgspec.Raw()
    node_name: str | None = None
    fqdn: str | None = None
    ipaddress: str | None = None
    """How a report of Chef Automate names what was tested (https://docs.chef.io/automate/data_collector/)."""

    def names(self, document: Document) -> tuple[str, ...]:
        """What a converted checklist or Chef Automate calls the host; a converter's other shapes name none."""
        inner = self.passthrough
        for key in ("checklist", "asset"):
            inner = document.members_of(inner).get(key, msgspec.Raw())
        asset = document.members_of(inner)
        written = (document.decode(asset[key], object) for key in _NAMES if key in asset)
        return unique(*(name for name in written if isinstance(name, str)), self.fqdn, self.node_name, self.ipaddress)


class _HdfLine(HdfControl):
    platform: HdfPlatform | None = None


def recognizes(document: Document) -> bool:
    keys = document.members.keys()
    if keys >= _KEYS:
        return "version" in keys or "statistics" in keys
    if keys >= _LINE_KEYS:
        return True
    return not _REPORT_KEYS.isdisjoint(keys) and "controls" in document.first_keys(document.members.get("profiles"))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    if "profiles" not in document.members:
        return _lines(document, evidence)
    report = document.decode(document.data, _HdfReport)
    fold = HdfFold(evidence, report.platform or HdfPlatform(), report.version, names=report.names(document))
    profiles = [(index, profile) for index, profile in enumerate(report.profiles or ()) if profile]
    tested = {control.id: control for control in _controls(profiles) if control.id and control.tests()}
    outermost = {control.id: control for control in _controls(reversed(_outermost_first(profiles))) if control.id}
    counts = report.statistics.controls if report.statistics else None
    fold.compare(counts.total if counts else None, sum(len(profile.controls or ()) for _, profile in profiles))
    for index, profile in profiles:
        fold.profile(*(setting(text or "") for text in (profile.name, profile.version, profile.sha256)))
        for number, control in enumerate(profile.controls or ()):
            place = f"/profiles/{index}/controls/{number}"
            fold.add(_laid_over(control, outermost), place, base=tested)
    return fold.finish()


def _lines(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    several = document.container is FileContainer.JSON_LINES
    lines = [
        (number, document.decode(line, _HdfLine, place=f"line {number}"))
        for number, line in enumerate(document.data.splitlines() if several else [document.data], 1)
        if line.strip()
    ]
    if not lines:
        raise ParseError("the file holds no line with content", next_step="run the tool again")
    fold = HdfFold(evidence, lines[0][1].platform or HdfPlatform(), None)
    for number, line in lines:
        fold.on(line.platform or HdfPlatform())
        fold.add(line, f"line {number}")
    return fold.finish()


def _outermost_first(profiles: Sequence[tuple[int, _HdfProfile]]) -> list[tuple[int, _HdfProfile]]:
    return sorted(profiles, key=lambda profile: bool(profile[1].parent_profile))


def _controls(profiles: Iterator[tuple[int, _HdfProfile]] | Sequence[tuple[int, _HdfProfile]]) -> Iterator[HdfControl]:
    return (control for _, profile in profiles for control in profile.controls or () if control)


def _laid_over(control: HdfControl | None, outermost: dict[str, HdfControl]) -> HdfControl | None:
    """The control with the impact and the waiver that the outermost profile gives it."""
    if control is None or not control.id or outermost[control.id] is control:
        return control
    outer = outermost[control.id]
    impact = control.impact if outer.impact is None else outer.impact
    return msgspec.structs.replace(control, impact=impact, waiver_data=outer.waiver_data or control.waiver_data)
