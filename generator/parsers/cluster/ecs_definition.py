"""Task definitions of Amazon ECS, as the service answers and as Terraform plans them.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html. `secrets` name a parameter, never its
value, and are not read.
"""

from collections.abc import Iterator, Mapping

from generator.model.evidence import Source
from generator.model.inventory import Container, WorkloadSpec
from generator.parsers.cluster import foreign


def definition(said: Mapping[str, object], source: Source) -> WorkloadSpec:
    """One task definition, known by its family."""
    return WorkloadSpec(
        namespace="default",
        kind="EcsTaskDefinition",
        name=foreign.text(said.get("family")),
        containers=tuple(containers(said.get("containerDefinitions"))),
        source=source,
    )


def containers(definitions: object) -> Iterator[Container]:
    """The containers, with the ports they map and the hosts their environment names."""
    for each in map(foreign.members, foreign.entries(definitions)):
        mapped = [foreign.members(one) for one in foreign.entries(each.get("portMappings"))]
        found = foreign.container(
            foreign.text(each.get("name")),
            foreign.text(each.get("image")),
            environment=each.get("environment"),
            arguments=[*foreign.words(each.get("entryPoint")), *foreign.words(each.get("command"))],
            ports=[foreign.port(one.get("containerPort"), one.get("protocol"), one.get("name")) for one in mapped],
        )
        if found:
            yield found
