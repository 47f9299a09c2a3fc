"""Pod Security levels of namespaces."""

import json
from typing import Any

import pytest
from prerequisites import needs

from generator.checks.isolation.pod_security_level import CHECK
from generator.model.posture import PostureState
from tests.checks.cluster_evidence import CASES, alone, declared, listing, of_case, posture, verdicts, without_each
from tests.checks.isolation.pods_made import pod
from tests.checks.manifests import api_server, deployment, empty, namespace, refused, secured, thing
from tests.checks.operation_manifests import node

SERVER = listing("Pod", "v1", api_server("--enable-admission-plugins=NodeRestriction"))
DEFAULT = "unknown: a cluster-wide default may apply: the admission configuration file was not collected"
MISSING = "unknown: namespace was not collected"


def spaces(*made: str) -> str:
    return listing("Namespace", "v1", *made)


def test_a_level_that_is_enforced() -> None:
    state = posture(CHECK, spaces(secured("shop", "restricted"), secured("till", "baseline")), SERVER)
    assert verdicts(state) == {"shop": "passes (observed): level restricted", "till": "passes (observed): level baseline"}
    assert state.notes == ("The newest version of the level applies, since none is pinned: shop, till.",)


def test_a_version_that_is_pinned_is_no_note() -> None:
    labels = {"pod-security.kubernetes.io/enforce": "baseline", "pod-security.kubernetes.io/enforce-version": "v1.30"}
    assert posture(CHECK, spaces(thing("Namespace", "v1", "shop", labels=labels))).notes == ()
    state = posture(CHECK, spaces(namespace(), secured("a", "privileged"), secured("till", "baseline")))
    assert state.notes == ("The newest version of the level applies, since none is pinned: till.",)


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (secured("shop", "privileged"), "enforces the level privileged, which restricts nothing"),
        (secured("shop", "restricted", "warn"), "enforces no Pod Security level; it only has warn restricted"),
        (namespace(), "enforces no Pod Security level"),
    ],
)
def test_a_level_that_is_not(made: str, text: str) -> None:
    assert verdicts(posture(CHECK, spaces(made), SERVER)) == {"shop": f"fails (observed): {text}"}


def test_the_servers_default_decides_where_there_is_no_label() -> None:
    assert verdicts(posture(CHECK, spaces(namespace()))) == {"shop": DEFAULT}
    configured = listing("Pod", "v1", api_server("--admission-control-config-file=/etc/admission.yaml"))
    state = posture(CHECK, spaces(namespace(), secured("till", "baseline")), configured)
    assert verdicts(state)["shop"] == DEFAULT
    assert any("exempts were not read" in note for note in state.notes)
    openshift = listing("Pod", "v1", api_server("--openshift-config=/etc/config.yaml"))
    assert verdicts(posture(CHECK, spaces(namespace()), openshift)) == {"shop": DEFAULT}
    assert verdicts(posture(CHECK, spaces(secured("shop", "restricted", "audit")))) == {"shop": DEFAULT}
    assert verdicts(posture(CHECK, spaces(secured("shop", "privileged"))))["shop"].startswith("fails")


def admission(**configuration: Any) -> str:
    """The file of admission configuration."""
    plugin = {"name": "PodSecurity", "configuration": configuration}
    return json.dumps({"apiVersion": "apiserver.config.k8s.io/v1", "kind": "AdmissionConfiguration", "plugins": [plugin]})


@pytest.mark.parametrize(
    ("configuration", "shop", "till"),
    [
        ({"defaults": {"enforce": "baseline"}}, "passes (declared): level baseline, the cluster's default", "passes"),
        (
            {"defaults": {"enforce": "privileged"}},
            "fails (declared): enforces no Pod Security level; the cluster's default is privileged",
            "passes",
        ),
        ({}, "fails (declared): enforces no Pod Security level; the cluster's default is privileged", "passes"),
        (
            {"defaults": {"enforce": "restricted"}, "exemptions": {"namespaces": ["shop", "till"]}},
            "fails (declared): is exempt from every Pod Security level (the API server's admission configuration file)",
            "fails (declared): has the level baseline, and the namespace is exempt",
        ),
    ],
)
def test_a_default_that_was_read(configuration: dict[str, Any], shop: str, till: str) -> None:
    server = declared(api_server("--admission-control-config-file=/etc/admission.yaml"))
    files = (declared(namespace()), declared(secured("till", "baseline")), server, admission(**configuration))
    state = posture(CHECK, *files)
    assert verdicts(state)["shop"] == shop
    assert verdicts(state)["till"].startswith(till)
    assert without_each(CHECK, *files) == []
    unnamed = posture(CHECK, *files[:2], declared(api_server()), files[3])
    assert verdicts(unnamed)["shop"] == "fails (declared): enforces no Pod Security level", "no argument names the file"
    assert verdicts(unnamed)["till"] == "passes (declared): level baseline"


