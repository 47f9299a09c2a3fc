"""Task definitions of Amazon ECS, as the service answers and as Terraform plans them.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html. `secrets` name a parameter, never its
value, and are not read.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from generator.model.evidence import EvidenceSource
from generator.model.inventory import Container, WorkloadSpec
from generator.parsers.cluster import foreign


def definition(members: Mapping[str, object], source: EvidenceSource) -> WorkloadSpec:
    """One task definition, known by its family."""
    return WorkloadSpec(
        namespace="default",
        kind="EcsTaskDefinition",
        name=foreign.text(members.get("family")),
        containers=tuple(containers(members.get("containerDefinitions"))),
        source=source,
    )


def containers(definitions: object, peers: Mapping[str, str] = MappingProxyType({})) -> Iterator[Container]:
    """The containers, with the ports they map and the hosts their environment names. `peers` are called as well, by the key
    that says so.
    """
    for definition_members in map(foreign.members, foreign.entries(definitions)):
        mapped = [foreign.members(mapping) for mapping in foreign.entries(definition_members.get("portMappings"))]
        container = foreign.container(
            foreign.text(definition_members.get("name")),
            foreign.text(definition_members.get("image")),
            environment=definition_members.get("environment"),
            arguments=[*foreign.words(definition_members.get("entryPoint")), *foreign.words(definition_members.get("command"))],
            ports=[
                foreign.port(mapping.get("containerPort"), mapping.get("protocol"), mapping.get("name")) for mapping in mapped
            ],
            peers=peers,
        )
        if container:
            yield container
