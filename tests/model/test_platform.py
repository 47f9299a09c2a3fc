"""Each platform by its own words, whatever reads the evidence."""

import pytest
from replacing import replace

from generator.model.inventory import Container, Workload
from generator.model.platform import Platform, conditionally_open, platform_of, platforms_of, words_of_all


def _runs(kind: str, namespace: str = "default") -> Workload:
    made = Container(name="c", image="i")
    return Workload(cluster="c", namespace=namespace, kind=kind, name="w", containers=(made,), instances=None)


@pytest.mark.parametrize(
    ("kind", "platform"),
    [
        ("Deployment", Platform.KUBERNETES),
        ("Rollout", Platform.KUBERNETES),
        ("ComposeService", Platform.COMPOSE),
        ("CloudFoundryApp", Platform.CLOUD_FOUNDRY),
        ("EcsService", Platform.ECS),
        ("ContainerApp", Platform.CLOUD),
        ("LambdaFunction", Platform.CLOUD),
    ],
)
def test_a_kind_of_workload_tells_its_platform(kind: str, platform: Platform) -> None:
    assert platform_of(kind) is platform
    assert platform_of(kind, "cloud") is Platform.CLOUD


def test_words_are_those_of_the_only_platform_and_of_any_where_there_are_several() -> None:
    assert words_of_all([_runs("Deployment")]).group == ("namespace", "namespaces")
    assert words_of_all([_runs("ComposeService")]).ways == "published port"
    assert words_of_all([_runs("CloudFoundryApp")]).place == ("environment", "environments")
    both = [_runs("Deployment"), _runs("ComposeService")]
    assert words_of_all(both).group == ("namespace, project or space", "namespaces, projects or spaces")
    assert words_of_all(()).place == ("cluster", "clusters")
    assert platforms_of(both) == {Platform.KUBERNETES, Platform.COMPOSE}


def test_what_nobody_is_known_to_reach_is_named_by_what_its_platform_opens() -> None:
    host, app = replace(_runs("ComposeService"), public=None), replace(_runs("CloudFoundryApp"), public=None)
    assert conditionally_open([host, _runs("ComposeService")]) == ((host,), "ports that are published on their host")
    assert conditionally_open([app])[1] == "a default route, unless they are pushed without one"
    assert conditionally_open([app, host])[1].count(" or ") == 1
