"""Operating systems of images and hosts whose maker gives no more fixes (NIST SP 800-53 Rev. 5, SA-22).

A scanner says it of the system it recognized: Trivy's `EOSL`. It leaves the word out both where the system still gets fixes
and where it does not know, so a report without it decides nothing. A day that a person states (`end-of-life` in
decisions/assets.yaml) decides where no scanner does. Only the operating system is judged, not each package.
"""

from collections.abc import Iterable, Sequence

import msgspec

from generator.checks.assets.monthly_assets import cited, counting
from generator.checks.base import Check, CheckContext, Judgment, judged, not_collected
from generator.checks.images.scan_coverage import coverages, is_recent
from generator.checks.mapping import mapped
from generator.checks.populations import both, images, nodes
from generator.frameworks.fedramp_rev5 import SCAN_WINDOW_DAYS
from generator.model.asset import AssetKind, AssetNotes, AssetScan, NoteKey
from generator.model.evidence import EvidenceSource
from generator.model.identifiers import AssetId
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, PostureRequirement, weakest
from generator.model.scan import Severity
from generator.model.verdict_makers import fails, of_asset, passes, unknown

_HOSTS = (AssetKind.NODE, AssetKind.HOST)
_SILENT = "the scan does not say whether the system gets fixes"
_OLD = f"the scan that says it still got fixes is older than {SCAN_WINDOW_DAYS} days, or carries no date"
_NEVER = "no scan that counts was collected"
_STATE = "state its `end-of-life` in decisions/assets.yaml, or scan it with a tool that says it"

_REQUIREMENT = PostureRequirement(
    id="end-of-life-software",
    area="Asset management",
    title="Operating systems of images and hosts still receive security fixes",
    problem="Operating system past its end of life",
    asks="Does every image that runs and every host stand on an operating system that its maker still supports?",
    rationale="What is found in a system that gets no more fixes cannot be remediated by an update.",
    fix="Move to a supported release, or put the maker's extended support on record and the risk into the POA&M.",
    reference="NIST SP 800-53 Rev. 5, SA-22",
    controls=mapped(nist="SA-22", ours="SI-2"),
    subjects=("image or host", "images and hosts"),
    severity=Severity.HIGH,
)


class _Subject(msgspec.Struct, frozen=True, kw_only=True):
    """An image by one digest that runs, or a host."""

    asset_id: AssetId
    notes: AssetNotes
    scans: tuple[AssetScan, ...]
    """Those that count for it."""
    silent_because: str
    """Why none does, as a clause; empty where one does."""
    cited: tuple[ObjectCitation, ...]
    certainty: Certainty
    """Of a pass by its scans."""


def _judge(context: CheckContext) -> Judgment:
    subjects = (*_images(context), *_hosts(context))
    if not subjects:
        return not_collected("what runs, and the nodes and hosts of the system")
    return judged(of_asset(_verdict(each, context), each.asset_id) for each in subjects)


def _images(context: CheckContext) -> Iterable[_Subject]:
    for each in context.views.once(coverages, context.facts):
        yield _Subject(
            asset_id=each.running.name,
            notes=each.running.image.notes,
            scans=each.scans,
            silent_because=each.missing_because,
            cited=each.running.cited,
            certainty=each.certainty,
        )


def _hosts(context: CheckContext) -> Iterable[_Subject]:
    for asset in context.facts.assets:
        if asset.kind in _HOSTS:
            scans = counting(asset)
            yield _Subject(
                asset_id=asset.asset_id,
                notes=asset.notes,
                scans=scans,
                silent_because="" if scans else _NEVER,
                cited=cited(asset),
                certainty=Certainty.REPORTED,
            )


def _verdict(subject: _Subject, context: CheckContext) -> JudgedSubject:
    """What says that it gets no more fixes goes before what says that it does; the other side contests it."""
    name, as_of = subject.asset_id, context.facts.as_of
    ended = [scan for scan in subject.scans if scan.end_of_life]
    supported = [scan for scan in subject.scans if scan.end_of_life is False]
    note, day = subject.notes.find(NoteKey.END_OF_LIFE), subject.notes.day(NoteKey.END_OF_LIFE)
    where = f" ({note.by})" if note else ""
    if ended and not subject.silent_because:
        tools = ", ".join(sorted({scan.scanner.name for scan in ended}))
        text = f"stands on an operating system that gets no more fixes ({tools})"
        shown = (*_reports(ended), *subject.cited)
        rivals = _sources(supported)
        return fails(name, text, *shown, certainty=Certainty.REPORTED, contested_by=rivals)
    if day and day <= as_of:
        text, rivals = f"has been out of support since {day}{where}", _sources(supported)
        stated = Certainty.STATED
        return fails(name, text, *subject.cited, certainty=stated, contested_by=rivals)
    recent = [scan for scan in supported if is_recent(scan, as_of)]
    if recent and not subject.silent_because:
        shown = (*_reports(recent), *subject.cited)
        return passes(name, *shown, certainty=weakest((Certainty.REPORTED, subject.certainty)))
    if day and subject.cited:
        reason = f"supported until {day}{where}"
        return passes(name, *subject.cited, certainty=Certainty.STATED, reason=reason)
    why = subject.silent_because or (_OLD if supported else _SILENT)
    return unknown(name, why, *subject.cited, next_step=_STATE)


def _reports(scans: Sequence[AssetScan]) -> Iterable[ObjectCitation]:
    return (ObjectCitation(kind="Scan", name=scan.scanner.name, source=scan.evidence.source) for scan in scans)


def _sources(scans: Sequence[AssetScan]) -> tuple[EvidenceSource, ...]:
    return tuple(sorted({scan.evidence.source for scan in scans}))


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=both(images, nodes))
