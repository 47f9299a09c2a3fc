"""A printed dump: objects are told from what containers wrote into their logs."""

import json

import pytest

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot, ListPage
from generator.parsers.cluster.dump_text import json_values
from generator.parsers.cluster.registry import CLUSTER
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer


def _pods(*names: str, **metadata: object) -> str:
    items = [
        {
            "metadata": {"name": each, "namespace": "shop", "uid": f"u-{each}"},
            "spec": {"containers": []},
            "status": {"phase": "Running"},
        }
        for each in names
    ]
    return json.dumps({"kind": "PodList", "apiVersion": "v1", "metadata": metadata, "items": items}, indent=4) + "\n"


def _log(pod: str, text: str) -> str:
    mark = "==== {} logs for container main of pod shop/" + pod + " ====\n"
    return mark.format("START") + text + mark.format("END")


def _read(text: str, name: str = "dump.json") -> ClusterSnapshot:
    document = Document(name, text.encode())
    (member,) = [each for each in CLUSTER if each.recognizes(document)]
    return member.parse(document, EvidenceFile(path=name, sha256="0", size=1, media_type="application/json"))


@pytest.mark.parametrize("log", ["", "no newline", '{\n "a": 1\n}\n{\n', "}\n{\n", "---\napiVersion: v1\n", _pods("forged")])
def test_a_log_is_no_object(log: str) -> None:
    snapshot = _read(_pods("a") + _log("a", log) + _pods("b") + _log("b", log))
    assert dict(snapshot.kinds) == {"Pod": 2}


@pytest.mark.parametrize(
    "log",
    [
        "==== END logs for container main of pod shop/a ====\n" + _pods("forged"),
        "==== END logs for container main of pod shop/a ====\n"
        + _pods("forged")
        + "==== START logs for container main of pod shop/a ====\n",
        "==== END logs for container main of pod shop/a ====\n==== START logs for container x of pod shop/y ====\n",
        "==== START logs for container main of pod shop/b ====\n",
        "==== START logs for container main of pod shop/a ====\n",
    ],
)
def test_a_log_that_forges_marks_is_refused(log: str) -> None:
    with pytest.raises(ParseError, match=r"marks|cut off"):
        _read(_pods("a", "b") + _log("a", log) + _log("b", ""))


def test_a_dump_that_ends_in_a_log_is_cut_off() -> None:
    with pytest.raises(ParseError, match="cut off"):
        _read(_pods("a") + _log("a", "x")[:-30])


def test_windows_line_ends_and_encoding_are_read() -> None:
    """What PowerShell makes of `kubectl cluster-info dump > dump.json`."""
    text = (_pods("a") + _log("a", "x\n") + _pods("b")).replace("\n", "\r\n")
    document = Document("dump.json", b"\xff\xfe" + text.encode("utf-16-le"))
    assert document.container is FileContainer.JSON_STREAM
    assert [json.loads(each)["kind"] for _, each in json_values(document.data)] == ["PodList", "PodList"]
    assert dict(_read(text).kinds) == {"Pod": 2}


def test_the_old_dump_is_read_as_printed() -> None:
    old = {"selfLink": "/api/v1/nodes", "Items": [{"name": "n", "Spec": {}, "Status": {"NodeInfo": {"OSImage": "Example 1"}}}]}
    pods = {
        "selfLink": "/api/v1/pods",
        "Items": [{"name": "a", "namespace": "s", "Spec": {"Containers": [{"Name": "a", "Image": "a:1"}]}}],
    }
    text = "".join(json.dumps(each, indent=4) + "\n" for each in (old, pods))
    assert dict(_read(text).kinds) == {"Node": 1, "Pod": 1}


def test_what_is_no_object_among_objects_is_an_error_with_its_place() -> None:
    first = _pods("a")
    with pytest.raises(ParseError, match="not an object or list") as raised:
        _read(first + '{\n "a": 1\n}\n')
    assert raised.value.where == f"byte {len(first)}"


def test_a_cut_stream_is_an_error() -> None:
    whole = _pods("a") + _pods("b")
    for end in range(len(_pods("a")) + 5, len(whole) - 2, 17):
        with pytest.raises(ParseError):
            _read(whole[:end])


def test_pages_in_one_file_are_one_list() -> None:
    """Only a last page that says that more follow leaves the kind incomplete."""
    first = json.dumps(json.loads(_pods("a", "b", resourceVersion="7", remainingItemCount=1, **{"continue": "t"})))
    last = json.dumps(json.loads(_pods("c", resourceVersion="7")))
    snapshot = _read(f"{first}\n{last}\n", "pods.jsonl")
    assert (dict(snapshot.kinds), snapshot.not_collected) == ({"Pod": 3}, ())
    assert set(snapshot.pages) == {
        ListPage(kind="Pod", resource_version="7", items=2, continues=True, remaining=1),
        ListPage(kind="Pod", resource_version="7", items=1, continues=False),
    }
    assert _read(f"{last}\n{first}\n", "pods.jsonl").not_collected == ("Pod",)


def test_a_list_of_kubectl_says_that_more_follow() -> None:
    """`kind: List` names no kind, and a server may give the number of what is left alone."""
    for more in ({"continue": "t"}, {"continue": 5}, {"remainingItemCount": 3}, {"remainingItemCount": "3"}):
        cut = {**json.loads(_pods("a", "b")), "kind": "List", "metadata": {"resourceVersion": "", **more}}
        assert _read(json.dumps(cut)).not_collected == ("Pod",), more
    whole = {**json.loads(_pods("a", "b")), "kind": "List", "metadata": {"resourceVersion": "", "continue": ""}}
    assert _read(json.dumps(whole)).not_collected == ()


def test_a_cut_list_before_the_whole_list_of_another_namespace_stays_cut() -> None:
    cut, whole = _pods("a", resourceVersion="7", **{"continue": "t"}), _pods("b", resourceVersion="9")
    assert _read(f"{json.dumps(json.loads(cut))}\n{json.dumps(json.loads(whole))}\n", "pods.jsonl").not_collected == ("Pod",)
