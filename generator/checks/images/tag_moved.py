"""A tag means another image than the one that runs under it.

Asked of references without a digest, `latest` included where no tag is written; what is named by digest has no tag to move.
Only an answer of the registry that is not older than the collection of what runs says what the tag means now. Every such answer
counts: where two disagree, the one that contradicts decides, and the others are named as contesting it.
"""

from collections.abc import Iterator
from datetime import date

import msgspec

from generator.checks.base import Check, CheckContext, Judgment, judged, none_found, not_collected
from generator.checks.images.scan_coverage import (
    DIGEST_UNKNOWN,
    NO_DATE,
    RunningDigest,
    all_pods_listed,
    no_image,
    running_digests,
)
from generator.checks.mapping import mapped
from generator.checks.populations import images
from generator.facts.builds import container_uses
from generator.facts.digests import Digests, cloud_tags, newest_by_tag
from generator.model.facts import SystemFacts
from generator.model.grouping import grouped
from generator.model.images import ImageReference, parse_reference
from generator.model.inventory import Container, Workload
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.registry import RegistryImage
from generator.model.snapshot import day_of
from generator.model.verdict_makers import cite, fails, of_asset, passes, unknown

_REQUIREMENT = PostureRequirement(
    id="tag-moved",
    area="Build pipeline",
    title="A tag means one image everywhere",
    problem="Image tag moved after deployment",
    asks="Does every tag mean one image, in all places where it runs and in the registry?",
    rationale="A tag that means two images lets something run under a name for which it was not approved.",
    fix="Name the image by digest and roll it out again, so that the same bytes run everywhere.",
    reference="FedRAMP's container guidance asks that what was scanned is what is deployed",
    controls=mapped(ours="CM-2 CM-3 SI-7"),
    subjects=("image of a workload", "images of workloads"),
)


_NOT_QUERIED = "the registry was not asked what the tag points to"
_TOO_EARLY = "the registry was asked before what runs was collected"
_BLIND = "the index was not resolved"
_Tag = tuple[str, str, str]


class _Answer(msgspec.Struct, frozen=True):
    """What a tag points to, as one registry said on a day."""

    image: RegistryImage
    day: date | None


def _judge(context: CheckContext) -> Judgment:
    facts, uses = context.facts, container_uses(context.facts)
    by_tag = {
        image.asset_id
        for image in facts.running_images
        if any(reference is None or not reference.digest for reference in _references(image.asset_id, uses))
    }
    digests, answers = Digests.of(facts.registries), _answers(facts)
    subjects = [
        of_asset(_verdict(running, answers, digests, _seen(facts, running)), running.name)
        for running in running_digests(facts, digests)
        if running.name in by_tag
    ]
    if subjects or not facts.running_images:
        return judged(subjects) if subjects else no_image(context)
    if all_pods_listed(facts):
        return none_found("Every image that runs is named by its digest.")
    return not_collected("what runs: what is declared names every image by its digest")


def _references(asset_id: str, uses: dict[str, list[tuple[Workload, Container]]]) -> Iterator[ImageReference | None]:
    return (parse_reference(container.image) for _, container in uses.get(asset_id, ()))


def _answers(facts: SystemFacts) -> dict[_Tag, list[_Answer]]:
    answers = grouped(
        (tag, _Answer(image, day_of(snapshot)))
        for snapshot in facts.registries
        for tag, image in newest_by_tag([snapshot]).items()
    )
    for cloud in facts.clouds:
        for tag, image in cloud_tags([cloud]).items():
            answers.setdefault(tag, []).append(_Answer(image, day_of(cloud)))
    return answers


def _seen(facts: SystemFacts, running: RunningDigest) -> date | None:
    """When what runs was collected; None where one of the clusters carries no date."""
    days = [view.taken.date() if view.taken else None for view in facts.clusters if view.name in running.image.locations]
    return max((day for day in days if day), default=None) if all(days) else None


def _verdict(running: RunningDigest, answers: dict[_Tag, list[_Answer]], digests: Digests, seen: date | None) -> JudgedSubject:
    name, reference = running.name, parse_reference(running.name)
    given = answers.get((reference.registry, reference.repository, reference.tag or "latest"), []) if reference else []
    if not running.digest or not given:
        return unknown(name, _NOT_QUERIED if running.digest else DIGEST_UNKNOWN, *running.cited)
    timely = [each for each in given if seen and each.day and each.day >= seen]
    if not timely:
        why = _TOO_EARLY if seen and all(each.day for each in given) else NO_DATE.replace("scan", "answer of the registry")
        return unknown(name, why, *running.cited)
    same = [each.image for each in timely if _is_same(running.digest, each.image, digests)]
    other = [each.image for each in timely if each.image not in same and not _blind(each.image)]
    if other:
        return fails(
            name,
            "runs by another digest than its tag points to",
            *running.cited,
            *cite("Tag", name, *(image.source for image in other)),
            certainty=running.certainty or Certainty.OBSERVED,
            contested_by=tuple(image.source for image in (*same, *other)) if same else (),
            title=f"{name}: the tag points to another image",
            detail=f"{running.shown} runs as {name}, while the registry's tag points to {other[0].digest[:19]}…: whoever pulls "
            "the tag now gets another image, and a scan of the tag is no scan of what runs.",
        )
    if not same:
        return unknown(name, _BLIND, *running.cited, next_step="collect the registry")
    shown = cite("Tag", name, *(image.source for image in same))
    return passes(name, *running.cited, *shown, certainty=running.certainty or Certainty.OBSERVED)


def _is_same(digest: str, stored: RegistryImage, digests: Digests) -> bool:
    return digest in stored.digests or stored.digest in digests.related(digest)


def _blind(stored: RegistryImage) -> bool:
    """An index whose contents are not known: a digest that runs may be one of its platforms."""
    return stored.is_index and not stored.platforms


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=images)
