"""Images that a Compose file builds, joined to the Dockerfile that it names."""

import pytest

from generator.checks.base import Check
from generator.checks.images import image_runs_as_root
from generator.checks.pipelines import dockerfile_base_not_pinned
from generator.model.posture import Certainty
from tests.checks.cluster_evidence import alone, posture, verdicts
from tests.checks.image_evidence import ask
from tests.checks.pipeline_evidence import dockerfile
from tests.facts.images_made import hardening

PINNED: Check = dockerfile_base_not_pinned.CHECK
NOT_SHOWN = "unknown: no collected Dockerfile is shown to be its own"
CART = dockerfile("FROM debian:12", path="evidence/pipelines/docker/Dockerfile-cart")


def _compose(build: str) -> str:
    return f"services:\n  cart:\n    image: shop-cart\n    build: {build}\n"


@pytest.mark.parametrize(
    ("build", "joined"),
    [
        ("{context: ., dockerfile: ./docker/Dockerfile-cart}", True),
        ("{context: ../, dockerfile: docker/Dockerfile-cart}", True),
        ("{context: ., dockerfile: docker/Dockerfile-till}", False),
        ("{context: ., dockerfile: Dockerfile-cart}", False),
        ("{context: ., dockerfile: r/Dockerfile-cart}", False),
        ("{context: 'https://git.example/shop.git', dockerfile: docker/Dockerfile-cart}", False),
        ("{context: '$PLACE', dockerfile: docker/Dockerfile-cart}", False),
        ("{context: ., dockerfile: /docker/Dockerfile-cart}", False),
        ("{context: ., dockerfile: docker/Dockerfile-cart, dockerfile_inline: FROM scratch}", False),
        ("docker", False),
    ],
)
def test_the_dockerfile_that_the_compose_file_names(build: str, joined: bool) -> None:
    found = posture(PINNED, alone(_compose(build)), CART)
    assert ("shop-cart:latest" not in verdicts(found)) is joined
    assert verdicts(found).get("shop-cart:latest", NOT_SHOWN) == NOT_SHOWN
    (file,) = [each for each in found.subjects if each.name == CART.evidence.path]
    assert file.asset_ids == (("shop-cart:latest",) if joined else ())


def test_two_files_that_could_be_meant_are_none() -> None:
    other = dockerfile("FROM debian:12", path="evidence/pipelines/other/docker/Dockerfile-cart")
    build = _compose("{context: ., dockerfile: docker/Dockerfile-cart}")
    assert verdicts(posture(PINNED, alone(build), CART, other))["shop-cart:latest"] == NOT_SHOWN


def test_another_stage_than_the_last_makes_another_image() -> None:
    staged = dockerfile("FROM golang:1 AS Debug", "FROM debian:12", path=CART.evidence.path)
    build = "{{context: ., dockerfile: docker/Dockerfile-cart, target: {}}}".format
    for target, joined in (("debug", False), ("DEBUG", False), ("last", True)):
        found = verdicts(posture(PINNED, alone(_compose(build(target))), staged))
        assert ("shop-cart:latest" not in found) is joined, target


def test_the_base_that_it_names_is_declared() -> None:
    build = alone(_compose("{context: ., dockerfile: docker/Dockerfile-cart}"))
    found = hardening(build, CART)
    assert (found.base, found.base_certainty, found.base_doubt) == ("debian:12", Certainty.DECLARED, "")
    assert "its Dockerfile (named by the Compose file that builds it)" in found.base_because
    assert hardening(build).base is None


def test_the_user_of_a_service_is_not_that_of_its_dockerfile_alone() -> None:
    """`user: root` of the service would make the image's own user untrue."""
    users = dockerfile("FROM debian:12", "USER 10001", path=CART.evidence.path)
    build = alone(_compose("{context: ., dockerfile: docker/Dockerfile-cart}\n    user: root"))
    (verdict,) = verdicts(ask(image_runs_as_root.CHECK, build, users)).values()
    assert (
        verdict == "unknown: its Compose service may set another user than the image does, and `user` of services is not read"
    )
