"""What readers, flows and checks all ask of Istio."""

import pytest

from generator.model.evidence import EvidenceSource
from generator.model.identifiers import Sha256
from generator.model.settings.base import Setting
from generator.model.settings.mesh import MeshDefaults, in_ambient, root_namespace


def _defaults(root: str) -> Setting[MeshDefaults]:
    return Setting(
        group="",
        kind="ConfigMap",
        namespace="istio-system",
        name="istio",
        read_from=("", "ConfigMap"),
        taken=None,
        source=EvidenceSource(Sha256("a" * 64), ""),
        says=MeshDefaults(root_namespace=root),
    )


@pytest.mark.parametrize(
    ("roots", "expected"), [((), "istio-system"), (("",), "istio-system"), (("", "mesh"), "mesh"), (("a", "b"), "a")]
)
def test_the_first_that_names_a_root_namespace_decides(roots: tuple[str, ...], expected: str) -> None:
    assert root_namespace(map(_defaults, roots)) == expected


@pytest.mark.parametrize(("mode", "expected"), [("ambient", True), ("none", False), ("", None)])
def test_a_label_without_a_value_says_nothing_of_an_ambient_mesh(mode: str, expected: bool | None) -> None:
    assert in_ambient({"istio.io/dataplane-mode": mode}) is expected
    assert in_ambient({"app": "ambient"}) is None
