"""What is taken for a cluster's, and what is not."""

import json

import pytest

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot
from generator.parsers import yaml
from generator.parsers.cluster import kinds
from generator.parsers.cluster.registry import CLUSTER
from generator.parsers.cluster.scope import cluster_name
from generator.parsers.document import Document

_POD = {"metadata": {"name": "a"}, "spec": {"containers": [{"name": "a", "image": "a"}]}, "status": {"phase": "Running"}}

_TEKTON = "apiVersion: tekton.dev/v1\nkind: Task\nmetadata: {name: a}\n"
_WORKFLOW = """\
on: push
jobs:
  a:
    steps:
      - run: |
          kubectl apply -f - <<E
          apiVersion: v1
          kind: Pod
          E
"""


def _member(name: str, content: object) -> str | None:
    text = content if isinstance(content, str) else json.dumps(content)
    document = Document(name, text.encode())
    return next((each.name for each in CLUSTER if each.recognizes(document)), None)


def _read(name: str, content: object) -> ClusterSnapshot:
    text = content if isinstance(content, str) else json.dumps(content)
    document = Document(name, text.encode())
    evidence = EvidenceFile(path=name, sha256="0", size=1, media_type="text/plain")
    return next(each for each in CLUSTER if each.recognizes(document)).parse(document, evidence)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("report.json", {"items": [{"id": 1}]}),
        ("report.json", {"items": [1, 2], "metadata": {"resourceVersion": "1"}}),
        ("report.json", {"items": {"a": 1}, "kind": 5, "apiVersion": []}),
        ("report.json", {"items": []}),
        ("report.json", {"items": None, "metadata": {"total": 0}}),
        ("report.json", {"metadata": "text", "spec": {"containers": []}, "status": {"phase": "x"}}),
        ("report.json", {"Items": [{"Name": "a"}]}),
        ("report.json", {"kind": "discovery#restDescription", "items": [], "version": "v1"}),
        ("report.json", [{"metadata": {"name": "a"}, "results": []}]),
        ("report.json", []),
        ("report.json", {}),
        ("kubeconfig", {"apiVersion": "v1", "kind": "Config", "clusters": [], "users": []}),
        (
            "scan.json",
            {"apiVersion": "aquasecurity.github.io/v1alpha1", "kind": "VulnerabilityReport", "metadata": {"name": "a"}},
        ),
        (
            "scan.json",
            {
                "apiVersion": "v1",
                "kind": "List",
                "items": [{"apiVersion": "aquasecurity.github.io/v1alpha1", "kind": "SbomReport", "metadata": {}}],
            },
        ),
        ("audit.json", {"kind": "Event", "apiVersion": "audit.k8s.io/v1", "metadata": {}, "verb": "get"}),
        ("audit.jsonl", '{"kind":"Event","apiVersion":"audit.k8s.io/v1","metadata":{}}\n' * 2),
        (
            "build.yaml",
            _TEKTON + "---\n" + _TEKTON,
        ),
        (
            "ci.yml",
            _WORKFLOW,
        ),
        (".gitlab-ci.yml", "build:\n  script: [make]\n"),
        ("services.yml", "services:\n  - postgres:16\nbuild:\n  script: [make]\n"),
        ("services.yml", "services:\n  web:\n    image: nginx\nsteps: []\n"),
        ("services.yml", "services: {}\n"),
        ("catalog.yml", "services:\n  web: {owner: team-a}\n"),
        (".gitlab-ci.yml", "include:\n  - build.yml\n"),
        (".gitlab-ci.yml", "include:\n  - local: compose.yml\n"),
        ("values.yaml", "applications:\n  - name: a\n    path: .\n  - name: b\n"),
        ("values.yaml", "applications:\n  a: {name: b, memory: 1G}\n"),
        ("plan.json", {"format_version": "1.2", "planned_values": []}),
        ("plan.json", {"format_version": "1.2", "values": {"a": 1}}),
        ("tasks.json", {"tasks": []}),
        ("tasks.json", {"tasks": [{"taskArn": "arn:aws:dms:x"}], "failures": []}),
        ("services.json", {"services": {"web": {"image": "nginx"}}, "taskDefinition": "a"}),
        ("stream.json", '{\n "a": 1\n}\n{\n "b": 2\n}\n'),
        ("notes.txt", "NAME: a\nMANIFEST:\n"),
        ("values.yaml", "image:\n  tag: 1\n# kind, apiVersion\n"),
        ("Chart.yaml", "apiVersion: v2\nname: shop\ntype: application\n# kind of chart\n"),
        ("only-separators.yaml", "---\n---\n# apiVersion kind\n---\n"),
        ("sketch.d2", "apiVersion: {\n  kind: 1\n"),
    ],
)
def test_other_formats_are_not_taken(name: str, content: object) -> None:
    assert _member(name, content) is None


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.json", {"items": [_POD], "metadata": {}}, {"Pod": 1}),
        ("a.json", [{"kind": "Pod", "apiVersion": "v1", **_POD}, {"kind": "Pod", "apiVersion": "v1", **_POD}], {"Pod": 2}),
        ("a.json", {"kind": "Pod", **_POD}, {"Pod": 1}),
        ("pods.json", {"items": [], "metadata": {"resourceVersion": "1"}}, {"Pod": 0}),
        ("a.json", {"items": None, "metadata": {"selfLink": "/api/v1/nodes"}}, {"Node": 0}),
        ("a.json", {"Items": None, "selfLink": "/apis/extensions/v1beta1/namespaces/shop/daemonsets"}, {"DaemonSet": 0}),
        ("a.json", {"metadata": {"name": "a", "selfLink": "/apis/apps/v1/namespaces/b/statefulsets/a"}}, {"StatefulSet": 1}),
        (
            "a.json",
            {"kind": "RoleList", "apiVersion": "rbac.authorization.k8s.io/v1", "items": [{"metadata": {}}]},
            {"Role": 1},
        ),
        (
            "a.json",
            {
                "kind": "List",
                "apiVersion": "v1",
                "items": [{"kind": "List", "apiVersion": "v1", "items": [{"kind": "Pod", "apiVersion": "v1", **_POD}]}],
            },
            {"Pod": 1},
        ),
        (
            "a.yaml",
            _TEKTON + "---\napiVersion: v1\nkind: Service\nmetadata: {name: b}\n",
            {"Service": 1, "Task": 1},
        ),
    ],
)
def test_kinds_that_are_not_written_are_found(name: str, content: object, found: dict[str, int]) -> None:
    assert dict(_read(name, content).kinds) == found


