"""What shows that no subject of a check is missing, and that every check asks for it."""

from datetime import UTC, datetime
from pathlib import Path

import golden
import pytest
from replacing import replace

from generator.checks import populations
from generator.checks.base import CheckContext, Population
from generator.checks.change import gitops_in_sync
from generator.checks.cryptography.cloud_resources import of_accounts
from generator.checks.registry import CHECKS
from generator.model.facts import SystemFacts
from generator.model.inventory import ClusterSnapshot
from generator.model.settings.isolation import PodIsolation
from generator.workspace.system_yaml import read
from tests.checks.cluster_evidence import Evidence, alone, declared, facts, harbor, listing, reply, snapshot
from tests.checks.manifests import deployment, empty, namespace, refused
from tests.checks.operation_manifests import daemon_set, node, pod

_EXPECTED = Path(__file__).parent / "testdata" / "populations.expected.json"
_DNS = pod("dns", ("dns", "registry.example/dns:1"), where="kube-system")
_PODS = listing("Pod", "v1", pod("cart", ("app", "registry.example/cart:1")), _DNS)
_TEMPLATES = (
    empty("DaemonSet", "apps/v1"),
    listing("Deployment", "apps/v1", deployment()),
    empty("StatefulSet", "apps/v1"),
    empty("CronJob", "batch/v1"),
)
_WITHOUT_A_LIST = (alone(pod("cart", ("app", "registry.example/cart:1")), 1), alone(node("one"), 2))


def _real(text: str, number: int, command: str = "") -> ClusterSnapshot:
    made = snapshot(text, f"real{number}.yaml", real=True)
    return replace(made, evidence=replace(made.evidence, command=command))


def _context(*files: Evidence, system: str = "") -> CheckContext:
    known = facts(*files, system=system)
    configuration = known.configurations[0] if known.configurations else None
    context = CheckContext(system=read(system, folder="x"), facts=known)
    return replace(context, configuration=configuration) if configuration else context


def _missing(population: Population, *files: Evidence, system: str = "") -> dict[str, str]:
    return {each.name: each.reason for each in population(_context(*files, system=system))}


def test_workloads_need_the_pods_and_what_makes_them() -> None:
    assert _missing(populations.workloads, _PODS, *_TEMPLATES) == {}
    pods_alone = "DaemonSets, Deployments, StatefulSets and CronJobs were not listed whole by the API"
    assert _missing(populations.workloads, _PODS) == {"other workloads": pods_alone}
    assert _missing(populations.workloads, *_TEMPLATES) == {"other workloads": "Pods were not listed whole by the API"}
    assert _missing(populations.workloads, _PODS, *_TEMPLATES[:3], refused("cronjobs", "batch")) == {
        "other workloads": "the API refused to list CronJobs"
    }
    assert _missing(populations.workloads, declared(deployment())) == {}, "manifests declare their own population"


def test_what_runs_at_the_moment_needs_the_pods_alone() -> None:
    assert _missing(populations.running_containers, _PODS) == {}
    assert "other containers" in _missing(populations.running_containers, *_TEMPLATES)


def test_pods_of_one_namespace_are_not_those_of_the_cluster() -> None:
    single = {"other workloads": "the pods of one namespace alone were collected"}
    pods = listing("Pod", "v1", pod("cart", ("app", "registry.example/cart:1")))
    assert _missing(populations.workloads, _real(pods, 1), *_TEMPLATES) == single, "every cluster runs pods in kube-system"
    assert _missing(populations.workloads, _real(pods, 1, "kubectl get pods -n shop -o json"), *_TEMPLATES) == single
    for command in (
        "kubectl get po -A -o json",
        "kubectl get pods --all-namespaces",
        "GET https://c.example/api/v1/pods?limit=500",
    ):
        assert _missing(populations.workloads, _real(pods, 1, command), *_TEMPLATES) == {}, command
    within = "boundary: {namespaces: [shop]}\n"
    assert _missing(populations.workloads, _real(pods, 1), *_TEMPLATES, system=within) == {}
    assert "other workloads" in _missing(populations.workloads, _real(pods, 1), system=within)
    beyond = "boundary: {namespaces: [shop, till]}\n"
    assert _missing(populations.workloads, _real(pods, 1), *_TEMPLATES, system=beyond) == single


