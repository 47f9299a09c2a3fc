"""Dockerfiles of an image: the one that its Compose file names, or that a person names, before what a name suggests."""

import pytest

from generator.facts.image_recipes import NAMED_BY_COMPOSE, ImageRecipes
from tests.checks.cluster_evidence import alone, facts
from tests.checks.pipeline_evidence import dockerfile

NAMED = dockerfile("FROM debian:12", path="evidence/pipelines/docker/Dockerfile-cart")
ALIKE = dockerfile("FROM debian:12", path="evidence/pipelines/shop-cart/Dockerfile")


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        ("{context: ., dockerfile: docker/Dockerfile-cart}", (NAMED.evidence.path, NAMED_BY_COMPOSE)),
        ("{context: ., dockerfile: docker/Dockerfile-till}", (ALIKE.evidence.path, "by the name of its file or folder")),
    ],
)
def test_what_is_named_comes_before_what_is_alike(build: str, expected: tuple[str, str]) -> None:
    composed = alone(f"services:\n  cart:\n    image: shop-cart\n    build: {build}\n")
    made = facts(composed, NAMED, ALIKE)
    (image,) = made.inventory
    (joined,) = ImageRecipes.of(made).of_image(image)
    assert (joined[0].evidence.path, joined[1]) == expected