@pytest.mark.parametrize(
    ("spec", "status", "kind"),
    [
        ({"template": {}, "strategy": {}, "replicas": 1}, {}, "Deployment"),
        ({"template": {}, "serviceName": "a", "replicas": 1}, {}, "StatefulSet"),
        ({"template": {}, "updateStrategy": {}}, {"desiredNumberScheduled": 1}, "DaemonSet"),
        ({"template": {}, "replicas": 1}, {"replicas": 1, "fullyLabeledReplicas": 1}, "ReplicaSet"),
        ({"template": {}, "backoffLimit": 6, "completions": 1}, {}, "Job"),
        ({"jobTemplate": {}, "schedule": ""}, {}, "CronJob"),
        ({"clusterIP": "None", "type": "ClusterIP", "ports": []}, {"loadBalancer": {}}, "Service"),
        ({"ingressClassName": "a", "rules": []}, {}, "Ingress"),
        ({"finalizers": ["kubernetes"]}, {"phase": "Active"}, "Namespace"),
        ({}, {"nodeInfo": {}}, "Node"),
        ({"template": {}}, {}, None),
        ({"containers": []}, {}, None),
    ],
)
def test_shapes(spec: dict[str, object], status: dict[str, object], kind: str | None) -> None:
    assert kinds.from_shape(spec.keys(), status.keys()) == kind


@pytest.mark.parametrize(("policy", "kind"), [({}, "Validating"), ({"reinvocationPolicy": "Never"}, "Mutating")])
def test_webhooks_are_told_apart(policy: dict[str, str], kind: str) -> None:
    content = {"metadata": {"name": "a"}, "webhooks": [{"name": "a", "clientConfig": {}, **policy}]}
    assert dict(_read("a.json", content).kinds) == {f"{kind}WebhookConfiguration": 1}


@pytest.mark.parametrize(
    ("path", "cluster"),
    [
        ("evidence/cluster/pods.json", "cluster"),
        ("evidence/cluster/prod/pods.json", "prod"),
        ("evidence/cluster/prod/2025-02-03/pods.json", "prod"),
        ("evidence/cluster/2025-02-03T04-05/prod/pods.json", "prod"),
        ("evidence/cluster/20250203/pods.json", "cluster"),
        ("evidence/cluster/prod-2025/pods.json", "prod-2025"),
        ("shop/evidence/cluster/east/namespaces/a/pods.json", "east"),
        ("evidence/scans/east/a.json", "cluster"),
        ("pods.json", "cluster"),
    ],
)
def test_the_cluster_is_named_by_its_folder(path: str, cluster: str) -> None:
    assert cluster_name(path) == cluster


