"""Overlays are put together from the files among the evidence; each object stands once."""

from collections.abc import Mapping
from datetime import date

import pytest
from evidence_beside import among, file_at

from generator.errors import ParseError
from generator.facts.configuration import configurations
from generator.model.inventory import ClusterSnapshot, ServiceObject, WorkloadSpec
from generator.parsers.cluster import kustomize_yaml
from generator.parsers.cluster.kustomize_patches import merged, patched

_DEPLOYMENT = """apiVersion: apps/v1
kind: Deployment
metadata: {name: cart}
spec:
  replicas: 1
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec:
      containers:
        - {name: cart, image: "cart:dev", env: [{name: STORE_HOST, value: store}]}
        - {name: debug, image: "busybox"}
"""
_SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: cart}\nspec: {selector: {app: cart}, ports: [{port: 80}]}\n"
_PROD = """namespace: shop
namePrefix: prod-
resources: [../../base, https://example.invalid/other.yaml]
images: [{name: cart, newName: r.example/cart, newTag: "1.2"}]
replicas: [{name: cart, count: 3}]
patches:
  - path: sidecar.yaml
  - target: {kind: Deployment, name: cart}
    patch: |-
      - {op: add, path: /spec/template/spec/containers/-, value: {name: proxy, image: envoy}}
"""
_SIDECAR = """apiVersion: apps/v1
kind: Deployment
metadata: {name: cart}
spec: {template: {spec: {containers: [{name: debug, $patch: delete}, {name: cart, env: [{name: QUEUE_HOST, value: queue}]}]}}}
"""
_FILES = {
    "evidence/overlays/prod/kustomization.yaml": _PROD,
    "evidence/overlays/prod/sidecar.yaml": _SIDECAR,
    "evidence/base/kustomization.yaml": "resources: [deployment.yaml, service.yaml]\n",
    "evidence/base/deployment.yaml": _DEPLOYMENT,
    "evidence/base/service.yaml": _SERVICE,
}
_OVERLAY = "evidence/overlays/prod/kustomization.yaml"


def _read(files: Mapping[str, str], path: str = _OVERLAY) -> ClusterSnapshot:
    document = among(files, path)
    assert kustomize_yaml.recognizes(document)
    return kustomize_yaml.parse(document, file_at(path))


@pytest.mark.parametrize("flat", [False, True])
def test_an_overlay_is_put_together(flat: bool) -> None:
    files = {
        f"evidence/{path.removeprefix('evidence/').replace('/', '_')}" if flat else path: text for path, text in _FILES.items()
    }
    snapshot = _read(files, "evidence/overlays_prod_kustomization.yaml" if flat else _OVERLAY)
    (cart,) = [each for each in snapshot.objects if isinstance(each, WorkloadSpec)]
    assert (cart.namespace, cart.name, cart.replicas) == ("shop", "prod-cart", 3)
    assert {(each.name, each.image) for each in cart.containers} == {("cart", "r.example/cart:1.2"), ("proxy", "envoy")}
    assert cart.containers[0].peers == ("queue", "store")
    assert [(each.namespace, each.name) for each in snapshot.objects if isinstance(each, ServiceObject)] == [
        ("shop", "prod-cart")
    ]
    assert snapshot.not_read == ("https://example.invalid/other.yaml",)


