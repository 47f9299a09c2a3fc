"""From objects to workloads: owners, files that repeat each other, digests, services, labels."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from replacing import replace

from generator.facts.rollup import DIAGRAM_LABEL, roll_up, views
from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.inventory import (
    ClusterEvidenceKind,
    ClusterObject,
    ClusterSnapshot,
    Container,
    ContainerPort,
    IngressObject,
    NamespaceObject,
    NodeObject,
    PodGroup,
    ServiceObject,
    Workload,
    WorkloadSpec,
)

_A, _B, _C = ("sha256:" + letter * 64 for letter in "abc")
_EARLY, _LATE = datetime(2025, 2, 3, tzinfo=UTC), datetime(2025, 3, 4, tzinfo=UTC)
_SOURCE = EvidenceSource("0", "evidence/cluster/a.json", "/items/0")


def _spec(kind: str, name: str, image: str = "cart:1", **more: object) -> WorkloadSpec:
    given_: dict[str, object] = {"replicas": 1, "labels": (("app", "cart"),), "source": _SOURCE, **more}
    containers = (Container(name="main", image=image),)
    return WorkloadSpec(namespace="shop", kind=kind, name=name, containers=containers, **given_)  # type: ignore[arg-type]


def _pods(kind: str, name: str, count: int = 1, image: str = "cart:1", digest: str | None = _A, **more: object) -> PodGroup:
    given_: dict[str, object] = {"labels": (("app", "cart"),), "phases": (("Running", count),), "source": _SOURCE, **more}
    containers = (Container(name="main", image=image, digest=digest),)
    return PodGroup(namespace="shop", owner=(kind, name), containers=containers, instances=count, **given_)  # type: ignore[arg-type]


def _ended(kind: str, name: str, **more: object) -> PodGroup:
    return replace(_pods(kind, name, **more), instances=0, phases=(("Succeeded", 1),))  # type: ignore[arg-type]


def _file(
    *objects: ClusterObject, path: str = "a.json", taken: datetime | None = _EARLY, running: bool = True, **more: object
) -> ClusterSnapshot:
    kinds = {each.kind if isinstance(each, WorkloadSpec) else type(each).__name__ for each in objects}
    named = {"PodGroup": "Pod", "ServiceObject": "Service", "NodeObject": "Node"}
    given_: dict[str, object] = {
        "cluster": "cluster",
        "kinds": tuple(sorted((named.get(each, each), 1) for each in kinds)),
        **more,
    }
    return ClusterSnapshot(
        evidence=EvidenceFile(path=f"evidence/cluster/{path}", sha256=path, size=1, media_type="application/json"),
        taken=taken,
        nature=ClusterEvidenceKind.RUNNING if running else ClusterEvidenceKind.DECLARED,
        objects=tuple(replace(each, source=EvidenceSource(path, path, each.source.place)) for each in objects),
        **given_,  # type: ignore[arg-type]
    )


def _one(*snapshots: ClusterSnapshot, **labels: str) -> Workload:
    (workload,) = roll_up(snapshots, labels=labels)
    return workload


def _ids(workload: Workload) -> list[tuple[str, str | None]]:
    return [(each.image, each.digest) for each in workload.containers]


def test_pods_belong_to_the_deployment_above_their_replica_set() -> None:
    pods = _file(_pods("ReplicaSet", "cart-77", 3), path="pods.json")
    sets = _file(_spec("ReplicaSet", "cart-77", owner=("Deployment", "cart")), path="replicasets.json")
    deployments = _file(_spec("Deployment", "cart"), path="deployments.json")
    workload = _one(pods, sets, deployments)
    assert (workload.key, workload.instances, _ids(workload)) == ("shop/Deployment/cart", 3, [("cart:1", _A)])
    assert [each.path for each in workload.sources] == ["deployments.json", "pods.json", "replicasets.json"]


@pytest.mark.parametrize(
    ("job", "key"),
    [
        ("report-29000180", "shop/CronJob/report"),
        ("report-1700000000", "shop/CronJob/report"),
        ("migrate-20250203", "shop/Job/migrate-20250203"),
        ("migrate-202502030405", "shop/Job/migrate-202502030405"),
        ("migrate-3", "shop/Job/migrate-3"),
        ("-29000180", "shop/Job/-29000180"),
    ],
)
def test_a_job_that_was_not_collected_tells_its_cron_job_by_its_name(job: str, key: str) -> None:
    assert _one(_file(_ended("Job", job))).key == key


def test_a_job_that_was_collected_says_itself_whose_it_is() -> None:
    by_hand = _one(_file(_ended("Job", "report-29000180"), _spec("Job", "report-29000180", replicas=None)))
    made = _one(_file(_ended("Job", "x"), _spec("Job", "x", replicas=None, owner=("CronJob", "report"))))
    assert (by_hand.key, made.key) == ("shop/Job/report-29000180", "shop/CronJob/report")


def test_a_cron_job_without_pods_and_a_job_that_has_ended_remain() -> None:
    workloads = roll_up([_file(_spec("CronJob", "report"), _ended("Job", "migrate"))], labels={})
    assert [(each.key, each.instances) for each in workloads] == [("shop/CronJob/report", 0), ("shop/Job/migrate", 0)]


def test_an_old_version_kept_for_going_back_does_not_run() -> None:
    old = _spec("ReplicaSet", "cart-11", "cart:0", replicas=0, owner=("Deployment", "cart"))
    now = _spec("ReplicaSet", "cart-22", "cart:1", owner=("Deployment", "cart"))
    assert _ids(_one(_file(old, now))) == [("cart:1", None)]
    assert roll_up([_file(old)], labels={}) == ()


def test_a_replica_set_nobody_owns_is_a_workload() -> None:
    assert _one(_file(_spec("ReplicaSet", "bare", replicas=0))).key == "shop/ReplicaSet/bare"


def test_owners_that_go_in_a_circle_end() -> None:
    one, two = _spec("ReplicaSet", "a", owner=("ReplicaSet", "b")), _spec("ReplicaSet", "b", owner=("ReplicaSet", "a"))
    assert {each.kind for each in roll_up([_file(one, two)], labels={})} == {"ReplicaSet"}


def test_a_tag_that_moved_is_two_containers() -> None:
    workload = _one(
        _file(_pods("Deployment", "cart", 2), _pods("Deployment", "cart", 1, digest=_B), _spec("Deployment", "cart"))
    )
    assert (workload.instances, _ids(workload)) == (3, [("cart:1", _A), ("cart:1", _B)])


def test_a_rollout_under_way_runs_two_images() -> None:
    workload = _one(_file(_pods("Deployment", "cart", image="cart:1"), _spec("Deployment", "cart", "cart:2")))
    assert _ids(workload) == [("cart:1", _A), ("cart:2", None)]


def test_ended_pods_add_digests_but_no_images() -> None:
    spec = _spec("CronJob", "report", "report:2", replicas=None)
    same, older = _ended("CronJob", "report", image="report:2"), _ended("CronJob", "report", image="report:1", digest=_B)
    assert _ids(_one(_file(spec, same, older))) == [("report:2", _A)]
    assert _ids(_one(_file(older))) == [("report:1", _B)]


def test_a_digest_that_runs_beats_one_of_an_ended_pod_and_of_the_spec() -> None:
    pinned = replace(_spec("Deployment", "cart"), containers=(Container(name="main", image="cart:1", digest=_C),))
    workload = _one(_file(pinned, _pods("Deployment", "cart"), _ended("Deployment", "cart", digest=_B)))
    assert _ids(workload) == [("cart:1", _A)]


def test_ports_and_peers_of_equal_containers_are_united() -> None:
    spec = replace(_spec("Deployment", "cart"), containers=(Container(name="main", image="cart:1", peers=("db",)),))
    port = ContainerPort(number=80)
    pods = replace(_pods("Deployment", "cart"), containers=(Container(name="main", image="cart:1", digest=_A, ports=(port,)),))
    assert _one(_file(spec, pods)).containers == (
        Container(name="main", image="cart:1", digest=_A, ports=(port,), peers=("db",)),
    )


def test_an_init_container_stays_one_and_is_none_of_those_that_run_on() -> None:
    containers = (Container(name="main", image="cart:1"), Container(name="main", image="cart:1", init=True))
    workload = _one(_file(replace(_spec("Deployment", "cart"), containers=containers)))
    assert [(each.name, each.init) for each in workload.containers] == [("main", False), ("main", True)]


def test_the_same_pods_in_two_files_of_one_time_count_once() -> None:
    alone, in_list = (
        _file(_pods("Deployment", "cart", 3), path="pods.json"),
        _file(_pods("Deployment", "cart", 3), path="all.json"),
    )
    part = _file(_pods("Deployment", "cart", 2), path="part.json")
    assert _one(alone, in_list, part).instances == 3


def test_the_newest_file_speaks() -> None:
    old = _file(
        _pods("Deployment", "cart", 5, image="cart:0", digest=_B), _spec("Deployment", "cart", "cart:0"), path="old.json"
    )
    new = _file(_pods("Deployment", "cart", 2), _spec("Deployment", "cart"), path="new.json", taken=_LATE)
    undated = _file(_pods("Deployment", "cart", 9, digest=_C), path="undated.json", taken=None)
    workload = _one(old, new, undated)
    assert (workload.instances, _ids(workload), [each.path for each in workload.sources]) == (2, [("cart:1", _A)], ["new.json"])


def test_manifests_alone_have_no_instances() -> None:
    assert _one(_file(_spec("Deployment", "cart"), running=False)).instances is None
    assert _one(_file(_pods("Pod", "shell", phases=()), running=False)).instances is None


def test_a_list_without_pods_tells_that_none_run_and_its_absence_does_not() -> None:
    deployments = _file(_spec("Deployment", "cart"))
    assert _one(deployments).instances is None
    assert _one(deployments, _file(path="pods.json", kinds=(("Pod", 0),))).instances == 0


def test_running_state_beats_a_newer_manifest() -> None:
    live = _file(_pods("Deployment", "cart"), path="pods.json")
    manifest = _file(
        _spec("Deployment", "cart", "cart:9", annotations=((DIAGRAM_LABEL, "drawn"),)),
        running=False,
        taken=_LATE,
        path="m.yaml",
    )
    workload = _one(live, manifest)
    assert (_ids(workload), workload.instances, workload.diagram_label) == ([("cart:1", _A)], 1, "drawn")


def test_diagram_labels() -> None:
    annotated = _file(_spec("Deployment", "cart", annotations=((DIAGRAM_LABEL, "own"),)))
    on_pods = _file(_pods("Deployment", "cart", annotations=((DIAGRAM_LABEL, "of-pods"),)))
    plain = _file(_spec("Deployment", "cart"))
    assert _one(annotated, on_pods, cart="given").diagram_label == "own"
    assert _one(on_pods, plain, cart="given").diagram_label == "of-pods"
    assert _one(plain, cart="given").diagram_label == "given"
    assert _one(plain, **{"shop/Deployment/cart": "exact", "cart": "loose"}).diagram_label == "exact"
    assert _one(plain, other="given").diagram_label is None


def _service(name: str, **more: object) -> ServiceObject:
    given_: dict[str, object] = {"namespace": "shop", "selector": (("app", "cart"),), "source": _SOURCE, **more}
    return ServiceObject(name=name, **given_)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("objects", "services", "public"),
    [
        ([_service("cart")], ("cart",), False),
        ([_service("cart", type="NodePort")], ("cart",), True),
        ([_service("cart", type="LoadBalancer"), _service("cart-metrics")], ("cart", "cart-metrics"), True),
        ([_service("cart", namespace="other", type="LoadBalancer")], (), False),
        ([_service("cart", selector=(), type="LoadBalancer")], (), False),
        ([_service("cart", selector=(("app", "cart"), ("tier", "web")))], (), False),
        (
            [_service("cart"), IngressObject(namespace="shop", name="front", services=("cart",), source=_SOURCE)],
            ("cart",),
            True,
        ),
        (
            [_service("cart"), IngressObject(namespace="other", name="front", services=("cart",), source=_SOURCE)],
            ("cart",),
            False,
        ),
        (
            [_service("cart"), IngressObject(namespace="shop", name="front", services=("bank",), source=_SOURCE)],
            ("cart",),
            False,
        ),
    ],
)
def test_services_and_the_way_from_outside(objects: list[ClusterObject], services: tuple[str, ...], public: bool) -> None:
    workload = _one(_file(_spec("Deployment", "cart"), *objects))
    assert (workload.services, workload.public) == (services, public)


def test_clusters_are_kept_apart() -> None:
    east, west = (_file(_pods("Deployment", "cart", 2), path=f"{name}.json", cluster=name) for name in ("east", "west"))
    assert [(each.cluster, each.instances) for each in roll_up([west, east], labels={})] == [("east", 2), ("west", 2)]
    assert [each.name for each in views([west, east])] == ["east", "west"]


def test_a_cluster_as_a_whole() -> None:
    node = NodeObject(name="node-a", os_image="Example Linux 9", source=_SOURCE)
    pods = _file(
        _pods("Deployment", "cart", 2),
        _ended("Job", "migrate"),
        node,
        path="pods.json",
        kinds=(("Node", 1), ("Pod", 3), ("Secret", 4)),
        not_collected=("Event",),
    )
    again = _file(
        _pods("Deployment", "cart", 2), path="all.json", taken=_LATE, kinds=(("Ingress", 0), ("Pod", 2), ("Secret", 1))
    )
    names = _file(NamespaceObject(name="empty", source=_SOURCE), path="names.json", kinds=(("Namespace", 1),))
    (view,) = views([pods, again, names, pods])
    assert view.kinds == (("Ingress", 0), ("Namespace", 1), ("Node", 1), ("Pod", 3), ("Secret", 5))
    assert (view.taken, view.running, view.not_collected) == (_LATE, True, ("Event",))
    assert view.namespaces == ("empty", "shop")
    assert [each.name for each in view.nodes] == ["node-a"]
    assert [each.path for each in view.evidence] == [f"evidence/cluster/{each}.json" for each in ("all", "names", "pods")]


def test_nothing_gives_nothing() -> None:
    assert roll_up([], labels={}) == ()
    assert views([]) == ()


_names = st.sampled_from(["cart", "ledger", "report-29000180"])
_specs = st.builds(
    _spec,
    st.sampled_from(["Deployment", "ReplicaSet", "Job", "CronJob"]),
    _names,
    st.sampled_from(["cart:1", "cart:2"]),
    replicas=st.sampled_from([0, 1, None]),
    owner=st.none() | st.tuples(st.sampled_from(["Deployment", "ReplicaSet", "CronJob"]), _names),
    annotations=st.sampled_from([(), ((DIAGRAM_LABEL, "one"),), ((DIAGRAM_LABEL, "two"),)]),
)
_groups = st.builds(
    _pods,
    st.sampled_from(["Deployment", "ReplicaSet", "Job", "Pod"]),
    _names,
    st.integers(0, 3),
    st.sampled_from(["cart:1", "cart:2"]),
    st.sampled_from([None, _A, _B]),
    nodes=st.sampled_from([(), ("a",), ("b",)]),
)
_services = st.builds(_service, _names, type=st.sampled_from(["ClusterIP", "NodePort"]))
_files = st.builds(
    lambda objects, path, taken, running: _file(*objects, path=path, taken=taken, running=running),
    st.lists(_specs | _groups | _services, max_size=6),
    st.sampled_from(["a.json", "b.json", "c.json"]),
    st.sampled_from([None, _EARLY, _LATE]),
    st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_files, max_size=4).flatmap(lambda files: st.tuples(st.just(files), st.permutations(files))))
def test_the_order_of_files_does_not_matter(files: tuple[Sequence[ClusterSnapshot], Sequence[ClusterSnapshot]]) -> None:
    one, other = files
    assert roll_up(one, labels={"cart": "x"}) == roll_up(other, labels={"cart": "x"})
    assert [replace(each, kinds=()) for each in views(one)] == [replace(each, kinds=()) for each in views(other)]


@settings(max_examples=100, deadline=None)
@given(st.lists(_files, min_size=1, max_size=3))
def test_the_same_file_twice_changes_nothing(files: Sequence[ClusterSnapshot]) -> None:
    assert roll_up([*files, *files], labels={}) == roll_up(files, labels={})
    assert views([*files, *files]) == views(files)


def test_what_is_only_asked_for_gives_way_to_what_is_reported() -> None:
    pinned = Container(name="main", image="cart:1", digest=_A, only_requested=True)
    waiting = replace(_pods("DaemonSet", "cart"), containers=(pinned,))
    reported = _pods("DaemonSet", "cart", labels=(("app", "cart"), ("pod", "two")))
    assert [(each.digest, each.only_requested) for each in _one(_file(waiting, reported)).containers] == [(_A, None)]
    assert [(each.digest, each.only_requested) for each in _one(_file(waiting)).containers] == [(_A, True)]


def test_a_template_of_an_earlier_day_without_pods_runs_no_more() -> None:
    """The list of the newer day was refused or cannot be read, so that the older one counts for its kind."""
    old = _file(_spec("Deployment", "rates", labels=(("app", "rates"),)), path="old.json")
    later = _file(_pods("Deployment", "cart"), path="pods.json", taken=_LATE)
    assert [each.name for each in roll_up([old, later], labels={})] == ["cart"]
    for kept in (
        _file(_spec("Deployment", "rates"), path="now.json", taken=_LATE),
        _file(_spec("Deployment", "rates", replicas=0), path="old.json"),
        _file(_spec("CronJob", "rates"), path="old.json"),
        _file(replace(_spec("Deployment", "rates"), namespace="bank"), path="old.json"),
        _file(_spec("Deployment", "rates"), path="manifest.json", running=False),
        _file(_spec("Deployment", "rates"), path="undated.json", taken=None),
    ):
        assert "rates" in [each.name for each in roll_up([kept, later], labels={})], kept.evidence.path
    running = _file(_pods("Deployment", "rates"), path="pods-2.json", taken=_LATE)
    assert "rates" in [each.name for each in roll_up([old, later, running], labels={})]
