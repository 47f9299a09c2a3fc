import json
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bench.pods import pods
from collecting import MOMENT, Clocks, content, parsed, run, sidecar
from growth import HANG
from kubernetes.config import ConfigException
from msgspec.structs import replace
from recorded_api import UID, Fault, RecordedApi, Resource, forbidden

from generator.collectors import kubernetes_list, kubernetes_run
from generator.collectors.base import CollectError
from generator.collectors.kubernetes_access import reach
from generator.collectors.kubernetes_api import Api, KubernetesFailure
from generator.errors import ConfigError
from generator.model.inventory import ClusterSnapshot
from generator.workspace.folder import Workspace
from tests.evidence_read import read_all

NAMESPACES = Resource(
    kind="Namespace",
    plural="namespaces",
    namespaced=False,
    items=({"metadata": {"name": "kube-system", "uid": UID}}, {"metadata": {"name": "team-1", "uid": "2"}}),
)
PODS = Resource(kind="Pod", plural="pods", items=tuple(pods(13)))
MANY = Resource(kind="Pod", plural="pods", items=tuple(pods(1203)))
"""Of ten namespaces, in three pages of the length that the collector asks for."""
NODES = Resource(kind="Node", plural="nodes", namespaced=False)
SECRETS = Resource(
    kind="Secret",
    plural="secrets",
    items=(
        {
            "metadata": {
                "name": "database",
                "namespace": "team-1",
                "uid": "3",
                "labels": {"app": "ledger"},
                "annotations": {"kubectl.kubernetes.io/last-applied-configuration": '{"data":{"password":"SFVOVEVSMg=="}}'},
                "managedFields": [{"manager": "kubectl", "fieldsV1": {"f:data": {"f:password": {}}}}],
            },
            "type": "kubernetes.io/basic-auth",
            "data": {"password": "SFVOVEVSMg=="},
        },
    ),
)


@contextmanager
def serving(*resources: Resource, **options: Any) -> Iterator[RecordedApi]:
    with RecordedApi(resources=resources or (NAMESPACES, PODS), **options).running() as api:
        yield api


