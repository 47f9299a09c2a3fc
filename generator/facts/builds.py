"""What is built where it runs, and so is known to lie in no registry."""

from collections import defaultdict

from generator.model.facts import SystemFacts
from generator.model.identifiers import AssetId
from generator.model.images import is_built_on_the_spot, parse_reference
from generator.model.inventory import Container, Workload
from generator.model.settings.builds import ImageBuild


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

    With `named` also those for which a Compose file gives a name beside `build`: they may be pulled, or built again.
    """
    configured = (each for configuration in facts.configurations for each in configuration.of(ImageBuild))
    builds = {each.key for each in configured if named or not each.says.named}
    return frozenset(
        AssetId(name)
        for name, used in container_uses(facts).items()
        if all(workload.key in builds or is_built_on_the_spot(container.image) for workload, container in used)
    )
