"""Images that are built where they run, of which no registry is known."""

import pytest

from generator.checks.images import image_not_pinned
from generator.checks.scanning import registry_scans_images
from generator.checks.sensors import sensor_everywhere
from generator.facts.builds import built_here
from tests.checks.cluster_evidence import alone, facts, posture, verdicts


def _compose(image: str) -> str:
    return f"services:\n  cart:\n    image: {image}\n    build: .\n"


@pytest.mark.parametrize(
    ("image", "local"),
    [
        ("shop-cart", True),
        ("shop-cart:2", True),
        ("docker.io/library/shop-cart", True),
        ("postgres:16", False),
        ("acme/shop-cart", False),
        ("registry.example/library/shop-cart", False),
        ("registry.example/shop-cart", False),
    ],
)
def test_a_name_beside_build_that_docker_hub_does_not_hold(image: str, local: bool) -> None:
    read = facts(alone(_compose(image)))
    assert bool(built_here(read)) is local
    assert built_here(read, named=True), "any of them may be built again"


def test_a_name_without_build_comes_from_a_registry() -> None:
    assert not built_here(facts(alone("services:\n  cart:\n    image: shop-cart\n")), named=True)


def test_where_such_an_image_lies_is_not_said_to_be_docker_hub() -> None:
    (subject,) = posture(registry_scans_images.CHECK, alone(_compose("shop-cart"))).subjects
    assert (subject.name, subject.reason.partition(":")[0]) == (
        "shop-cart:latest",
        "it is built from source and named by no registry",
    )
    assert set(verdicts(posture(sensor_everywhere.CHECK, alone(_compose("shop-cart"))))) == {"the environment"}
    assert "registry docker.io" in verdicts(posture(sensor_everywhere.CHECK, alone(_compose("acme/shop-cart"))))


def test_a_function_that_is_a_package_of_code_is_no_image_with_a_tag() -> None:
    """Lambda runs a zip archive, which no digest of a registry can name."""
    template = "AWSTemplateFormatVersion: 2010-09-09\nResources:\n  Resize:\n    Type: AWS::Serverless::Function\n"
    found = posture(image_not_pinned.CHECK, alone(f"{template}    Properties: {{Handler: app.main}}\n"))
    assert [name for name, verdict in verdicts(found).items() if verdict.startswith("unknown")] == ["package:Resize"]