@pytest.fixture
def pages_of_five(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a few objects are several pages: what happens between two of them does not depend on their length."""
    monkeypatch.setattr(kubernetes_run, "WANTED", tuple(replace(each, page=5) for each in kubernetes_run.WANTED))


def names(pod_list: dict[str, Any]) -> list[str]:
    return [each["metadata"]["name"] for each in pod_list["items"]]


def test_pages_become_one_list_that_the_reader_counts_right(tmp_path: Path) -> None:
    with serving(NAMESPACES, MANY, NODES) as api:
        collected = run(api, tmp_path)
    assert collected.folder == tmp_path / "evidence/cluster/prod/2026-11-25T093000Z"
    snapshot = parsed(collected.folder / "pods.json")
    assert dict(snapshot.kinds) == {"Pod": 1203}
    assert sum(each.instances for each in snapshot.objects) == 1203  # type: ignore[union-attr]
    assert snapshot.not_collected == ()
    assert dict(parsed(collected.folder / "nodes.json").kinds) == {"Node": 0}
    said = sidecar(collected, "pods.json")
    assert said["clusterUid"] == UID
    assert said["identity"] == "auditor"
    assert said["source"] == f"{api.url} (Kubernetes v1.33.1)"
    assert said["command"] == "GET /api/v1/pods?limit=500"
    assert (said["resourceVersion"], said["pages"], said["items"]) == ("4711", 3, 1203)
    assert said["collected"] == said["start"] == said["end"] == "2026-11-25T09:30:00Z"
    assert said["size"] == (collected.folder / "pods.json").stat().st_size
    asked = [each.query for each in api.asked if each.path == "/api/v1/pods"]
    assert [each["limit"] for each in asked] == ["500"] * 3
    assert len({each.get("continue") for each in asked}) == 3


def test_a_workspace_reads_every_file_of_a_collection(tmp_path: Path) -> None:
    (tmp_path / "system.yaml").write_text("system:\n  name: Shop\n")
    with serving(NAMESPACES, PODS, NODES, SECRETS, always={"nodes": forbidden()}) as api:
        collected = run(api, tmp_path)
    snapshots, gaps = read_all(Workspace.open(tmp_path), lambda *_: None)
    assert gaps == []
    clusters = [each for each in snapshots if isinstance(each, ClusterSnapshot)]
    assert len(clusters) == len(collected.files) + 2
    assert {(each.cluster, each.taken) for each in clusters} == {("prod", MOMENT)}
    said = {each.evidence.path.rpartition("/")[2]: each.evidence.sha256 for each in clusters}
    assert all(said[each.path.name] == each.sidecar.sha256 for each in collected.files)


def test_it_only_reads_and_asks_for_gzip(tmp_path: Path) -> None:
    with serving(NAMESPACES, PODS, SECRETS) as api:
        run(api, tmp_path)
    assert {each.method for each in api.asked} == {"GET"}
    assert not [each for each in api.asked if "watch" in each.query]
    assert {each.headers["Accept-Encoding"] for each in api.asked} == {"gzip"}


@pytest.mark.usefixtures("pages_of_five")
def test_an_expired_list_is_started_anew_and_says_so(tmp_path: Path) -> None:
    with serving(faults={"pods": [None, Fault(status=410)]}) as api:
        collected = run(api, tmp_path)
    assert len(set(names(content(collected, "pods.json")))) == 13
    said = sidecar(collected, "pods.json")
    assert said["notes"] == ["the list expired and was started anew, once"]
    assert (said["items"], said["pages"], said.get("complete", True)) == (13, 3, True)


@pytest.mark.usefixtures("pages_of_five")
def test_a_list_that_expires_again_and_again_goes_on_from_a_later_state(tmp_path: Path) -> None:
    gone = Fault(status=410, token="MTA=")  # noqa: S106 - the server's own token: from object 10 on
    with serving(faults={"pods": [None, gone] * 3}) as api:
        collected = run(api, tmp_path)
    assert len(content(collected, "pods.json")["items"]) == 5 + 3
    notes = sidecar(collected, "pods.json")["notes"]
    assert notes[0] == "the list expired; after 5 objects it goes on from a later state"
    assert notes[1] == "the list expired and was started anew, 2 times"


@pytest.mark.usefixtures("pages_of_five")
def test_a_list_that_cannot_go_on_is_kept_as_a_part(tmp_path: Path) -> None:
    with serving(faults={"pods": [None, Fault(status=410)] * 3}) as api:
        collected = run(api, tmp_path)
    assert parsed(collected.folder / "pods.json").not_collected == ("Pod",)
    said = sidecar(collected, "pods.json")
    assert said["complete"] is False
    assert said["refused"][0]["status"] == 410
    assert content(collected, "pods.json")["metadata"]["remainingItemCount"] == 8
    assert [each.resource for each in collected.refused] == ["pods"]


@pytest.mark.usefixtures("pages_of_five")
def test_an_endless_row_of_expiries_ends(tmp_path: Path) -> None:
    gone = [Fault(status=410, token=f"{number}") for number in range(500)]
    with serving(faults={"pods": [None, gone[0], None, gone[1], None, *gone]}) as api:
        collected = run(api, tmp_path)
    assert sidecar(collected, "pods.json")["complete"] is False
    assert len(api.asked) < 60


def test_what_is_refused_is_recorded_and_the_rest_collected(tmp_path: Path) -> None:
    missing = Fault(status=404)
    with serving(NAMESPACES, PODS, NODES, always={"nodes": forbidden(), "namespaces": missing}) as api:
        collected = run(api, tmp_path)
    assert not (collected.folder / "nodes.json").exists()
    assert [(each.verb, each.resource, each.status) for each in collected.refused] == [
        ("list", "namespaces", 404),
        ("list", "nodes", 403),
    ]
    snapshot = parsed(collected.folder / "not-collected.jsonl")
    assert snapshot.not_collected == ("Namespace", "Node")
    said = sidecar(collected, "collection")
    assert said["complete"] is False
    assert said["refused"][1]["why"].startswith("is forbidden")
    assert dict(parsed(collected.folder / "pods.json").kinds) == {"Pod": 13}


def test_a_kind_that_is_not_installed_was_looked_for_and_not_found(tmp_path: Path) -> None:
    constraints = [
        Resource(
            kind=kind,
            plural=kind.lower(),
            group="constraints.gatekeeper.sh",
            version="v1beta1",
            namespaced=False,
            items=({"apiVersion": "constraints.gatekeeper.sh/v1beta1", "kind": kind, "metadata": {"name": "all"}},),
        )
        for kind in ("K8sAllowedRepos", "K8sRequiredLabels")
    ]
    unwanted = Resource(kind="Lease", plural="leases", group="coordination.k8s.io")
    with serving(NAMESPACES, unwanted, *constraints) as api:
        collected = run(api, tmp_path)
    absent = dict(parsed(collected.folder / "not-installed.jsonl").kinds)
    assert absent["ConstraintTemplate"] == 0
    assert absent["VulnerabilityReport"] == 0
    assert "K8sAllowedRepos" not in absent
    assert (collected.folder / "k8sallowedrepos.constraints.gatekeeper.sh.json").is_file()
    assert (collected.folder / "k8srequiredlabels.constraints.gatekeeper.sh.json").is_file()
    assert "constrainttemplates.templates.gatekeeper.sh" in sidecar(collected, "collection")["notInstalled"]
    assert not [each for each in api.asked if "leases" in each.path]
    assert dict(parsed(collected.folder / "not-collected.jsonl").kinds) == {"Status": 0}


@pytest.mark.parametrize("aggregated", [True, False])
def test_discovery_of_new_and_old_servers(tmp_path: Path, *, aggregated: bool) -> None:
    budgets = Resource(kind="PodDisruptionBudget", plural="poddisruptionbudgets", group="policy", version="v1beta1")
    old = Resource(kind="CronJob", plural="cronjobs", group="batch", version="v1beta1")
    new = Resource(kind="Job", plural="jobs", group="batch", version="v1")
    unlisted = Resource(kind="Node", plural="nodes", namespaced=False, verbs=("get",))
    with serving(NAMESPACES, new, old, budgets, unlisted, aggregated=aggregated) as api:
        collected = run(api, tmp_path)
    asked = {each.path for each in api.asked}
    assert {"/apis/batch/v1/jobs", "/apis/batch/v1beta1/cronjobs", "/apis/policy/v1beta1/poddisruptionbudgets"} <= asked
    assert "/api/v1/nodes" not in asked
    assert content(collected, "cronjobs.batch.json")["apiVersion"] == "batch/v1beta1"
    assert ("/apis/batch/v1" in asked) is not aggregated


def test_an_old_servers_group_that_cannot_be_looked_into_is_not_collected(tmp_path: Path) -> None:
    jobs = Resource(kind="Job", plural="jobs", group="batch")
    with serving(NAMESPACES, jobs, aggregated=False, always={"/apis/batch/v1": forbidden()}) as api:
        collected = run(api, tmp_path)
    assert {each.resource for each in collected.refused} == {"jobs.batch", "cronjobs.batch"}
    assert "jobs.batch" not in collected.not_installed


def test_a_name_that_would_leave_the_folder_is_not_asked_for(tmp_path: Path) -> None:
    names = ("../../pods", "x/status", "Pods", "", "k8sallowedrepos")
    odd = [Resource(kind="Odd", plural=name, group="constraints.gatekeeper.sh", namespaced=False) for name in names]
    with serving(NAMESPACES, *odd) as api:
        collected = run(api, tmp_path)
    assert sorted(each.path.name for each in collected.files) == [
        "k8sallowedrepos.constraints.gatekeeper.sh.json",
        "namespaces.json",
    ]
    assert not list(tmp_path.parent.glob("pods*"))


def test_a_password_in_the_servers_address_is_not_written(tmp_path: Path) -> None:
    with serving(NAMESPACES) as api:
        api.url = api.url.replace("http://", "http://app:hunter2@")
        collected = run(api, tmp_path)
    assert "hunter2" not in written(collected.folder).decode()
    assert sidecar(collected, "namespaces.json")["source"].startswith("http://127.0.0.1:")


def test_too_many_requests_are_waited_for_as_the_server_says(tmp_path: Path) -> None:
    busy = Fault(status=429, headers=(("Retry-After", "7"),))
    clocks = Clocks()
    with serving(faults={"pods": [busy, busy]}) as api:
        collected = run(api, tmp_path, clocks=clocks)
    assert clocks.waits == [7.0, 7.0]
    assert collected.refused == ()


def test_a_server_that_asks_for_too_much_patience_is_not_waited_for(tmp_path: Path) -> None:
    clocks = Clocks()
    with serving(faults={"pods": [Fault(status=429, headers=(("Retry-After", "86400"),))]}) as api:
        collected = run(api, tmp_path, clocks=clocks)
    assert clocks.waits == []
    assert [each.status for each in collected.refused] == [429]


def test_server_errors_are_tried_again_a_few_times(tmp_path: Path) -> None:
    clocks = Clocks()
    with serving(NAMESPACES, PODS, NODES, faults={"pods": [Fault(status=500), Fault(status=503)]}) as api:
        assert run(api, tmp_path, clocks=clocks).refused == ()
    assert clocks.waits == [0.5, 1.0]
    with serving(NAMESPACES, PODS, NODES, always={"pods": Fault(status=500, body=b"<html>")}) as api:
        collected = run(api, tmp_path, after=timedelta(seconds=1))
    assert [(each.resource, each.status, each.why) for each in collected.refused] == [("pods", 500, "the server answered 500")]
    assert len([each for each in api.asked if each.path == "/api/v1/pods"]) == 5


@pytest.mark.usefixtures("pages_of_five")
@pytest.mark.parametrize(
    "fault",
    [
        Fault(cut=4_000),
        Fault(body=b'{"kind":"PodList","metadata":{},"items":[{"metadata":{"na'),
        Fault(body=b"\x1f\x8bnot gzip at all", headers=(("Content-Encoding", "gzip"),)),
        Fault(body=b'{"kind":"PodList","metadata":{"resourceVersion":"\xff"},"items":[]}'),
        Fault(late=True),
    ],
    ids=["cut off", "broken JSON", "broken gzip", "broken UTF-8", "late"],
)
def test_an_answer_that_breaks_off_is_asked_for_again(tmp_path: Path, fault: Fault) -> None:
    clocks = Clocks()
    with serving(faults={"pods": [None, fault]}) as api:
        collected = run(api, tmp_path, clocks=clocks, pace=clocks.pace(read=3.0 if fault.late else HANG))
    assert len(set(names(content(collected, "pods.json")))) == 13
    assert clocks.waits == [0.5]


def test_an_answer_that_trickles_in_for_too_long_is_given_up(tmp_path: Path) -> None:
    late = iter(range(0, 10_000_000, 200))
    with serving() as api, pytest.raises(CollectError, match=r"took longer than 100 s"):
        run(api, tmp_path, pace=Clocks().pace(ticks=lambda: float(next(late)), whole=100.0, tries=1))


@pytest.mark.parametrize("where", ["body", "chunks", "head"])
def test_an_answer_that_drips_is_hung_up_on(tmp_path: Path, where: str) -> None:
    """Each byte comes within the time between two bytes, so that only a clock beside the connection can end it."""
    with serving(NAMESPACES, PODS, always={"pods": Fault(drip=where)}) as api:
        collected = run(api, tmp_path, pace=Clocks().pace(whole=1.0, tries=1))
        assert api.hung_up.wait(HANG)
    assert [each.why for each in collected.refused] == ["the answer took longer than 1 s"]


def test_pages_without_objects_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kubernetes_list, "_MOST_EMPTY", 4)
    pages = [Fault(body=b'{"kind":"PodList","metadata":{"continue":"t%d"},"items":[]}' % number) for number in range(9)]
    with serving(NAMESPACES, PODS, faults={"pods": pages}) as api:
        collected = run(api, tmp_path)
    assert "4 empty pages" in collected.refused[0].why
    assert sidecar(collected, "pods.json")["complete"] is False


def test_an_object_that_cannot_be_looked_through_is_not_written(tmp_path: Path) -> None:
    wrong = b'{"metadata":{"name":"b"},"spec":{"containers":[{"name":"c","env":[{"name":"PASSWORD","value":%b}]}]}}' % (
        b"9" * 5_000
    )
    page = b'{"kind":"PodList","metadata":{},"items":[{"metadata":{"name":"a","uid":"1"}},%b]}' % wrong
    with serving(NAMESPACES, PODS, always={"pods": Fault(body=page)}) as api:
        collected = run(api, tmp_path)
    assert names(content(collected, "pods.json")) == ["a"]
    assert "left out: 1" in collected.refused[0].why
    assert sidecar(collected, "pods.json")["complete"] is False
    assert parsed(collected.folder / "not-collected.jsonl").not_collected == ("Pod",)


def test_patience_is_bounded_over_all_kinds(tmp_path: Path) -> None:
    kinds = [Resource(kind=kind, plural=f"{kind.lower()}s") for kind in ("Pod", "Service", "ServiceAccount", "LimitRange")]
    busy = {each.plural: Fault(status=429, headers=(("Retry-After", "50"),)) for each in kinds}
    clocks = Clocks()
    with serving(NAMESPACES, *kinds, always=busy) as api:
        collected = run(api, tmp_path, pace=clocks.pace(patience=120.0))
    assert len(collected.refused) == 4
    assert clocks.waits == [50.0, 50.0]


def test_a_sign_in_that_cannot_be_renewed(tmp_path: Path) -> None:
    def renew(_configuration: object) -> None:
        raise ConfigException("the token hunter2 was refused")

    with serving(NAMESPACES, PODS) as api, reach(api.kubeconfig(tmp_path / "c.json"), None) as access:
        access.configuration.refresh_api_key_hook = renew
        found = Api(access, Clocks().pace()).get("/version", dict)
    assert isinstance(found, KubernetesFailure)
    assert found.why == "the sign-in could not be renewed (ConfigException)"


def test_an_address_that_cannot_be_read(tmp_path: Path) -> None:
    config = RecordedApi(resources=(), url="https://user:hunter2@[::1").kubeconfig(tmp_path / "c.json")
    with pytest.raises(ConfigError, match="no usable configuration") as caught, reach(config, None):
        pass
    assert "hunter2" not in caught.value.diagnostics()


@pytest.mark.parametrize(
    "body",
    [b'{"kind":"Pod","metadata":{}}', b'{"kind":"PodList","items":{}}', b"[]", b'{"kind":"PodList","items":[' + b"[" * 5000],
)
def test_an_answer_of_another_shape_is_refused(tmp_path: Path, body: bytes) -> None:
    with serving(NAMESPACES, PODS, always={"pods": Fault(body=body)}) as api:
        collected = run(api, tmp_path)
    assert [each.resource for each in collected.refused] == ["pods"]
    assert not (collected.folder / "pods.json").exists()


def test_a_continue_token_that_leads_in_a_circle_ends(tmp_path: Path) -> None:
    page = b'{"kind":"PodList","metadata":{"continue":"round"},"items":[{"metadata":{"name":"a","uid":"1"}}]}'
    with serving(NAMESPACES, PODS, always={"pods": Fault(body=page)}) as api:
        collected = run(api, tmp_path)
    assert "same continue token" in collected.refused[0].why
    assert len(content(collected, "pods.json")["items"]) == 2


def test_a_circle_of_two_continue_tokens_ends(tmp_path: Path) -> None:
    page = b'{"kind":"PodList","metadata":{"continue":"%b"},"items":[{"metadata":{"name":"a","uid":"1"}}]}'
    circle = [Fault(body=page % token) for token in (b"one", b"two") * 4]
    with serving(NAMESPACES, PODS, faults={"pods": circle}) as api:
        collected = run(api, tmp_path)
    assert "same continue token" in collected.refused[0].why
    assert len(content(collected, "pods.json")["items"]) == 3
    assert sidecar(collected, "pods.json")["complete"] is False


def test_a_list_that_would_fill_the_disk_is_kept_as_a_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kubernetes_list, "_LARGEST_LIST", 1 << 20)
    with serving(NAMESPACES, MANY) as api:
        collected = run(api, tmp_path)
    assert "GiB" in collected.refused[0].why
    assert len(content(collected, "pods.json")["items"]) == 500


def test_no_redirect_is_followed(tmp_path: Path) -> None:
    away = Fault(status=302, headers=(("Location", "/api/v1/namespaces"),), body=b"{}")
    with serving(NAMESPACES, PODS, always={"pods": away}) as api:
        collected = run(api, tmp_path)
    assert [each.status for each in collected.refused] == [302]
    assert len([each for each in api.asked if each.path == "/api/v1/namespaces"]) == 1


def test_a_server_that_falls_silent_is_asked_no_more(tmp_path: Path) -> None:
    kinds = [Resource(kind=kind, plural=f"{kind.lower()}s") for kind in ("Pod", "Service", "ServiceAccount", "LimitRange")]
    more = [Resource(kind="ResourceQuota", plural="resourcequotas"), Resource(kind="ConfigMap", plural="configmaps")]
    silent = {each.plural: Fault(cut=0) for each in (*kinds, *more)}
    with serving(NAMESPACES, *kinds, *more, always=silent) as api:
        collected = run(api, tmp_path)
    assert len(collected.refused) == 6
    assert [each.why for each in collected.refused[3:]] == ["not asked: the server no longer answers"] * 3
    assert len({each.path for each in api.asked} & {f"/api/v1/{name}" for name in silent}) == 3


def test_only_the_namespaces_that_are_named(tmp_path: Path) -> None:
    with serving(NAMESPACES, MANY, always={"nodes": forbidden()}) as api:
        collected = run(api, tmp_path, namespaces=("team-1", "team-2"))
    found = content(collected, "pods.json")["items"]
    assert {each["metadata"]["namespace"] for each in found} == {"team-1", "team-2"}
    assert len(found) == len(set(names({"items": found}))) == 240
    assert {each.path for each in api.asked if each.path.endswith("/pods")} == {
        "/api/v1/namespaces/team-1/pods",
        "/api/v1/namespaces/team-2/pods",
    }
    assert "/api/v1/namespaces" in {each.path for each in api.asked}


def test_a_refusal_in_one_namespace_leaves_the_other(tmp_path: Path) -> None:
    with serving(NAMESPACES, MANY, faults={"pods": [forbidden()]}) as api:
        collected = run(api, tmp_path, namespaces=("team-1", "team-2"))
    assert [(each.resource, each.scope) for each in collected.refused] == [("pods", "team-1")]
    assert dict(parsed(collected.folder / "pods.json").kinds) == {"Pod": 120}
    assert parsed(collected.folder / "not-collected.jsonl").not_collected == ("Pod",)


def written(folder: Path) -> bytes:
    return b"".join(each.read_bytes() for each in sorted(folder.iterdir()))


def test_secrets_come_as_names_and_types_and_never_otherwise(tmp_path: Path) -> None:
    with serving(NAMESPACES, SECRETS) as api:
        collected = run(api, tmp_path)
    assert content(collected, "secrets.json")["items"] == [
        {
            "metadata": {"name": "database", "namespace": "team-1", "uid": "3", "labels": {"app": "ledger"}},
            "type": "kubernetes.io/basic-auth",
        }
    ]
    assert b"SFVOVEVSMg" not in written(collected.folder)
    accepted = [each.headers["Accept"] for each in api.asked if each.path == "/api/v1/secrets"]
    assert accepted == ["application/json;as=Table;g=meta.k8s.io;v=v1"]
    assert dict(parsed(collected.folder / "secrets.json").kinds) == {"Secret": 1}


def test_an_older_server_gives_names_only(tmp_path: Path) -> None:
    with serving(NAMESPACES, SECRETS, tables=False, faults={"secrets": [Fault(status=406)]}) as api:
        collected = run(api, tmp_path)
    assert [set(each) for each in content(collected, "secrets.json")["items"]] == [{"metadata"}]
    assert "types of the Secrets are not known" in sidecar(collected, "secrets.json")["notes"][0]
    assert b"SFVOVEVSMg" not in written(collected.folder)
    assert not [each for each in api.asked if each.path == "/api/v1/secrets" and "as=" not in each.headers["Accept"]]


@pytest.mark.parametrize("faults", [{}, {"secrets": [Fault(status=406)]}], ids=["table", "metadata"])
def test_whole_secrets_are_thrown_away_unread(tmp_path: Path, faults: dict[str, list[Fault]]) -> None:
    with serving(NAMESPACES, SECRETS, tables=False, partial=False, faults=faults) as api:
        collected = run(api, tmp_path)
    assert not (collected.folder / "secrets.json").exists()
    assert "thrown away unread" in collected.refused[0].why
    assert b"SFVOVEVSMg" not in written(collected.folder)


def test_secrets_can_be_left_alone(tmp_path: Path) -> None:
    with serving(NAMESPACES, SECRETS) as api:
        collected = run(api, tmp_path, secret_names=False)
    assert not [each for each in api.asked if "secrets" in each.path]
    assert sidecar(collected, "collection")["notes"] == ["Secrets were not asked for"]


def test_collecting_again_keeps_the_old(tmp_path: Path) -> None:
    with serving() as api:
        first = run(api, tmp_path)
        second = run(api, tmp_path, after=timedelta(hours=1))
        with pytest.raises(ConfigError, match="already"):
            run(api, tmp_path)
    assert first.folder != second.folder
    assert (first.folder / "pods.json").read_bytes() == (second.folder / "pods.json").read_bytes()


def test_a_later_collection_takes_back_what_was_refused_before(tmp_path: Path) -> None:
    """Each collection says which kinds were refused in it, none included."""
    with serving(NAMESPACES, PODS, faults={"pods": [forbidden()]}) as api:
        first = run(api, tmp_path)
        second = run(api, tmp_path, after=timedelta(days=1))
    assert parsed(first.folder / "not-collected.jsonl").not_collected == ("Pod",)
    assert parsed(second.folder / "not-collected.jsonl").kinds == (("Status", 0),)


def test_nothing_given_leaves_nothing_behind(tmp_path: Path) -> None:
    with serving(NAMESPACES, always={"namespaces": forbidden()}) as api, pytest.raises(CollectError, match="nothing was"):
        run(api, tmp_path)
    assert not list((tmp_path / "evidence/cluster/prod").iterdir())


@pytest.mark.parametrize(
    ("always", "token", "says"),
    [
        ({}, "another", "did not accept the sign-in"),
        ({"/apis": forbidden()}, "for-this-test", "does not say which kinds"),
        ({"/api": Fault(cut=0)}, "for-this-test", "could not be asked"),
    ],
)
def test_a_server_that_lets_nobody_in(tmp_path: Path, always: dict[str, Fault], token: str, says: str) -> None:
    with serving(always=always) as api:
        api.kubeconfig = lambda path, **_: RecordedApi.kubeconfig(api, path, user={"token": token})  # type: ignore[method-assign]
        with pytest.raises(CollectError, match=says) as caught:
            run(api, tmp_path)
    assert caught.value.next_step
    assert token not in caught.value.diagnostics()
    assert not (tmp_path / "evidence").exists()


def test_sign_in_by_a_program(tmp_path: Path) -> None:
    program = tmp_path / "sign-in"
    answer = {"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", "status": {"token": "for-this-test"}}
    program.write_text(f"#!{sys.executable}\nprint({json.dumps(json.dumps(answer))})\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    user = {
        "exec": {
            "apiVersion": "client.authentication.k8s.io/v1",
            "command": str(program),
            "args": [],
            "interactiveMode": "Never",
        }
    }
    with serving(NAMESPACES) as api:
        config = RecordedApi.kubeconfig(api, tmp_path / "c.json", user=user)
        with reach(config, "here") as access:
            assert access.authorization() == {"Authorization": "Bearer for-this-test"}
            assert access.identity == "auditor"


def test_keys_that_the_client_writes_are_gone_afterwards(tmp_path: Path) -> None:
    user = {"client-certificate-data": "Y2VydA==", "client-key-data": "a2V5"}
    api = RecordedApi(resources=(), url="https://127.0.0.1:1")
    with reach(api.kubeconfig(tmp_path / "c.json", user=user), None) as access:
        key = Path(access.configuration.key_file)
        assert key.read_bytes() == b"key"
    assert not key.exists()


@pytest.mark.parametrize("text", ["", "{", "[]", "clusters: 1", '{"current-context": "x", "contexts": []}'])
def test_a_configuration_that_cannot_be_used(tmp_path: Path, text: str) -> None:
    config = tmp_path / "config"
    config.write_text(text)
    with pytest.raises(ConfigError, match="no usable configuration") as caught, reach(config, None):
        pass
    assert "--kubeconfig" in caught.value.next_step


def test_a_context_that_is_not_there(tmp_path: Path) -> None:
    config = RecordedApi(resources=(), url="http://127.0.0.1:1").kubeconfig(tmp_path / "c.json")
    with pytest.raises(ConfigError, match="no usable configuration"), reach(config, "prod"):
        pass
    with pytest.raises(ConfigError, match="no usable configuration"), reach(None, None):
        pass


def test_without_the_client_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "kubernetes.client", None)
    with pytest.raises(ConfigError) as caught, reach(None, None):
        pass
    assert caught.value.next_step == "pip install 'atopack[collect]'"
