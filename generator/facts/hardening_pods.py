"""As whom pods run each image, where their security contexts decide it.

Kubernetes, "Configure a Security Context": `runAsUser` names the user; `runAsNonRoot: true` lets the kubelet refuse root. Where
neither is set, the image's own user runs, and the pods decide nothing.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from generator.model.evidence import Source
from generator.model.facts import SystemFacts
from generator.model.hardening import UserSaid
from generator.model.images import parse_reference
from generator.model.settings.isolation import ContainerIsolation, PodIsolation

_BY = "pod security context"


def users_of_pods(facts: SystemFacts) -> Mapping[str, UserSaid]:
    """By asset id: root where any container is, another user where every container is one."""
    found: dict[str, list[tuple[ContainerIsolation | None, Source]]] = defaultdict(list)
    for asset_id, isolation, source in _containers(facts):
        found[asset_id].append((isolation, source))
    said = ((asset_id, _said(containers)) for asset_id, containers in sorted(found.items()))
    return {asset_id: one for asset_id, one in said if one is not None}


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


def _said(containers: list[tuple[ContainerIsolation | None, Source]]) -> UserSaid | None:
    for one, source in containers:
        if one is not None and one.run_as_user == 0:
            return UserSaid(user="0", root=True, by=_BY, source=source)
    decided = [(one, source) for one, source in containers if one is not None and (one.run_as_user or one.run_as_non_root)]
    if len(decided) < len(containers) or not decided:
        return None
    one, source = decided[0]
    user = str(one.run_as_user) if one.run_as_user else "any but root (runAsNonRoot)"
    return UserSaid(user=user, root=False, by=_BY, source=source)
