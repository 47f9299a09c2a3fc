"""As whom an image runs: the place nearest to what runs speaks first.

Kubernetes, "Configure a Security Context": `runAsUser` and `runAsNonRoot` (the kubelet refuses root) of the container, else of
the pod, else the image's own user. OCI Image Format Specification, "config.User": absent or empty is root.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from generator.facts.hardening_ground import About
from generator.model.evidence import Source
from generator.model.facts import SystemFacts
from generator.model.hardening import UserSaid
from generator.model.images import parse_reference
from generator.model.scan import Disposition, ScanSnapshot
from generator.model.settings.isolation import ContainerIsolation, PodIsolation

_PODS = "pod security context"
_ROOT = frozenset({"", "0", "root"})
_DOCKLE, _USER_CHECK = "Dockle", "CIS-DI-0001"


def users(about: About, running: Mapping[str, UserSaid] = {}) -> tuple[UserSaid, ...]:
    """All evidence of the user, the most reliable first. `running` is what pods' security contexts decide, by asset id."""
    known = running.get(about.image.asset_id)
    return (*((known,) if known else ()), *_configured(about), *_written(about), *_checked(about.scans))


def users_of_pods(facts: SystemFacts) -> Mapping[str, UserSaid]:
    """By asset id: root where any container is, another user where every container is one."""
    found: dict[str, list[tuple[ContainerIsolation | None, Source]]] = defaultdict(list)
    for asset_id, isolation, source in _containers(facts):
        found[asset_id].append((isolation, source))
    said = ((asset_id, _decided(containers)) for asset_id, containers in sorted(found.items()))
    return {asset_id: one for asset_id, one in said if one is not None}


def is_root(user: str) -> bool:
    """`0`, `root`, each with or without a group, and nothing at all."""
    return user.strip().partition(":")[0].strip().lower() in _ROOT


def _configured(about: About) -> Iterator[UserSaid]:
    """Of several platforms the worst: any of them may run."""
    found = [(platform.user, source) for platform, source in about.platforms if platform.user is not None]
    worst = sorted(found, key=lambda one: not is_root(one[0] or ""))
    for user, source in worst[:1]:
        yield UserSaid(user=user or "", root=is_root(user or ""), by="image configuration", source=source)


def _written(about: About) -> Iterator[UserSaid]:
    for one, how in about.recipes:
        if one.recipe and one.recipe.root is not None:
            source = one.evidence.source
            yield UserSaid(user=one.recipe.user or "", root=one.recipe.root, by=f"Dockerfile ({how})", source=source)


def _checked(scans: Iterable[ScanSnapshot]) -> Iterator[UserSaid]:
    for scan in scans:
        for seen in scan.sightings if scan.scanner.name == _DOCKLE else ():
            if seen.identifier == _USER_CHECK and seen.disposition in (Disposition.OPEN, Disposition.PASSED):
                root = seen.disposition is Disposition.OPEN
                yield UserSaid(user="", root=root, by=_DOCKLE, source=seen.source)


def _containers(facts: SystemFacts) -> Iterator[tuple[str, ContainerIsolation | None, Source]]:
    """Every container of every workload, with its isolation where that was read."""
    read = {(one.cluster, setting.key): setting for one in facts.configurations for setting in one.of(PodIsolation)}
    for workload in facts.workloads:
        setting = read.get((workload.cluster, workload.key))
        isolated = {(one.init, one.name): one for one in setting.says.containers} if setting else {}
        for container in workload.containers:
            reference = parse_reference(container.image)
            source = setting.source if setting else next(iter(workload.sources), None)
            if reference is not None and source is not None:
                yield reference.asset_id, isolated.get((container.init, container.name)), source


def _decided(containers: list[tuple[ContainerIsolation | None, Source]]) -> UserSaid | None:
    for one, source in containers:
        if one is not None and one.run_as_user == 0:
            return UserSaid(user="0", root=True, by=_PODS, source=source)
    decided = [(one, source) for one, source in containers if one is not None and (one.run_as_user or one.run_as_non_root)]
    if len(decided) < len(containers) or not decided:
        return None
    one, source = decided[0]
    user = str(one.run_as_user) if one.run_as_user else "any but root (runAsNonRoot)"
    return UserSaid(user=user, root=False, by=_PODS, source=source)
