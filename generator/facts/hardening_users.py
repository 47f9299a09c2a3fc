"""As which user an image runs: the place nearest to what runs decides first.

Kubernetes, "Configure a Security Context": `runAsUser` and `runAsNonRoot` (the kubelet refuses root) of the container, else of
the pod, else the image's own user. OCI Image Format Specification, "config.User": absent or empty is root.
"""

from collections.abc import Iterable, Iterator, Mapping

from generator.facts.hardening_context import HardeningEvidence
from generator.facts.image_recipes import NAMED_BY_PERSON
from generator.model.evidence import EvidenceSource
from generator.model.facts import SystemFacts
from generator.model.grouping import grouped
from generator.model.hardening import StatedUser
from generator.model.images import parse_reference
from generator.model.scan import Disposition, ScanSnapshot
from generator.model.settings.isolation import ContainerIsolation, PodIsolation

_PODS = "pod security context"
_ROOT = frozenset({"", "0", "root"})
BY_CONFIGURATION, BY_DOCKLE = "image configuration", "Dockle"
_BY_PERSON = f"Dockerfile ({NAMED_BY_PERSON})"
_USER_CHECK = "CIS-DI-0001"


def users(about: HardeningEvidence, running: Mapping[str, StatedUser] = {}) -> tuple[StatedUser, ...]:
    """All evidence of the user, the most reliable first. `running` is what pods' security contexts decide, by asset id."""
    known = running.get(about.image.asset_id)
    return (*((known,) if known else ()), *_configured(about), *_written(about), *_checked(about.scans))


def users_of_pods(facts: SystemFacts) -> Mapping[str, StatedUser]:
    """By asset id: root where any container is, another user where every container is one."""
    by_image = grouped((asset_id, (isolation, source)) for asset_id, isolation, source in _containers(facts))
    users = ((asset_id, _decided(containers)) for asset_id, containers in sorted(by_image.items()))
    return {asset_id: user for asset_id, user in users if user is not None}


def named_by_person(stated: StatedUser) -> bool:
    """Is it by a Dockerfile of which a person says that the image is built from it?"""
    return stated.by == _BY_PERSON


def is_root(user: str) -> bool:
    """`0`, `root`, each with or without a group, and nothing at all."""
    return user.strip().partition(":")[0].strip().lower() in _ROOT


def _configured(about: HardeningEvidence) -> Iterator[StatedUser]:
    """Of several platforms the worst: any of them may run."""
    platforms = [(platform.user, source) for platform, source in about.platforms if platform.user is not None]
    worst = sorted(platforms, key=lambda row: not is_root(row[0] or ""))
    for user, source in worst[:1]:
        yield StatedUser(user=user or "", root=is_root(user or ""), by=BY_CONFIGURATION, source=source)


def _written(about: HardeningEvidence) -> Iterator[StatedUser]:
    for pipeline, how in about.recipes:
        if pipeline.recipe and pipeline.recipe.root is not None:
            source = pipeline.evidence.source
            yield StatedUser(
                user=pipeline.recipe.user or "", root=pipeline.recipe.root, by=f"Dockerfile ({how})", source=source
            )


def _checked(scans: Iterable[ScanSnapshot]) -> Iterator[StatedUser]:
    for scan in scans:
        for seen in scan.results if scan.scanner.name == BY_DOCKLE else ():
            if seen.identifier == _USER_CHECK and seen.disposition in (Disposition.OPEN, Disposition.PASSED):
                root = seen.disposition is Disposition.OPEN
                yield StatedUser(user="", root=root, by=BY_DOCKLE, source=seen.source)


def _containers(facts: SystemFacts) -> Iterator[tuple[str, ContainerIsolation | None, EvidenceSource]]:
    """Every container of every workload, with its isolation where that was read."""
    read = {
        (configuration.cluster, setting.key): setting
        for configuration in facts.configurations
        for setting in configuration.of(PodIsolation)
    }
    for workload in facts.workloads:
        setting = read.get((workload.cluster, workload.key))
        isolated = {(container.init, container.name): container for container in setting.says.containers} if setting else {}
        for container in workload.containers:
            reference = parse_reference(container.image)
            source = setting.source if setting else next(iter(workload.sources), None)
            if reference is not None and source is not None:
                yield reference.asset_id, isolated.get((container.init, container.name)), source


def _decided(containers: list[tuple[ContainerIsolation | None, EvidenceSource]]) -> StatedUser | None:
    for isolation, source in containers:
        if isolation is not None and isolation.run_as_user == 0:
            return StatedUser(user="0", root=True, by=_PODS, source=source)
    decided = [
        (container_isolation, source)
        for container_isolation, source in containers
        if container_isolation is not None and (container_isolation.run_as_user or container_isolation.run_as_non_root)
    ]
    if len(decided) < len(containers) or not decided:
        return None
    isolation, source = decided[0]
    user = str(isolation.run_as_user) if isolation.run_as_user else "any but root (runAsNonRoot)"
    return StatedUser(user=user, root=False, by=_PODS, source=source)
