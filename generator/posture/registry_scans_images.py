"""Scanning in the registry itself: on push, and again when new vulnerabilities are known."""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from generator.model.cloud import HARBOR, ResourceKind
from generator.model.facts import ImageAsset, SystemFacts
from generator.model.posture import Requirement
from generator.posture.base import Ground, Judgement, named, none_found, not_collected, of
from generator.posture.cloud_ground import Resource, judged_resources, resources
from generator.posture.mapping import mapped
from generator.text import counted

_NEVER = "never"
_SCANS = ("scan on push", "continuous scan")

_REQUIREMENT = Requirement(
    id="registry-scans-images",
    area="Registry monitoring",
    title="The registry scans what is pushed to it",
    problem="Registry does not scan",
    asks="Does every repository that running images come from scan on push, or continuously?",
    rationale="The 30 days of an image begin when it reaches the production registry: the registry is where its scan belongs.",
    fix="Switch scan on push or enhanced (continuous) scanning on for the repository.",
    reference="FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Registry Monitoring",
    controls=mapped(article="RA-5 SI-4"),
    required=False,
)


@dataclass(frozen=True, slots=True)
class RegistryScansImages:
    """See `Row`."""

    requirement: Requirement = _REQUIREMENT
    per_cluster: bool = False

    def judge(self, ground: Ground) -> Judgement:
        """See `Row.judge`."""
        facts = ground.facts
        if not any("ecr" in snapshot.operation or snapshot.provider == HARBOR for snapshot in facts.clouds):
            return not_collected("the scanning settings of registries")
        found = resources(facts, ResourceKind.REPOSITORY, ResourceKind.PROJECT)
        images = [image for image in facts.inventory if image.running]
        used = [one for one in found if any(_holds(one, image) for image in images)] or list(found)
        if not used:
            return none_found("The collected registries hold no repository.")
        covered = _patterns(facts)
        elsewhere = sorted({image.registry for image in images if not any(_holds(one, image) for one in found)})
        missing = [f"the settings of {named(elsewhere)}, from which images run, too"] if elsewhere else []
        silent = [one.said.name for one in used if one.said.kind is ResourceKind.PROJECT and not one.setting("scan on push")]
        missing += [f"the settings of project {name}" for name in silent]
        used = [one for one in used if one.said.name not in silent]
        if not used:
            return not_collected(named(missing))
        told = _told(used)
        return judged_resources(told, used, lambda one: _wrong(one, covered), missing=missing)


def _holds(one: Resource, image: ImageAsset) -> bool:
    """Is it the repository of the image, or the project in which the repository is?"""
    if one.said.kind is ResourceKind.PROJECT:
        return image.name.startswith(f"{one.said.name}/")
    return one.said.name == image.name


def _told(used: Sequence[Resource]) -> str:
    projects = [one for one in used if one.said.kind is ResourceKind.PROJECT]
    alone = len(used) - len(projects)
    kinds = [counted(alone, "repository", "repositories")] if alone or not projects else []
    kinds += [counted(len(projects), "project")] if projects else []
    told = f"{named(kinds)} looked at."
    refusing = sum((one.setting("pull refused") or _NEVER) != _NEVER for one in projects)
    return f"{told} Vulnerable images are not handed out by {of(refusing, len(projects), 'projects')}." if projects else told


def _patterns(facts: SystemFacts) -> tuple[str, ...]:
    """Names of repositories that the registry as a whole scans."""
    accounts = resources(facts, ResourceKind.ACCOUNT)
    start = "registry scanning of "
    return tuple(key.removeprefix(start) for one in accounts for key, value in one.settings(start) if value in _SCANS)


def _wrong(one: Resource, covered: tuple[str, ...]) -> str | None:
    if one.setting("scan on push") == "yes" or one.setting("scan frequency") in _SCANS:
        return None
    names = (one.said.name, *one.said.host_names)
    if any(fnmatchcase(name, pattern) for name in names for pattern in covered):
        return None
    return "scans neither on push nor continuously"