def test_pods_of_the_platform_alone_are_of_one_namespace() -> None:
    assert "other containers" in _missing(populations.running_containers, _real(listing("Pod", "v1", _DNS), 1))


def test_pods_that_a_kubelet_lists_are_those_of_its_node() -> None:
    """`/pods` of a kubelet answers with a PodList whose `metadata` is empty."""
    of_node = _PODS.replace('"metadata": {"resourceVersion": "7"}', '"metadata": {}')
    assert of_node != _PODS
    whole = {"other containers": "Pods were not listed whole by the API"}
    assert _missing(populations.running_containers, _real(of_node, 1)) == whole
    assert _missing(populations.running_containers, _real(_PODS, 1)) == {}


def test_other_lists_of_one_namespace() -> None:
    daemons = listing("DaemonSet", "apps/v1", daemon_set())
    whole = {"other sensors": "DaemonSets were not listed whole by the API"}
    assert _missing(populations.sensors, _real(daemons, 1)) == whole, "all of them may lie in one namespace, or one was asked"
    assert _missing(populations.sensors, _real(empty("DaemonSet", "apps/v1"), 1)) == whole
    assert _missing(populations.sensors, _real(daemons, 1, "kubectl get ds -A -o yaml")) == {}
    assert _missing(populations.sensors, _real(daemons, 1, "GET /apis/apps/v1/daemonsets?limit=500")) == {}
    assert _missing(populations.sensors, _real(daemons, 1, "GET /apis/apps/v1/namespaces/falco/daemonsets?limit=500")) == whole
    assert _missing(populations.sensors, _real(daemons, 1), _real(_PODS, 2)) == {}, "the pods show that all were asked"
    assert _missing(populations.nodes, _real(listing("Node", "v1", node("one")), 1)) == {}, "nodes have no namespace"


def test_an_answer_of_long_ago_says_nothing_of_today() -> None:
    old = snapshot(_PODS, "old.yaml", datetime(2026, 10, 20, tzinfo=UTC))
    just = snapshot(_PODS, "just.yaml", datetime(2026, 10, 21, tzinfo=UTC))
    assert _missing(populations.running_containers, old) == {"other containers": populations.STALE}
    assert _missing(populations.running_containers, just) == {}


def test_lists_of_single_kinds() -> None:
    spaces = listing("Namespace", "v1", namespace())
    assert _missing(populations.namespaces, spaces) == _missing(populations.nodes, listing("Node", "v1", node("one"))) == {}
    assert _missing(populations.namespaces, alone(namespace())) == {
        "other namespaces": "Namespaces were not listed whole by the API"
    }
    policies = populations.of_kinds("other policies", ("networking.k8s.io", "NetworkPolicy"), ("", "Ingress"))
    assert _missing(policies, spaces) == {"other policies": "NetworkPolicies and Ingresses were not listed whole by the API"}
    known = populations.of_kinds_known("other gateways", ("gateway.networking.k8s.io", "Gateway"))
    assert _missing(known, spaces) == {}, "the cluster need not know the kind"
    gateway = (
        '{"kind":"Gateway","apiVersion":"gateway.networking.k8s.io/v1","metadata":{"name":"g","namespace":"shop","uid":"g"}}'
    )
    assert list(_missing(known, alone(gateway))) == ["other gateways"]


def test_the_files_that_were_collected_instead_are_cited_and_the_next_step_is_told() -> None:
    (subject,) = populations.nodes(_context(_PODS))
    assert [each.source.path for each in subject.citations] == ["evidence/cluster/file0.yaml"]
    assert subject.next_step == "collect all Nodes of the cluster"


