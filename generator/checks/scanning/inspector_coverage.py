"""What a cloud's own scanner watches, and what it leaves out.

Subjects are the machines that the scanner or the cloud lists and the digests that run from its registries. Amazon
Inspector's state says whether each is scanned (Inspector API, ScanStatus and CoveredResource); its re-scan duration expires
images that still run, so the day of the last scan counts as well. Images that it lists and that nothing runs are left out,
and counted in a note.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from generator.checks.base import Check, CheckContext, Judgment, judged, none_found, not_collected
from generator.checks.images.scan_coverage import RunningDigest, running_digests
from generator.checks.mapping import mapped
from generator.checks.populations import STALE, images
from generator.facts.digests import Digests
from generator.frameworks.fedramp_rev5 import SCAN_WINDOW_DAYS
from generator.model.cloud import CloudResource, CloudSnapshot, ResourceKind, place_of_registry
from generator.model.facts import SystemFacts
from generator.model.images import ImageReference, parse_reference
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.verdict_makers import cite, fails, passes, unknown
from generator.text import counted

_REQUIREMENT = PostureRequirement(
    id="inspector-coverage",
    area="Registry monitoring",
    title="The cloud's scanner watches every machine and image",
    problem="Resource not covered by the cloud's scanner",
    asks="Is every machine and image that the cloud's scanner lists actively scanned?",
    rationale="Listed is not scanned: an agent that does not report leaves its machine out in silence.",
    fix="Follow the reason that the scanner gives (agent not reporting, scan not eligible), or scan it another way.",
    reference="https://docs.aws.amazon.com/inspector/v2/APIReference/API_CoveredResource.html",
    controls=mapped(article="RA-5 SI-4", ours="CM-8"),
    subjects=("machine or image", "machines and images"),
)


_START = "vulnerability scanning"
_ACTIVE, _LAST = "active", "last scanned "
_WAITING = ("pending initial scan", "pending revival scan")
_ENDED = ("terminated", "stopped", "shutting-down")
_WAITS = "waiting for its first scan"
_NOT_LISTED = "runs but is not in the list"
_NOT_COLLECTED = "account or region was not collected"
_NO_DATE = "the scanner gives no day of its last scan"


def _judge(context: CheckContext) -> Judgment:
    facts = context.facts
    lists = [snapshot for snapshot in facts.clouds if "inspector2 list-coverage" in snapshot.operation]
    if not lists:
        return not_collected("what the cloud's scanner covers (`aws inspector2 list-coverage`)")
    listed = {resource.name: resource for snapshot in lists for resource in snapshot.resources if _states(resource)}
    running = [each for each in running_digests(facts, Digests.of(facts.registries)) if _place(each)]
    subjects = [*_machines(listed, facts), *(_image(each, listed, lists, facts.as_of) for each in running)]
    names = {f"{reference.registry}/{reference.repository}@{each.digest}" for each in running if (reference := _named(each))}
    idle = sum(resource.kind is ResourceKind.IMAGE and name not in names for name, resource in listed.items())
    notes = (f"Left out: {counted(idle, 'image')} that the scanner lists and nothing runs.",) if idle else ()
    if subjects:
        return judged(subjects, notes=notes)
    if any(snapshot.not_collected for snapshot in lists):
        return not_collected("the rest of what the cloud's scanner covers")
    return none_found("The cloud's scanner lists no machine, and nothing runs from its registries.", notes=notes)


def _states(resource: CloudResource) -> list[str]:
    return [value for key, value in resource.settings if key.startswith(_START)]


def _machines(listed: dict[str, CloudResource], facts: SystemFacts) -> Iterator[JudgedSubject]:
    """Those that the scanner lists, and those that the cloud lists and the scanner does not."""
    machines = {name: each for name, each in listed.items() if each.kind is ResourceKind.VIRTUAL_MACHINE}
    for name, resource in machines.items():
        yield _verdict(f"{resource.kind} {name}", resource, facts.as_of)
    known = {part for each in machines.values() for part in (each.name, each.identifier)}
    for snapshot in facts.clouds:
        for resource in snapshot.resources if "inspector2" not in snapshot.operation else ():
            ended = dict(resource.settings).get("state") in _ENDED
            is_ours = resource.kind is ResourceKind.VIRTUAL_MACHINE and not ended
            if is_ours and known.isdisjoint((resource.name, resource.identifier)):
                cited = cite(resource.kind, resource.name, resource.source)
                yield unknown(f"{resource.kind} {resource.name}", _NOT_LISTED, *cited)


def _image(
    running: RunningDigest, listed: dict[str, CloudResource], lists: Sequence[CloudSnapshot], as_of: date
) -> JudgedSubject:
    name, reference = running.name, _named(running)
    place = _place(running)
    resource = listed.get(f"{reference.registry}/{reference.repository}@{running.digest}") if reference else None
    if resource is not None and not running.stale:
        return _verdict(name, resource, as_of, running)
    covered = place in {(snapshot.account, snapshot.region) for snapshot in lists}
    why = STALE if running.stale else _NOT_LISTED if covered else _NOT_COLLECTED
    return unknown(name, why, *running.cited, asset_ids=(name,))


def _verdict(name: str, resource: CloudResource, as_of: date, running: RunningDigest | None = None) -> JudgedSubject:
    asset_ids = (running.name,) if running else ()
    cited = cite(resource.kind, resource.name, resource.source)
    states = [value.split(", ") for value in _states(resource)]
    off = ["; ".join(parts) for parts in states if parts[0] != _ACTIVE and not set(parts) & set(_WAITING)]
    if off:
        return fails(name, f"is not scanned ({off[0]})", *cited, certainty=Certainty.REPORTED, asset_ids=asset_ids)
    if any(set(parts) & set(_WAITING) for parts in states):
        return unknown(name, _WAITS, *cited, asset_ids=asset_ids)
    days = [date.fromisoformat(part.removeprefix(_LAST)) for parts in states for part in parts if part.startswith(_LAST)]
    if len(days) < len(states):
        return unknown(name, _NO_DATE, *cited, asset_ids=asset_ids)
    age = (as_of - min(days)).days
    if age > SCAN_WINDOW_DAYS:
        reason = f"was scanned last {age} days before the as-of date"
        return fails(name, reason, *cited, certainty=Certainty.REPORTED, asset_ids=asset_ids)
    return passes(name, *cited, certainty=Certainty.REPORTED, asset_ids=asset_ids)


def _named(running: RunningDigest) -> ImageReference | None:
    return parse_reference(running.name)


def _place(running: RunningDigest) -> tuple[str, str] | None:
    """Account and region of the image's registry; None where it is not the cloud's."""
    reference = _named(running)
    return place_of_registry(reference.registry) if reference else None


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=images)
