"""Deployers and hands, policy reports, benchmarks and audit logs of managed clusters."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from replacing import replace

from generator.checks.base import Check
from generator.checks.change import benchmark_results, gitops_in_sync, managed_audit, manual_changes, policy_reports
from generator.model.cloud import CloudSnapshot, ResourceKind
from generator.model.evidence import EvidenceFile
from generator.model.posture import PostureState
from generator.model.scan import (
    Disposition,
    ResultKind,
    Scanner,
    ScanSnapshot,
    ScanTally,
    ScanTarget,
    Severity,
    TargetKind,
    TargetResult,
)
from tests.checks.cluster_evidence import TAKEN, Evidence, posture, reply, resource, snapshot, verdicts
from tests.checks.manifests import api_server, empty, namespace, refused, thing
from tests.checks.operation_manifests import as_lists, node, pod

SYNC, HANDS, REPORTS = gitops_in_sync.CHECK, manual_changes.CHECK, policy_reports.CHECK
AUDIT, BENCHMARKS = managed_audit.CHECK, benchmark_results.CHECK
HEALING = {"automated": {"selfHeal": True}}
APPLICATION, FLUX, HELM = "argocd/Application/shop", "flux-system/Kustomization/shop", "flux-system/HelmRelease/shop"
CART = "shop/Deployment/cart"


def application(sync: str = "Synced", health: str = "Healthy", policy: Any = None, at: str = "", **spec: Any) -> str:
    status = {"sync": {"status": sync}, "health": {"status": health}, **({"reconciledAt": at} if at else {})} if sync else {}
    whole = {"syncPolicy": HEALING if policy is None else policy, **spec}
    return thing("Application", "argoproj.io/v1alpha1", "shop", "argocd", spec=whole, status=status)


def flux(kind: str, group: str, ready: str = "True", seen: int = 3, **spec: Any) -> str:
    conditions = [{"type": "Ready", "status": ready, "reason": "Why", "message": "not kept"}]
    status = {"conditions": conditions, "observedGeneration": seen}
    made = json.loads(thing(kind, f"{group}.toolkit.fluxcd.io/v1", "shop", "flux-system", spec=spec, status=status))
    made["metadata"]["generation"] = 3
    return json.dumps(made)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(application(), {APPLICATION: "passes (reported): Synced"}, id="in step, healing"),
        pytest.param(application(at="2026-11-19T07:00:00Z"), {APPLICATION: "passes (reported): Synced"}, id="just compared"),
        pytest.param(
            application(at="2026-11-17T07:00:00Z"),
            {APPLICATION: "unknown: status was last compared on 2026-11-17"},
            id="compared two days before",
        ),
        pytest.param(application(""), {APPLICATION: "unknown: no status was collected"}, id="no status"),
        pytest.param(
            application("OutOfSync", "Degraded"),
            {APPLICATION: "fails (reported): is not as its repository says (OutOfSync); is Degraded"},
            id="drifted",
        ),
        pytest.param(application(health="Missing"), {APPLICATION: "fails (reported): is Missing"}, id="missing"),
        pytest.param(
            application(policy={}),
            {APPLICATION: "fails (observed): is synced by hand only (no automated sync)"},
            id="by hand",
        ),
        pytest.param(
            application("", policy={}),
            {APPLICATION: "fails (observed): is synced by hand only (no automated sync)"},
            id="by hand, no status",
        ),
        pytest.param(
            application(policy={"automated": {}}),
            {APPLICATION: "fails (observed): does not undo changes by hand (selfHeal or drift detection is off)"},
            id="not healing",
        ),
        pytest.param(flux("Kustomization", "kustomize"), {FLUX: "passes (reported): Ready is True: Why"}, id="Flux"),
        pytest.param(
            flux("Kustomization", "kustomize", seen=2), {FLUX: "unknown: status is older than the last change"}, id="behind"
        ),
        pytest.param(
            flux("Kustomization", "kustomize", "False", suspend=True),
            {
                FLUX: "fails (reported): is not as its repository says (Ready is False: Why); "
                "is suspended, so changes of the repository do not arrive and drift stays"
            },
            id="Flux suspended",
        ),
        pytest.param(
            flux("HelmRelease", "helm", driftDetection={"mode": "enabled"}),
            {HELM: "passes (reported): Ready is True: Why"},
            id="Helm",
        ),
        pytest.param(
            flux("HelmRelease", "helm", driftDetection={"mode": "warn"}),
            {HELM: "fails (observed): does not undo changes by hand (selfHeal or drift detection is off)"},
            id="Helm that only warns",
        ),
    ],
)
def test_drift(text: str, expected: dict[str, str]) -> None:
    assert verdicts(posture(SYNC, text)) == expected


def test_differences_that_are_left_out_are_noted() -> None:
    state = posture(SYNC, application(ignoreDifferences=[{"kind": "Deployment"}]))
    assert state.notes == ("Some differences are left out of the comparison: argocd/Application/shop.",)
    helm = posture(SYNC, flux("HelmRelease", "helm", driftDetection={"mode": "enabled", "ignore": [{}]}))
    assert [note.partition(":")[0] for note in helm.notes] == [
        "Some differences are left out of the comparison",
        "Ready of Flux means applied",
    ]
    assert posture(SYNC, namespace()).state is PostureState.NOT_COLLECTED
    assert posture(SYNC, empty("Application", "argoproj.io/v1alpha1")).state is PostureState.NONE_FOUND
    refusal = refused("applications", "argoproj.io")
    assert posture(SYNC, refusal).summary == "The API refused to list applications of Argo CD or Flux."


def workload(*managers: str, kind: str = "Deployment", version: str = "apps/v1") -> str:
    spec = {"template": {"spec": {"containers": [{"name": "cart", "image": "cart:1"}]}}}
    made = json.loads(thing(kind, version, "cart", "shop", spec=spec))
    fields = [{"manager": name, "operation": "Update", "time": "2026-11-18T10:00:00Z"} for name in managers]
    fields.append({"manager": "kubectl-edit", "subresource": "status", "time": "2026-11-18T10:00:00Z"})
    if managers:
        made["metadata"]["managedFields"] = fields
    return json.dumps(made)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param((workload(),), "unknown: managed fields were left out of the dump", id="left out"),
        pytest.param((workload("argocd-controller"),), "passes (reported)", id="a deployer"),
        pytest.param((workload("helm", "kube-controller-manager"),), "passes (reported)", id="Helm and the cluster itself"),
        pytest.param((workload("kube-controller-manager"),), "passes (reported)", id="the cluster itself"),
        pytest.param((workload("my-tool"),), "unknown: writer my-tool is not known", id="somebody"),
        pytest.param((workload("kubectl-client-side-apply"),), "unknown: applied by kubectl: person or pipeline", id="applied"),
        pytest.param(
            (workload("helm", "kubectl-edit"),), "fails (reported): was changed with kubectl-edit on 2026-11-18", id="edited"
        ),
        pytest.param(
            (application(), workload("argocd-controller", "kubectl-client-side-apply")),
            "fails (reported): was changed with kubectl-client-side-apply on 2026-11-18",
            id="applied beside a deployer",
        ),
    ],
)
def test_changes_by_hand(files: tuple[str, ...], expected: str) -> None:
    assert verdicts(posture(HANDS, *files)) == {CART: expected}


def test_every_workload_is_a_subject() -> None:
    state = posture(HANDS, workload("helm"), workload(kind="StatefulSet"), workload("helm", kind="Job", version="batch/v1"))
    assert verdicts(state) == {
        CART: "passes (reported)",
        "shop/Job/cart": "passes (reported)",
        "shop/StatefulSet/cart": "unknown: managed fields were left out of the dump",
    }
    assert len(state.notes) == 1
    alone = posture(HANDS, pod("cart", ("cart", "cart:1")))
    assert verdicts(alone) == {CART: "unknown: the object itself was not collected"}
    assert posture(HANDS, namespace()).state is PostureState.NOT_COLLECTED
    assert posture(HANDS, empty("Pod", "v1")).state is PostureState.NONE_FOUND


def report(name: str = "cpol", **members: Any) -> str:
    return thing("PolicyReport", "wgpolicyk8s.io/v1alpha2", name, "shop", **members)


def scoped(kind: str = "Deployment", name: str = "cart", report_name: str = "cpol", **summary: int) -> str:
    return report(report_name, scope={"kind": kind, "namespace": "shop", "name": name}, summary=summary)


REFERENCE = [{"kind": "Deployment", "namespace": "shop", "name": "cart"}]
FAILING = [
    {"policy": "require-limits", "result": "fail", "resources": REFERENCE},
    {"policy": "other", "result": "pass", "resources": REFERENCE},
]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param((scoped(**{"pass": 3, "fail": 0}),), {CART: "passes (reported): 3 results passed"}, id="passed"),
        pytest.param((scoped(skip=2),), {CART: "unknown: all results were skipped"}, id="skipped"),
        pytest.param((scoped(**{"pass": 3, "warn": 1}),), {CART: "unknown: a result only warns"}, id="warned"),
        pytest.param((scoped(),), {CART: "unknown: all results were skipped"}, id="empty"),
        pytest.param(
            (report(results=FAILING),),
            {CART: "fails (reported): has 1 result that failed (require-limits)"},
            id="failed",
        ),
        pytest.param(
            (scoped(**{"pass": 3, "error": 2}),),
            {CART: "fails (reported): has 2 policies that could not be evaluated"},
            id="errors",
        ),
        pytest.param(
            (scoped(**{"pass": 1}), scoped("Pod", "cart-5d4f7c9b8-abcde", "p", fail=1)),
            {CART: "fails (reported): has 1 result that failed"},
            id="a pod of it",
        ),
        pytest.param(
            (scoped("ReplicaSet", "cart-5d4f7c9b8", fail=1),),
            {CART: "fails (reported): has 1 result that failed"},
            id="a ReplicaSet of it",
        ),
        pytest.param(
            (scoped("Pod", "other-5d4f7c9b8-abcde", fail=1),),
            {
                CART: "unknown: no report covers this object",
                "shop/Pod/other-5d4f7c9b8-abcde": "fails (reported): has 1 result that failed",
            },
            id="a pod of something else",
        ),
        pytest.param(
            (scoped("Service", "cart", **{"pass": 1}),),
            {CART: "unknown: no report covers this object", "shop/Service/cart": "passes (reported): 1 result passed"},
            id="another object",
        ),
        pytest.param(
            (report(summary={"pass": 3}),),
            {
                CART: "unknown: no report covers this object",
                "shop/PolicyReport/cpol": "unknown: the report does not name its objects",
            },
            id="no names",
        ),
        pytest.param(
            (report(summary={"fail": 1}),),
            {
                CART: "unknown: no report covers this object",
                "shop/PolicyReport/cpol": "fails (reported): has 1 result that failed",
            },
            id="a failure without a name",
        ),
        pytest.param(
            (empty("PolicyReport", "wgpolicyk8s.io/v1alpha2"),), {CART: "unknown: no report covers this object"}, id="none"
        ),
    ],
)
def test_policy_reports(files: tuple[str, ...], expected: dict[str, str]) -> None:
    assert verdicts(posture(REPORTS, workload(), *files)) == expected


def test_without_policy_reports() -> None:
    assert posture(REPORTS, workload()).state is PostureState.NOT_COLLECTED
    refusal = refused("policyreports", "wgpolicyk8s.io")
    assert posture(REPORTS, workload(), refusal).summary == "The API refused to list policy reports."
    assert posture(REPORTS, empty("PolicyReport", "wgpolicyk8s.io/v1alpha2")).state is PostureState.NONE_FOUND
    other = report(scope={"kind": "Pod", "namespace": "kube-system", "name": "dns"}, summary={"fail": 1})
    assert posture(REPORTS, *as_lists(other)).state is PostureState.NONE_FOUND


def eks(name: str = "cluster", **settings: str) -> CloudSnapshot:
    return reply(resource(ResourceKind.CLUSTER, name, **settings), operation=f"eks describe-cluster {name}")


def openshift(profile: str = "Default", **audit: Any) -> str:
    return thing("APIServer", "config.openshift.io/v1", "cluster", spec={"audit": {"profile": profile, **audit}})


AT = "the cluster"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            (eks(logging="api, audit, authenticator, scheduler"),),
            {AT: "passes (observed): logs: api, audit, authenticator, scheduler"},
            id="logs",
        ),
        pytest.param((eks(logging="api, audit"),), {AT: "fails (observed): does not write the logs authenticator"}, id="two"),
        pytest.param(
            (eks(logging="none"),), {AT: "fails (observed): does not write the logs api, audit, authenticator"}, id="none"
        ),
        pytest.param((eks(),), {AT: "unknown: the log settings of the cluster were not collected"}, id="silent"),
        pytest.param((namespace(),), {AT: "unknown: the log settings of the cluster were not collected"}, id="a cluster alone"),
        pytest.param((openshift(),), {AT: "passes (observed): audit profile Default"}, id="OpenShift"),
        pytest.param((openshift(""),), {AT: "passes (observed): audit profile Default"}, id="OpenShift, unset"),
        pytest.param(
            (openshift("None"),), {AT: "fails (observed): writes no audit log (audit profile None)"}, id="OpenShift, off"
        ),
        pytest.param(
            (openshift(customRules=[{"group": "a", "profile": "None"}, {"group": "b", "profile": "Default"}]),),
            {AT: "fails (observed): writes no audit log for a (customRules with profile None)"},
            id="OpenShift, off for a group",
        ),
        pytest.param(
            (api_server("--x=1"), eks("prod", logging="none")),
            {"cluster prod": "fails (observed): does not write the logs api, audit, authenticator"},
            id="beside a cluster of its own",
        ),
    ],
)
def test_audit_logs(files: tuple[Evidence, ...], expected: dict[str, str]) -> None:
    state = posture(AUDIT, *files)
    assert verdicts(state) == expected
    assert state.notes[-1].startswith("That a log is switched on")
    assert (len(state.notes) == 2) is ("cluster prod" in expected), "who is left out is named"


def test_without_managed_clusters() -> None:
    assert posture(AUDIT).state is PostureState.NOT_COLLECTED
    assert posture(AUDIT, reply()).state is PostureState.NOT_COLLECTED, "nobody asked for clusters"
    assert posture(AUDIT, reply(operation="eks list-clusters")).state is PostureState.NONE_FOUND
    assert posture(AUDIT, api_server("--x=1")).state is PostureState.NONE_FOUND
    compose = snapshot("services: {web: {image: web:1}}\n", "compose.yaml")
    assert posture(AUDIT, compose).state is PostureState.NOT_COLLECTED, "it has no control plane"


def benchmark(
    *targets: str, passed: int = 1, failed: int = 0, manual: int = 0, day: int | None = 19, month: int = 11
) -> ScanSnapshot:
    """A run of kube-bench that names these targets, or none."""
    name = f"bench-{'-'.join(targets)}-{month}-{day}-{passed}-{failed}.json"
    path = f"evidence/scans/{name}"
    taken = datetime(2026, month, day, 8, tzinfo=UTC) if day else None
    evidence = EvidenceFile(
        path=path, sha256=hashlib.sha256(path.encode()).hexdigest(), size=1, media_type="application/json", collected=None
    )
    named = targets or ("unnamed",)
    results = []
    counts = ((Disposition.PASSED, passed), (Disposition.OPEN, failed), (Disposition.MANUAL, manual))
    for target in named:
        for disposition, number in counts:
            results += [_result(target, f"{disposition}-{at}", disposition, evidence) for at in range(number)]
    return ScanSnapshot(
        evidence=evidence,
        scanner=Scanner(name="kube-bench"),
        taken=taken,
        targets=tuple(ScanTarget(name=target, kind=TargetKind.CLUSTER, named=bool(targets)) for target in named),
        results=tuple(results),
        tally=ScanTally(),
    )


def _result(target: str, identifier: str, disposition: Disposition, evidence: EvidenceFile) -> TargetResult:
    return TargetResult(
        scanner="kube-bench",
        identifier=identifier,
        target=target,
        kind=ResultKind.MISCONFIGURATION,
        disposition=disposition,
        severity=Severity.MODERATE,
        native_severity="",
        native_status="",
        title="",
        description="",
        solution="",
        cves=(),
        aliases=(),
        cvss=(),
        known_exploited=None,
        first_seen=None,
        packages=(),
        entries=1,
        source=evidence.source,
    )


@pytest.mark.parametrize(
    ("scans", "expected"),
    [
        pytest.param((), "unknown: no benchmark of the cluster was collected", id="none"),
        pytest.param((benchmark("cluster"),), "passes (reported): 1 check of kube-bench passed", id="passed"),
        pytest.param((benchmark("cluster", passed=4, failed=2),), "fails (reported): fails 2 checks of 6", id="failed"),
        pytest.param((benchmark("cluster", manual=1),), "unknown: 1 check needs a person", id="left to a person"),
        pytest.param((benchmark("cluster", manual=2),), "unknown: 2 checks need a person", id="two left to a person"),
        pytest.param((benchmark("cluster", day=None),), "unknown: run is not dated", id="undated"),
        pytest.param(
            (benchmark("cluster", month=10, day=21),), "passes (reported): 1 check of kube-bench passed", id="30 days"
        ),
        pytest.param(
            (benchmark("cluster", month=10, day=20),),
            "fails (reported): was last checked against a benchmark 31 days ago",
            id="31 days",
        ),
        pytest.param(
            (benchmark("cluster", month=9, day=1, failed=2),),
            "fails (reported): was last checked against a benchmark 80 days ago",
            id="old failures",
        ),
    ],
)
def test_benchmarks(scans: tuple[ScanSnapshot, ...], expected: str) -> None:
    assert verdicts(posture(BENCHMARKS, namespace(), *scans)) == {"the cluster": expected}


def test_a_run_that_names_no_asset_counts_for_none() -> None:
    none = "unknown: no benchmark of the cluster was collected"
    unnamed = benchmark(failed=2)
    assert verdicts(posture(BENCHMARKS, namespace(), unnamed)) == {
        "the cluster": none,
        f"kube-bench in {unnamed.evidence.path}": "fails (reported): fails 2 checks of 3",
    }
    clean = benchmark()
    assert verdicts(posture(BENCHMARKS, namespace(), clean))[f"kube-bench in {clean.evidence.path}"] == (
        "unknown: run does not name its target"
    )
    other = benchmark("elsewhere")
    assert verdicts(posture(BENCHMARKS, namespace(), other))[f"kube-bench in {other.evidence.path}"] == (
        "unknown: run names elsewhere, which is not in the inventory"
    )


def test_nodes_and_accounts_are_subjects_and_a_run_counts_by_target() -> None:
    state = posture(BENCHMARKS, node("one"), node("two"), reply(account="123"), benchmark("one", "two", failed=1))
    failed = "fails (reported): fails 1 check of 2"
    assert verdicts(state) == {
        "account 123": "unknown: no benchmark of account 123 was collected",
        "the cluster": "unknown: no benchmark of the cluster was collected",
        "node one": failed,
        "node two": failed,
    }
    assert posture(BENCHMARKS).state is PostureState.NOT_COLLECTED


@pytest.mark.parametrize("check", [SYNC, HANDS, REPORTS, AUDIT, BENCHMARKS], ids=lambda check: check.id)
def test_less_evidence_never_proves_more(check: Check) -> None:
    files: tuple[Evidence, ...] = (
        application("OutOfSync"),
        workload("helm", "kubectl-client-side-apply"),
        scoped(**{"pass": 1}),
        scoped("Pod", "cart-5d4f7c9b8-abcde", "p", fail=1),
        eks(logging="none"),
        benchmark("cluster", failed=1),
        benchmark("cluster", day=18),
    )
    whole = posture(check, *files)
    contested = {each.name: {source.path for source in each.contested_by} for each in whole.subjects}
    before = {each.name for each in whole.passing}
    for number in range(len(files)):
        rest = [each for at, each in enumerate(files) if at != number]
        left_out = files[number]
        path = left_out.evidence.path if not isinstance(left_out, str | bytes) else None
        # NOTE: files are numbered by their place, so what is left out is put last to keep the others' names.
        after = {each.name for each in posture(check, *rest).passing}
        named = {path, f"evidence/cluster/file{number}.yaml"}
        assert {name for name in after if not contested.get(name, set()) & named} <= before


def test_the_day_of_the_evidence() -> None:
    assert TAKEN.date().isoformat() == "2026-11-19"
    assert replace(benchmark("a"), taken=None).taken is None


def test_checks_of_manifests_in_the_same_file_are_no_benchmark_of_the_cluster() -> None:
    run = benchmark("cluster")
    audited = ScanTarget(name="shop/Deployment/cart", kind=TargetKind.WORKLOAD, named=True)
    failed = _result(audited.name, "cpuLimitsMissing", Disposition.OPEN, run.evidence)
    both = replace(run, targets=(*run.targets, audited), results=(*run.results, failed))
    assert set(verdicts(posture(BENCHMARKS, namespace(), both)).values()) == {"passes (reported): 1 check of kube-bench passed"}