def test_exemptions_of_users_are_a_note() -> None:
    server = declared(api_server("--admission-control-config-file=/etc/admission.yaml"))
    state = posture(CHECK, declared(secured("till", "baseline")), server, admission(exemptions={"usernames": ["admin"]}))
    assert any("exempts users or runtime classes" in note for note in state.notes)
    elsewhere = admission().replace('"configuration": {}', '"path": "podsecurity.yaml"')
    assert verdicts(posture(CHECK, declared(namespace()), server, elsewhere)) == {"shop": DEFAULT}


def test_a_provider_takes_no_default_from_anybody() -> None:
    eks = listing("Node", "v1", node("one", labels={"eks.amazonaws.com/nodegroup": "a"}))
    assert verdicts(posture(CHECK, spaces(namespace()), eks)) == {"shop": "fails (observed): enforces no Pod Security level"}


def test_a_label_of_no_level() -> None:
    expected = {"shop": "unknown: its label names no level of the Pod Security Standards"}
    assert verdicts(posture(CHECK, spaces(secured("shop", "strict")), SERVER)) == expected


@pytest.mark.parametrize("argument", ["--disable-admission-plugins=PodSecurity", "--feature-gates=A=true,PodSecurity=false"])
def test_the_plugin_may_be_off(argument: str) -> None:
    state = posture(CHECK, spaces(secured("shop", "restricted")), listing("Pod", "v1", api_server(argument)))
    assert verdicts(state)["shop"].startswith("fails (observed): has the level restricted, and the API server's plugin")
    assert state.subjects[0].contested_by


@pytest.mark.usefixtures("with_population")
def test_namespaces_in_which_something_runs_are_subjects_too() -> None:
    """The issue: a level "in every namespace", where the namespace of the gate alone was collected."""
    state = posture(CHECK, declared(secured("gatekeeper-system", "restricted")), declared(deployment()))
    assert verdicts(state) == {"gatekeeper-system": "passes (declared): level restricted", "shop": MISSING}
    assert state.label == "not established"
    one = posture(CHECK, alone(secured("gatekeeper-system", "restricted")))
    assert verdicts(one)["other namespaces"] == "unknown: Namespaces were not listed whole by the API"
    assert one.label == "not established"
    seen = posture(CHECK, spaces(secured("gatekeeper-system", "restricted")), listing("Pod", "v1", pod()))
    assert verdicts(seen)["shop"] == MISSING


def test_the_platforms_namespaces_are_named() -> None:
    state = posture(CHECK, spaces(secured("shop", "restricted"), namespace("kube-system")), SERVER)
    assert "Outside the boundary, or the platform's own, and not judged: kube-system." in state.notes
    assert set(verdicts(state)) == {"shop"}


def test_a_compose_project_is_no_namespace() -> None:
    assert posture(CHECK, "services: {web: {image: nginx}}").state is PostureState.NOT_COLLECTED


def test_no_subjects() -> None:
    nothing = (empty("Pod", "v1"), spaces(namespace("kube-system")))
    assert posture(CHECK, *nothing).state is PostureState.NONE_FOUND
    assert posture(CHECK, spaces(namespace("kube-system"))).state is PostureState.NOT_COLLECTED
    assert posture(CHECK, refused("namespaces", "")).summary == "The API refused to list namespaces and their labels."


def test_less_evidence_never_proves_more() -> None:
    off = listing("Pod", "v1", api_server("--disable-admission-plugins=PodSecurity"))
    assert without_each(CHECK, spaces(secured("shop", "restricted"), namespace("till")), off) == []


@needs(CASES)
def test_the_manifest_of_gatekeeper_alone() -> None:
    state = of_case(CHECK, "gatekeeper.yaml")
    assert (state.label, len(state.subjects)) == ("configured, not seen at work", 1)