def test_an_object_is_cited_where_it_is_written_and_with_what_changes_it() -> None:
    files = {
        _OVERLAY: "resources: [../../base, both.yaml, list.yaml]\nimages: [{name: cart, newTag: '2'}]\n"
        "configMapGenerator: [{name: made, literals: [URL=http://cart:80]}]\n",
        "evidence/overlays/prod/both.yaml": f"apiVersion: v1\nkind: Namespace\nmetadata: {{name: shop}}\n---\n{_SERVICE}",
        "evidence/overlays/prod/list.yaml": "apiVersion: v1\nkind: List\n"
        "items: [{apiVersion: v1, kind: Service, metadata: {name: a}}]\n",
        "evidence/base/kustomization.yaml": "resources: [deployment.yaml]\n",
        "evidence/base/deployment.yaml": _DEPLOYMENT,
    }
    snapshot = _read(files)
    found = {(type(each).__name__, getattr(each, "name", "")): each.source for each in snapshot.objects}
    assert {key: (source.path, source.place) for key, source in found.items()} == {
        ("NamespaceObject", "shop"): ("evidence/overlays/prod/both.yaml", "document 1"),
        ("ServiceObject", "a"): ("evidence/overlays/prod/list.yaml", "/items/0"),
        ("ServiceObject", "cart"): ("evidence/overlays/prod/both.yaml", "document 2"),
        ("WorkloadSpec", "cart"): ("evidence/base/deployment.yaml", "as overlays/prod/kustomization.yaml changes it"),
    }
    made = {each.source.path: each.source.place for each in snapshot.settings if each.name == "made"}
    assert made == {_OVERLAY: "ConfigMap"}


def test_a_file_that_an_overlay_takes_in_declares_and_was_not_seen() -> None:
    (configuration,) = configurations([_read(_FILES)], date(2026, 11, 20))
    assert "evidence/base/deployment.yaml" in configuration.manifests


def test_a_key_of_ours_in_a_file_is_no_origin() -> None:
    text = _SERVICE + "kustomize.origin: {path: /etc/passwd}\n"
    snapshot = _read({_OVERLAY: "resources: [service.yaml]\n", "evidence/overlays/prod/service.yaml": text})
    assert {each.source.path for each in snapshot.objects} == {"evidence/overlays/prod/service.yaml"}


@pytest.mark.parametrize("path", [path for path in _FILES if path != _OVERLAY])
def test_what_it_takes_in_is_read_with_it(path: str) -> None:
    assert _read(_FILES, path).objects == ()


def test_a_base_that_nobody_takes_in_is_read_by_itself() -> None:
    files = {path: text for path, text in _FILES.items() if "overlays" not in path}
    assert len(_read(files, "evidence/base/kustomization.yaml").objects) == 2


def test_nothing_outside_of_the_evidence_is_opened() -> None:
    snapshot = _read({_OVERLAY: "resources: [../../../../etc/passwd, missing.yaml]\n"})
    assert snapshot.not_read == ("../../../../etc/passwd", "missing.yaml")


def test_kustomizations_that_take_in_each_other_end() -> None:
    files = {
        "evidence/a/kustomization.yaml": "resources: [../b, ../b]\n",
        "evidence/b/kustomization.yaml": "resources: [../a, ../a]\n",
    }
    with pytest.raises(ParseError, match="take in each other"):
        _read(files, "evidence/a/kustomization.yaml")


def test_merges() -> None:
    assert merged({"a": 1, "b": {"c": 1}}, {"a": None, "b": {"d": 2}}) == {"b": {"c": 1, "d": 2}}
    assert merged([{"name": "x", "v": 1}], [{"name": "y"}, {"name": "x", "v": 2}]) == [{"name": "x", "v": 2}, {"name": "y"}]
    assert merged(["a"], ["b"]) == ["b"]
    assert merged({"a": {"x": 1}}, {"a": {"$patch": "replace", "y": 2}}) == {"a": {"y": 2}}


@pytest.mark.parametrize(
    ("operation", "made"),
    [
        ({"op": "replace", "path": "/l/0", "value": "z"}, {"l": ["z", "b"], "m~n": 1}),
        ({"op": "remove", "path": "/l/1"}, {"l": ["a"], "m~n": 1}),
        ({"op": "add", "path": "/l/1", "value": "z"}, {"l": ["a", "z", "b"], "m~n": 1}),
        ({"op": "remove", "path": "/m~0n"}, {"l": ["a", "b"]}),
        ({"op": "add", "path": "/l/99999999", "value": 1}, {"l": ["a", "b"], "m~n": 1}),
        ({"op": "replace", "path": "/none/x", "value": 1}, {"l": ["a", "b"], "m~n": 1}),
    ],
)
def test_operations(operation: dict[str, object], made: dict[str, object]) -> None:
    assert patched({"l": ["a", "b"], "m~n": 1}, [operation]) == made
