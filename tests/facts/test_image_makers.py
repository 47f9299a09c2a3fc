"""The maker of an image is not the registry that hands it out."""

import pytest

from generator.facts.image_makers import KNOWN_IMAGES, known_image, kubernetes_maker, maker_of


@pytest.mark.parametrize(
    ("name", "maker"),
    [
        ("postgres", "PostgreSQL Global Development Group"),
        ("docker.io/library/postgres", "PostgreSQL Global Development Group"),
        ("registry.example:5000/docker-hub/library/postgres", "PostgreSQL Global Development Group"),
        ("registry.example:5000/docker-hub/docker-hub/library/postgres", None),
        ("registry.example/my-docker-hub/library/postgres", None),
        ("registry.example/quay.io/prometheus/prometheus", "Open Source"),
        ("registry1.dso.mil/ironbank/opensource/redis/redis7", "Iron Bank"),
        ("mcr.microsoft.com/mssql/server", "Microsoft"),
        ("registry.example/shop/postgres", None),
        ("someone/postgres", None),
        ("<nonsense>", None),
    ],
)
def test_the_table_names_the_maker_and_leaves_other_names_to_people(name: str, maker: str | None) -> None:
    assert maker_of(name, None, ()) == maker


def test_a_label_comes_before_an_sbom_and_both_before_the_table() -> None:
    assert maker_of("postgres", "Shop Ltd", ["Other"]) == "Shop Ltd"
    assert maker_of("postgres", None, ["Other", "", "Other"]) == "Other"
    assert maker_of("registry.example/shop/cart", None, ["A", "B"]) is None, "two suppliers decide nothing"


@pytest.mark.parametrize(
    ("version", "maker"),
    [
        ("v1.31.4", "Open Source"),
        ("v1.31.4-eks-2d5f260", "Amazon Web Services"),
        ("v1.30.5-gke.1014001", "Google"),
        ("v1.29.3+rke2r1", "SUSE"),
        ("v1.29.3-house", None),
        (None, None),
    ],
)
def test_the_version_of_kubernetes_names_its_maker(version: str | None, maker: str | None) -> None:
    assert kubernetes_maker(version) == maker


def test_no_row_of_the_table_is_hidden_by_one_before_it() -> None:
    for row in KNOWN_IMAGES:
        exact = [pattern for pattern in row.patterns if "*" not in pattern]
        assert all(known_image(pattern) is row for pattern in exact), row
