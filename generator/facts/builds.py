"""What is built where it runs, and so is known to lie in no registry."""

from collections import defaultdict

from generator.frameworks.hardening import OFFICIAL
from generator.model.facts import SystemFacts
from generator.model.identifiers import AssetId
from generator.model.images import is_built_on_the_spot, parse_reference
from generator.model.inventory import Container, Workload
from generator.model.settings.builds import ImageBuild

_DOCKER_HUB, _OFFICIAL_ACCOUNT = "docker.io", "library"
"""https://docs.docker.com/docker-hub/image-library/trusted-content/: Docker Official Images have names without an account."""


def container_uses(facts: SystemFacts) -> dict[str, list[tuple[Workload, Container]]]:
    """Every container of every workload, by the asset id of its image."""
    uses: dict[str, list[tuple[Workload, Container]]] = defaultdict(list)
    for workload in facts.workloads:
        for container in workload.containers:
            reference = parse_reference(container.image)
            uses[reference.asset_id if reference else container.image].append((workload, container))
    return uses


def built_here(facts: SystemFacts, *, named: bool = False) -> frozenset[AssetId]:
    """Images that every workload that runs them builds itself, or that a buildpack makes: no registry is known to hold them.

    With `named` also those for which a Compose file gives a name beside `build` that a registry may hold: they may be pulled
    as well. A name without a registry that is no Docker Official Image is none of Docker Hub's: no one else pushes there.
    """
    configured = [each for configuration in facts.configurations for each in configuration.of(ImageBuild)]
    builds = {each.key for each in configured}
    alone = builds if named else {each.key for each in configured if not each.says.named}
    return frozenset(
        AssetId(name)
        for name, used in container_uses(facts).items()
        if all(
            workload.key in (builds if _is_only_local(container.image) else alone) or is_built_on_the_spot(container.image)
            for workload, container in used
        )
    )


def _is_only_local(image: str) -> bool:
    reference = parse_reference(image)
    if reference is None or reference.registry != _DOCKER_HUB:
        return False
    account, _, name = reference.repository.partition("/")
    return account == _OFFICIAL_ACCOUNT and name not in OFFICIAL