def test_each_cluster_is_asked_where_the_system_is() -> None:
    context = CheckContext(system=read("", folder="x"), facts=facts(*_TEMPLATES))
    assert [each.name for each in populations.images(context)] == ["other images of the cluster"]


def test_what_is_found_by_what_runs() -> None:
    other = populations.what_runs("other services")
    assert _missing(other) == {"other services": populations.NOTHING_RUNS}
    assert _missing(other, _PODS, *_TEMPLATES) == {}
    everywhere = CheckContext(system=read("", folder="x"), facts=facts(*_TEMPLATES))
    assert [each.name for each in other(everywhere)] == ["other services of the cluster"]


def _wiring(known: SystemFacts) -> dict[str, list[str]]:
    here = CheckContext(system=read("", folder="x"), facts=known)
    missing = {}
    for check in CHECKS:
        of_cluster = [replace(here, configuration=each) for each in known.configurations]
        asked = of_cluster if check.per_cluster else [here]
        missing[check.id] = [f"{each.name}: {each.reason}" for context in asked for each in check.population(context)]
    return missing


def test_every_check_has_the_population_that_was_reviewed() -> None:
    """Asked about a running cluster of which no kind was listed, about manifests alone, and about nothing."""
    rows = {
        "of a pod and a node that were asked for by name": _wiring(facts(*_WITHOUT_A_LIST)),
        "of manifests": {check: missing for check, missing in _wiring(facts(declared(deployment()))).items() if missing},
        "of nothing": {check: missing for check, missing in _wiring(facts()).items() if missing},
    }
    golden.check(rows, _EXPECTED)


@pytest.mark.parametrize("check", [each for each in CHECKS if each.per_cluster], ids=lambda check: check.id)
def test_no_population_of_a_cluster_is_whole_where_nothing_was_listed(check: object) -> None:
    known = facts(*_WITHOUT_A_LIST)
    missing = list(check.population(_context(*_WITHOUT_A_LIST)))  # type: ignore[attr-defined]
    assert known.configurations
    assert missing or check.id in {"gitops-in-sync"}, "of kinds that no cluster has to know"  # type: ignore[attr-defined]


def test_accounts_have_to_answer_every_question() -> None:
    stores = of_accounts("other stores", "rds describe-db-instances", "s3 list-buckets")
    databases = reply(operation="rds describe-db-instances")
    assert _missing(stores) == {}, "no account was collected"
    assert _missing(stores, databases, reply(operation="s3 list-buckets")) == {}
    assert _missing(stores, databases, reply(operation="s3 list-buckets", account="2")) == {
        "other stores of account 1": "`aws s3 list-buckets` was not collected",
        "other stores of account 2": "`aws rds describe-db-instances` was not collected",
    }
    (subject,) = stores(_context(reply(operation="ecr describe-repositories")))
    assert subject.next_step == "collect `aws rds describe-db-instances` and `aws s3 list-buckets`"
    assert _missing(stores, harbor()) == {}, "a registry holds no databases"


def test_deployers_that_the_cluster_knows() -> None:
    others = gitops_in_sync.CHECK.population
    argo = listing("Application", "argoproj.io/v1alpha1")
    kustomizations = listing("Kustomization", "kustomize.toolkit.fluxcd.io/v1")
    assert _missing(others, argo) == {}
    assert _missing(others, argo, kustomizations) == {"other applications": "HelmReleases were not listed whole by the API"}


def test_what_a_command_asked_for_holds_whatever_other_lists_show() -> None:
    fleet = listing("DaemonSet", "apps/v1", daemon_set())
    everything = _real(_PODS, 2, "kubectl get pods -A -o json")
    whole = {"other sensors": "DaemonSets were not listed whole by the API"}
    for command in (
        "kubectl get daemonsets -o json",
        "kubectl get daemonsets -n falco -o json",
        "kubectl get ds -A -l app=falco",
        "kubectl get ds falco -n falco",
        "kubectl get ds -A -o json | jq 'del(.items[3])'",
    ):
        assert _missing(populations.sensors, _real(fleet, 1, command), everything) == whole, command
        assert _missing(populations.sensors, _real(empty("DaemonSet", "apps/v1"), 1, command), everything) == whole, command
    assert _missing(populations.nodes, _real(listing("Node", "v1", node("one")), 1, "kubectl get nodes -n falco")) == {}


