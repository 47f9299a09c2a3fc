"""Counting in the text of YAML gives what decoding it gives."""

import pytest
import yaml

from generator.model.evidence import EvidenceFile
from generator.parsers.cluster.documents import take_yaml
from generator.parsers.cluster.fold import Fold
from generator.parsers.cluster.skim import skim
from generator.parsers.document import Document

_TEXT = "- a\n- b\nkind: Pod\nmetadata:\n  uid: x\n"


def _object(kind: str, name: str, **more: object) -> dict[str, object]:
    meta = {"name": name, "namespace": "shop", "uid": f"u-{name}", "labels": {"name": "x", "uid": "y"}}
    return {"apiVersion": "v1", "kind": kind, "metadata": meta, **more}


def _list(kind: str, *items: object) -> dict[str, object]:
    return {"apiVersion": "v1", "kind": f"{kind}List", "metadata": {"resourceVersion": "7"}, "items": list(items)}


def _fold() -> Fold:
    return Fold(Document("a.tar", b""), EvidenceFile(path="a.tar", sha256="0", size=1, media_type="text/plain"))


@pytest.mark.parametrize(
    ("value", "skimmed"),
    [
        (_list("ConfigMap", _object("ConfigMap", "a", data={"text": _TEXT}), _object("ConfigMap", "b")), True),
        (_list("ConfigMap"), True),
        (_list("Lease", _object("Lease", "a", data={"list": ["- a", "b"]})), True),
        (_object("ConfigMap", "a", data={"text": _TEXT}), True),
        (_object("CustomResourceDefinition", "a", spec={"names": {"kind": "A", "listKind": "AList"}}), True),
        (_list("Pod", _object("Pod", "a")), False),
        (_object("Pod", "a"), False),
        (_object("List", "a", items=[]), False),
        ({"apiVersion": "v1", "kind": "Status", "details": {"kind": "pods"}}, False),
        ({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "no-uid"}}, False),
    ],
)
def test_it_counts_as_decoding_does(value: dict[str, object], *, skimmed: bool) -> None:
    text = yaml.safe_dump(value).encode()
    quick, whole = _fold(), _fold()
    assert skim(quick, text) is skimmed
    take_yaml(whole, Document("a.yaml", text))
    if skimmed:
        assert quick.snapshot().kinds == whole.snapshot().kinds


def test_the_same_object_twice_is_one() -> None:
    fold, text = _fold(), yaml.safe_dump(_object("ConfigMap", "a")).encode()
    assert skim(fold, text)
    assert skim(fold, text)
    assert dict(fold.snapshot().kinds) == {"ConfigMap": 1}


def test_a_pod_that_its_list_held_is_not_decoded_again() -> None:
    fold, pod = _fold(), _object("Pod", "a")
    take_yaml(fold, Document("pods.yaml", yaml.safe_dump(_list("Pod", pod)).encode()))
    assert skim(fold, yaml.safe_dump(pod).encode())
    assert dict(fold.snapshot().kinds) == {"Pod": 1}


@pytest.mark.parametrize("text", [b"", b"kind: Pod\n---\nkind: Pod\n", b"kind: Pod\nkind: Pod\n", b"\xff\xfe", b"a: b\n" * 9])
def test_what_looks_different_is_decoded(text: bytes) -> None:
    assert not skim(_fold(), text)