def test_a_page_that_goes_on_is_incomplete() -> None:
    content = {"kind": "PodList", "apiVersion": "v1", "metadata": {"continue": "abc", "remainingItemCount": 9}, "items": [_POD]}
    assert _read("a.json", content).not_collected == ("Pod",)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", {"kind": "PodList", "apiVersion": "v1", "items": "none"}),
        ("a.json", {"kind": "PodList", "apiVersion": "v1", "items": {"a": 1}}),
        ("a.json", {"kind": "PodList", "apiVersion": "v1", "items": [None]}),
        ("a.json", {"kind": "PodList", "apiVersion": "v1", "items": ["text", 5]}),
        ("a.json", {"kind": "PodList", "apiVersion": "v1", "items": [[[]]]}),
        ("a.json", {"kind": "PodList", "apiVersion": "v1", "items": [{"metadata": 5}]}),
        ("a.json", {"kind": "PodList", "apiVersion": "v1", "items": [{"metadata": {}, "spec": []}]}),
        ("a.json", {"kind": "PodList", "apiVersion": "v1", "items": [{"spec": {"containers": [{"image": "no name"}]}}]}),
        ("a.json", {"kind": "PodList", "apiVersion": "v1", "items": [{"spec": {"containers": {"a": 1}}}]}),
        ("a.json", {"kind": "PodList", "apiVersion": "v1", "items": [{"status": {"containerStatuses": [{"name": []}]}}]}),
        ("a.json", {"kind": "List", "apiVersion": "v1", "items": [{"apiVersion": "v1", "kind": "Pod", "metadata": {}}, {}]}),
        ("a.json", {"kind": "Service", "apiVersion": "v1", "metadata": {}, "spec": {"ports": [{"port": "http"}]}}),
        ("a.json", {"kind": "Deployment", "apiVersion": "apps/v1", "metadata": {}, "spec": {"template": 5}}),
        ("a.json", '{"kind":"List","apiVersion":"v1","items":[' * 9 + "]}" * 9),
        ("a.json", {"selfLink": "/api/v1/pods", "Items": [{"name": "a", "Spec": {"Containers": [5]}}]}),
        ("a.json", {"selfLink": "/api/v1/pods", "Items": [5]}),
        ("a.json", {"selfLink": "/api/v1/pods", "Items": "x"}),
        ("a.jsonl", '{"kind":"Pod","apiVersion":"v1","metadata":{}}\n[1]\n{"a":1}\n'),
        ("a.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {}\n---\n- 5\n"),
        ("a.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {}\n---\nimage: web\n"),
        ("a.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {}\nspec:\n  containers: text\n"),
        ("a.yaml", "apiVersion: v1\nkind: PodList\nitems: text\n"),
        ("a.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {labels: {1: a}}\nspec: [\n"),
        ("a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: &m\n  a: *m\n"),
    ],
)
def test_bad_content_is_a_parse_error(name: str, content: object) -> None:
    with pytest.raises(ParseError) as raised:
        _read(name, content)
    assert raised.value.what


def test_the_place_is_named() -> None:
    content = {"kind": "PodList", "apiVersion": "v1", "items": [_POD, {"spec": {"containers": [{"image": "no name"}]}}]}
    with pytest.raises(ParseError, match="name") as raised:
        _read("a.json", content)
    assert raised.value.where == "/items/1/spec"


def test_an_alias_bomb_is_refused() -> None:
    lines = ["apiVersion: v1", "kind: ConfigMap", "metadata: {name: a}", "a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    with pytest.raises(ParseError, match="aliases"):
        _read("a.yaml", "\n".join(lines))


def test_yaml_of_more_values_than_memory_holds_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml, "_MOST_NODES", 1_000)
    pod = "- apiVersion: v1\n  kind: Pod\n  metadata: {name: a}\n  spec: {containers: [{name: a, image: a}]}\n"
    head = "apiVersion: v1\nkind: List\nitems:\n"
    assert dict(_read("a.yaml", head + pod * 40).kinds) == {"Pod": 40}
    with pytest.raises(ParseError, match=r"more than 1,000 values") as caught:
        _read("a.yaml", head + pod * 100)
    assert caught.value.where.startswith("line ")
    assert "-o json" in caught.value.next_step


def test_a_cut_file_is_a_parse_error_wherever_it_is_cut() -> None:
    whole = json.dumps({"kind": "PodList", "apiVersion": "v1", "metadata": {}, "items": [_POD, _POD]})
    for end in range(20, len(whole) - 1, 7):
        with pytest.raises(ParseError):
            _read("a.json", whole[:end])


@pytest.mark.parametrize(
    "content",
    [
        {"apiVersion": "serving.knative.dev/v1", "kind": "Service", "metadata": {"name": "a"}, "spec": {"ports": "other"}},
        {"apiVersion": "batch.volcano.sh/v1alpha1", "kind": "JobList", "items": [{"metadata": {}, "spec": {"template": 5}}]},
        {"apiVersion": "config.openshift.io/v1", "kind": "Ingress", "metadata": {"name": "a"}, "spec": {"rules": "other"}},
    ],
)
def test_kinds_of_the_same_name_from_elsewhere_are_only_counted(content: object) -> None:
    snapshot = _read("a.json", content)
    assert [count for _, count in snapshot.kinds] == [1]
    assert snapshot.objects == ()