def test_a_list_that_its_sidecar_calls_incomplete_is_not_whole() -> None:
    made = _real(_PODS, 1)
    for complete, missing in ((None, False), (True, False), (False, True)):
        file = replace(made, evidence=replace(made.evidence, complete=complete))
        assert bool(_missing(populations.running_containers, file)) is missing


def test_pods_of_each_namespace_inside_are_all_of_the_system() -> None:
    def of(where: str, number: int) -> ClusterSnapshot:
        pods = listing("Pod", "v1", pod("cart", ("app", "registry.example/cart:1"), where=where))
        return _real(pods, number, f"kubectl get pods -n {where} -o json")

    some = {"other containers": "the pods of 2 namespaces alone were collected"}
    both = of("shop", 1), of("till", 2)
    assert _missing(populations.running_containers, *both) == some
    assert _missing(populations.running_containers, *both, system="boundary: {namespaces: [shop, till]}\n") == {}
    assert _missing(populations.running_containers, *both, system="boundary: {namespaces: [shop, till, bank]}\n") == some


def test_what_lies_inside_is_missing_where_another_namespace_was_listed_or_the_answer_is_old() -> None:
    within = "boundary: {namespaces: [shop]}\n"
    pods = listing("Pod", "v1", pod("cart", ("app", "registry.example/cart:1")))
    other = _real(empty("Deployment", "apps/v1"), 2, "kubectl get deployments -n till -o json")
    lists = (_TEMPLATES[0], *_TEMPLATES[2:])
    missing = {"other workloads": "Deployments were not listed whole by the API"}
    assert _missing(populations.workloads, _real(pods, 1), other, *lists, system=within) == missing
    old = snapshot(pods, "old.yaml", datetime(2026, 10, 20, tzinfo=UTC))
    assert _missing(populations.running_containers, old, system=within) == {"other containers": populations.STALE}


def test_an_answer_of_metadata_alone_shows_nothing_of_what_runs() -> None:
    """A server that is asked for metadata leaves out `spec`; so do people who cut it."""
    bare = '{"kind":"Pod","apiVersion":"v1","metadata":{"name":"till","namespace":"shop","uid":"u-till"}}'
    pods = listing("Pod", "v1", pod("cart", ("app", "registry.example/cart:1")), _DNS, bare)
    assert _missing(populations.running_containers, pods) == {"other containers": "Pods were not listed whole by the API"}
    assert {each.name for each in _context(pods).of(PodIsolation)} == {"cart", "dns"}
    template = '{"kind":"DaemonSet","apiVersion":"apps/v1","metadata":{"name":"falco","namespace":"falco","uid":"u-falco"}}'
    lists = (_PODS, listing("DaemonSet", "apps/v1", template))
    assert _missing(populations.sensors, *lists) == {"other sensors": "DaemonSets were not listed whole by the API"}
    assert {each.name for each in _context(*lists).of(PodIsolation)} == {"cart", "dns"}


def test_a_list_without_pods_is_that_of_one_namespace() -> None:
    missing = {"other containers": "Pods were not listed whole by the API"}
    assert _missing(populations.running_containers, _real(empty("Pod", "v1"), 1)) == missing
    assert _missing(populations.running_containers, _real(empty("Pod", "v1"), 1, "kubectl get pods -A")) == {}


def test_what_is_drawn_is_compared_with_what_runs_today() -> None:
    assert _missing(populations.drawn, _PODS) == {}
    old = snapshot(_PODS, "old.yaml", datetime(2026, 10, 20, tzinfo=UTC))
    assert _missing(populations.drawn, old) == {"what runs in the cluster": populations.STALE}
