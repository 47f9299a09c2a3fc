"""What arguments of a control plane answer, held to what the check text of a copy asks."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from prerequisites import needs

from generator.frameworks.kubernetes_stig import RULES
from generator.model.stig import RuleAnswer, StigSeen
from generator.stig.arguments import API, ETCD, MANAGER, ROWS, SCHEDULER
from generator.stig.registry import seen_of
from tests.checks.cluster_evidence import CASES, facts, snapshot
from tests.stig.control_plane import program

_CKL = CASES.parent / "scans/ckl/k8s-cp.ckl"
_OPEN, _NOT = RuleAnswer.OPEN, RuleAnswer.NOT_A_FINDING


def seen(*files: str, group: str) -> StigSeen:
    (found,) = [one for one in seen_of(facts(*files)) if one.group == group]
    return found


@pytest.mark.parametrize(
    ("group", "name", "argument", "answer"),
    [
        ("V-242376", MANAGER, "--tls-min-version=VersionTLS12", _NOT),
        ("V-242377", SCHEDULER, "--tls-min-version=VersionTLS11", _OPEN),
        ("V-242378", API, "", _OPEN),
        ("V-242378", API, "--tls-min-version=VersionTLS99", None),
        ("V-242379", ETCD, "-auto-tls=false", _NOT),
        ("V-242380", ETCD, "--peer-auto-tls", _OPEN),
        ("V-242381", MANAGER, "--use-service-account-credentials=true", _NOT),
        ("V-242384", SCHEDULER, "--bind-address=0.0.0.0", _OPEN),
        ("V-242385", MANAGER, "--bind-address=127.0.0.1", _NOT),
        ("V-242389", API, "--secure-port=0", _OPEN),
        ("V-242390", API, "--anonymous-auth=false", _NOT),
        ("V-242390", API, "--anonymous-auth=true", _OPEN),
        ("V-242390", API, "", None),
        ("V-242402", API, "--audit-log-path=/var/log/a.log", _NOT),
        ("V-242403", API, "", _OPEN),
        ("V-242403", API, "--audit-policy-file=/p.yaml", None),
        ("V-242409", MANAGER, "--profiling=False", _NOT),
        ("V-242418", API, "--tls-cipher-suites=TLS_RSA_WITH_AES_128_CBC_SHA", _OPEN),
        ("V-242422", API, "--tls-cert-file=/a.crt --tls-private-key-file=/a.key", _NOT),
        ("V-242422", API, "--tls-cert-file=/a.crt", _OPEN),
        ("V-242436", API, "--enable-admission-plugins=NodeRestriction,ValidatingAdmissionWebhook", _NOT),
        ("V-242438", API, "--request-timeout=0s", _OPEN),
        ("V-242438", API, "--request-timeout=300s", _NOT),
        ("V-242462", API, "--audit-log-maxsize=99", _OPEN),
        ("V-242464", API, "--audit-log-maxage=30", _NOT),
        ("V-242464", API, "--audit-log-maxage=many", None),
        ("V-245542", API, "--basic-auth-file=/b.csv", _OPEN),
        ("V-245543", API, "", _NOT),
        ("V-274882", API, "--encryption-provider-config=/e.yaml", None),
    ],
)
def test_an_argument_answers_a_rule_or_leaves_it_open(group: str, name: str, argument: str, answer: RuleAnswer | None) -> None:
    found = seen(program(name, *argument.split()), group=group)
    assert found.readings[0].answer is answer
    assert found.readings[0].because.startswith(f"kube-system/Pod/{name}-one ")
    assert [one.key for one in found.citations] == [f"kube-system/Pod/{name}-one"]


def test_one_of_two_servers_that_is_wrong_makes_a_finding() -> None:
    right = program(API, "--anonymous-auth=false", node="one")
    wrong = program(API, "--anonymous-auth=true", node="two")
    found = seen(right, wrong, group="V-242390")
    assert found.readings[0].answer is _OPEN
    assert "sets anonymous-auth to false" in found.readings[0].because
    assert "sets anonymous-auth to true" in found.readings[0].because


def test_what_was_not_seen_or_only_declared_answers_nothing() -> None:
    unseen = seen(program(API), group="V-242376").readings[0]
    assert unseen.answer is None
    assert "No kube-controller-manager was seen" in unseen.because
    declared = seen(program(API, "--anonymous-auth=true", phase=""), group="V-242390").readings[0]
    assert declared.answer is None
    assert "Manifests say what is meant" in declared.because


def test_a_gate_is_judged_where_all_three_programs_were_seen() -> None:
    whole = [program(API), program(MANAGER), program(SCHEDULER, "--feature-gates=AllAlpha=false")]
    manifests, kubelets = seen(*whole, group="V-242400").readings
    assert manifests.answer is _NOT
    assert kubelets.answer is None, "this wording asks for the kubelets' gates, too"
    assert seen(*whole[1:], group="V-242400").readings[0].answer is None
    assert seen(program(API, "--feature-gates=A=true,AllAlpha=true"), group="V-242400").readings[0].answer is _OPEN


def test_two_wordings_of_a_rule_have_two_answers() -> None:
    found = seen(program(API, "--authorization-mode=RBAC,Webhook"), group="V-242382")
    newer = found.reading('If authorization-mode is set to "AlwaysAllow" or is not configured, this is a finding.')
    older = found.reading('If authorization-mode is not configured or is not set to "Node,RBAC", this is a finding.')
    assert newer is not None
    assert older is not None
    assert (newer.answer, older.answer) == (_NOT, _OPEN)
    assert found.reading("Look at the authorizers some other way.") is None


def test_every_row_is_of_a_rule_of_the_release() -> None:
    assert {row.group for row in ROWS} <= {group for group, _ in RULES}


@needs(_CKL)
def test_each_row_fits_the_check_text_of_a_real_release_once() -> None:
    texts = {}
    for vuln in ET.fromstring(_CKL.read_bytes()).iter("VULN"):  # noqa: S314 - a file of our own reference cases
        said = {one.findtext("VULN_ATTRIBUTE"): one.findtext("ATTRIBUTE_DATA") or "" for one in vuln.iter("STIG_DATA")}
        texts[(said["Vuln_Num"] or "").strip()] = said["Check_Content"]
    everything = facts(program(API), program(MANAGER), program(SCHEDULER), program(ETCD))
    known = [one for one in seen_of(everything) if one.group in texts]
    assert len(known) > 40
    assert [one.group for one in known if sum(each.fits(texts[one.group]) for each in one.readings) != 1] == []


@needs(CASES)
def test_a_real_control_plane_of_1_31() -> None:
    name = "nri_1_31_pods.yaml"
    found = {one.group: one for one in seen_of(facts(snapshot(Path(CASES / name).read_bytes(), name)))}
    answers = {group: found[group].readings[0].answer for group in found}
    assert answers["V-242419"] is _NOT, "client-ca-file"
    assert answers["V-242402"] is _OPEN, "no audit log"
    assert answers["V-242385"] is _NOT, "kubeadm binds the controller manager to 127.0.0.1"
    assert answers["V-242423"] is _NOT, "etcd asks its clients for certificates"
