"""What a place is called in sentences: by its folder, or with its article where no folder names it."""

from generator.model.platform import UNNAMED, named_asset, named_place, place_name
from generator.parsers.cluster.scope import cluster_name


def test_a_place_is_called_by_its_name() -> None:
    assert named_place("prod") == "cluster prod"
    assert named_place("shop", "environment") == "environment shop"
    assert place_name("prod") == "prod"
    assert named_asset("cluster", "prod") == "cluster prod"


def test_a_place_without_a_name_is_not_called_cluster_cluster() -> None:
    unnamed = cluster_name("evidence/cluster/2025-02-03/pods.json")
    assert unnamed == UNNAMED
    assert named_place(unnamed) == place_name(unnamed) == "the cluster"
    assert named_place(unnamed, "environment") == place_name(unnamed, "environment") == "the environment"
    assert f"The {named_asset('cluster', unnamed)}" == "The cluster"


def test_another_asset_of_that_name_keeps_it() -> None:
    assert named_asset("host", "cluster") == "host cluster"
    assert named_asset("load balancer", UNNAMED) == "load balancer cluster"
