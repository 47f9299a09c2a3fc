"""Scanning in the registry itself: on push, and again when new vulnerabilities are known.

Asked of every repository that something runs from, by its full name: registry, account, region and path. In Amazon ECR the
rules of the registry as a whole replace a repository's own switch (Amazon ECR User Guide, Image scanning). Scan on push
alone looks once and ages past 30 days, which `scan-too-old` judges.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from generator.checks.base import Check, CheckContext, Judgment, judged
from generator.checks.images.scan_coverage import BUILT_HERE, no_image
from generator.checks.mapping import mapped
from generator.checks.populations import images
from generator.facts.builds import built_here
from generator.model.cloud import CloudResource, CloudSnapshot, ResourceKind, place_of_registry
from generator.model.facts import ImageAsset, SystemFacts
from generator.model.images import parse_reference
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, PostureRequirement
from generator.model.verdict_makers import cite, fails, passes, unknown

_REQUIREMENT = PostureRequirement(
    id="registry-scans-images",
    area="Registry monitoring",
    title="The registry scans what is pushed to it",
    problem="Registry does not scan images",
    asks="Does every repository that running images come from scan on push, or continuously?",
    rationale="The 30 days of an image begin when it reaches the production registry: the registry is where its scan belongs.",
    fix="Switch scan on push or enhanced (continuous) scanning on for the repository.",
    reference="FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Registry Monitoring",
    controls=mapped(article="RA-5 SI-4"),
    subjects=("repository that running images come from", "repositories that running images come from"),
)


_SCANS = ("scan on push", "continuous scan")
_RULE = "registry scanning of "


def _judge(context: CheckContext) -> Judgment:
    images = context.facts.running_images
    by_repository: dict[str, list[ImageAsset]] = defaultdict(list)
    built = built_here(context.facts)
    for image in images:
        reference = None if image.asset_id in built else parse_reference(image.asset_id)
        by_repository[f"{reference.registry}/{reference.repository}" if reference else image.asset_id].append(image)
    if not by_repository:
        return no_image(context)
    return judged(
        _on_the_spot(used[0]) if used[0].asset_id in built else _verdict(name, used, context.facts)
        for name, used in by_repository.items()
    )


def _on_the_spot(image: ImageAsset) -> JudgedSubject:
    cited = cite("Image", image.asset_id, *image.sources[:1])
    return unknown(image.asset_id, BUILT_HERE, *cited, asset_ids=(image.asset_id,))


def _verdict(name: str, images: Sequence[ImageAsset], facts: SystemFacts) -> JudgedSubject:
    asset_ids = tuple(image.asset_id for image in images)
    answers = list(_answers(name, facts))
    registry = name.partition("/")[0]
    if not answers:
        why = f"the settings of registry {registry} were not collected"
        used = cite("Image", asset_ids[0], *images[0].sources[:1])
        return unknown(name, why, *used, next_step=f"collect the scan settings of {registry}", asset_ids=asset_ids)
    cited = tuple(dict.fromkeys(each for _, each in answers))
    if all(scans for scans, _ in answers):
        return passes(name, *cited, certainty=Certainty.OBSERVED, asset_ids=asset_ids)
    reason = "is scanned neither on push nor continuously"
    return fails(name, reason, *cited, certainty=Certainty.OBSERVED, asset_ids=asset_ids)


def _answers(name: str, facts: SystemFacts) -> Iterator[tuple[bool, ObjectCitation]]:
    """What decides whether the registry scans the repository: its effective setting, else the registry's rules, else its own
    switch; of Harbor that of its project."""
    resources = [(resource, snapshot) for snapshot in facts.clouds for resource in snapshot.resources]
    own = [resource for resource, _ in resources if resource.kind is ResourceKind.REPOSITORY and resource.name == name]
    projects = [resource for resource, snapshot in resources if _is_project(resource, snapshot, name)]
    effective = [(_setting(each, "scan frequency"), each) for each in own if _setting(each, "scan frequency")]
    rules = [resource for resource, snapshot in resources if _is_registry(resource, snapshot, name)]
    switches = [(_setting(each, "scan on push"), each) for each in (*own, *projects) if _setting(each, "scan on push")]
    if effective:
        yield from ((value in _SCANS, _cited(each)) for value, each in effective)
    elif rules:
        yield from ((_is_covered(each, name), _cited(each)) for each in rules)
    else:
        yield from ((value == "yes", _cited(each)) for value, each in switches)


def _is_project(resource: CloudResource, snapshot: CloudSnapshot, name: str) -> bool:
    """A project of the very registry; its name begins with the registry's host, where the reply says it."""
    of_registry = snapshot.account == name.partition("/")[0]
    return resource.kind is ResourceKind.PROJECT and of_registry and name.startswith(f"{resource.name}/")


def _is_registry(resource: CloudResource, snapshot: CloudSnapshot, name: str) -> bool:
    """The account and region that the repository lies in, with rules for scanning."""
    here = place_of_registry(name.partition("/")[0]) == (snapshot.account, snapshot.region)
    return here and resource.kind is ResourceKind.ACCOUNT and any(key.startswith(_RULE) for key, _ in resource.settings)


def _is_covered(account: CloudResource, name: str) -> bool:
    """Does a rule of the registry that scans name the repository?"""
    path = name.partition("/")[2]
    patterns = [key.removeprefix(_RULE) for key, value in account.settings if key.startswith(_RULE) and value in _SCANS]
    return any(fnmatchcase(path, pattern) for pattern in patterns)


def _setting(resource: CloudResource, key: str) -> str | None:
    return dict(resource.settings).get(key)


def _cited(resource: CloudResource) -> ObjectCitation:
    return cite(resource.kind, resource.name, resource.source)[0]


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=images)
