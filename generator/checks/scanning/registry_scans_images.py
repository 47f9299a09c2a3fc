"""Scanning in the registry itself: on push, and again when new vulnerabilities are known."""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from generator.checks.cryptography.cloud_resources import ReportedResource, judged_resources, resources
from generator.checks.mapping import mapped
from generator.model.cloud import HARBOR, ResourceKind
from generator.model.facts import ImageAsset, SystemFacts
from generator.model.posture import PostureRequirement
from generator.posture.base import Judgment, PostureContext, named, none_found, not_collected, of
from generator.text import counted

_NEVER = "never"
_SCANS = ("scan on push", "continuous scan")

_REQUIREMENT = PostureRequirement(
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

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = False

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        facts = context.facts
        if not any("ecr" in snapshot.operation or snapshot.provider == HARBOR for snapshot in facts.clouds):
            return not_collected("the scanning settings of registries")
        reported_resources = resources(facts, ResourceKind.REPOSITORY, ResourceKind.PROJECT)
        images = [image for image in facts.inventory if image.running]
        used = [resource for resource in reported_resources if any(_holds(resource, image) for image in images)] or list(
            reported_resources
        )
        if not used:
            return none_found("The collected registries hold no repository.")
        covered = _patterns(facts)
        elsewhere = sorted(
            {image.registry for image in images if not any(_holds(resource, image) for resource in reported_resources)}
        )
        missing = [f"the settings of {named(elsewhere)}, from which images run, too"] if elsewhere else []
        silent = [
            resource.resource.name
            for resource in used
            if resource.resource.kind is ResourceKind.PROJECT and not resource.setting("scan on push")
        ]
        missing += [f"the settings of project {name}" for name in silent]
        used = [resource for resource in used if resource.resource.name not in silent]
        if not used:
            return not_collected(named(missing))
        kinds_text = _kinds_text(used)
        return judged_resources(kinds_text, used, lambda resource: _wrong(resource, covered), missing=missing)


def _holds(resource: ReportedResource, image: ImageAsset) -> bool:
    """Is it the repository of the image, or the project in which the repository is?"""
    if resource.resource.kind is ResourceKind.PROJECT:
        return image.name.startswith(f"{resource.resource.name}/")
    return resource.resource.name == image.name


def _kinds_text(used: Sequence[ReportedResource]) -> str:
    projects = [resource for resource in used if resource.resource.kind is ResourceKind.PROJECT]
    alone = len(used) - len(projects)
    kinds = [counted(alone, "repository", "repositories")] if alone or not projects else []
    kinds += [counted(len(projects), "project")] if projects else []
    detail = f"{named(kinds)} looked at."
    refusing = sum((project.setting("pull refused") or _NEVER) != _NEVER for project in projects)
    return (
        f"{detail} Vulnerable images are not handed out by {of(refusing, len(projects), 'projects')}." if projects else detail
    )


def _patterns(facts: SystemFacts) -> tuple[str, ...]:
    """Names of repositories that the registry as a whole scans."""
    accounts = resources(facts, ResourceKind.ACCOUNT)
    start = "registry scanning of "
    return tuple(key.removeprefix(start) for account in accounts for key, value in account.settings(start) if value in _SCANS)


def _wrong(resource: ReportedResource, covered: tuple[str, ...]) -> str | None:
    if resource.setting("scan on push") == "yes" or resource.setting("scan frequency") in _SCANS:
        return None
    names = (resource.resource.name, *resource.resource.host_names)
    if any(fnmatchcase(name, pattern) for name in names for pattern in covered):
        return None
    return "scans neither on push nor continuously"
