"""Rules of the Kubernetes STIG that the arguments of the control plane answer.

Source of each row is the check text of the rule itself, which has a person search the manifests below
`/etc/kubernetes/manifests`: the kubelet mirrors such a manifest in the API, arguments included, so what was collected from the
API is what the text asks to look at. Read against release V1R8 whole and later ones in parts; `asks` holds a release to it.
"""

from collections.abc import Iterator, Mapping

import msgspec

from generator.model.posture import ObjectCitation
from generator.model.settings.admission import ApiServer
from generator.model.settings.control_plane import ControllerManager, Etcd, Scheduler, Started
from generator.model.stig import RuleAnswer, RuleReading, StigSeen
from generator.stig.argument_tests import (
    FeatureGateTest,
    Flags,
    Test,
    TestOutcome,
    absent,
    at_least,
    authorization,
    configured,
    equal,
    exactly,
    includes,
    least_tls,
    named,
    never_true,
    not_zero,
    switched,
)
from generator.stig.base import StigSubject

API, MANAGER, SCHEDULER, ETCD = "kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd"
_PROGRAMS: tuple[tuple[type[Started], str], ...] = (
    (ApiServer, API),
    (ControllerManager, MANAGER),
    (Scheduler, SCHEDULER),
    (Etcd, ETCD),
)
_GATED = (API, MANAGER, SCHEDULER)
_SUITES = (
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
)


class ArgumentRule(msgspec.Struct, frozen=True):
    """One rule, as one wording of its check text asks it."""

    group: str
    programs: tuple[str, ...]
    asks: tuple[str, ...]
    test: Test
    never: tuple[str, ...] = ()


def _row(group: str, program: str, asks: str, test: Test, never: str = "") -> ArgumentRule:
    return ArgumentRule(group, (program,), tuple(asks.split()), test, tuple(never.split()))


ROWS: tuple[ArgumentRule, ...] = (
    _row("V-242376", MANAGER, "tls-min-version VersionTLS10", least_tls),
    _row("V-242377", SCHEDULER, "tls-min-version VersionTLS10", least_tls),
    _row("V-242378", API, "tls-min-version VersionTLS10", least_tls),
    _row("V-242379", ETCD, "auto-tls true", switched("auto-tls", on=False), never="peer-auto-tls"),
    _row("V-242380", ETCD, "peer-auto-tls true", switched("peer-auto-tls", on=False)),
    _row("V-242381", MANAGER, "use-service-account-credentials false", switched("use-service-account-credentials", on=True)),
    _row("V-242382", API, "authorization-mode AlwaysAllow", authorization, never="Node,RBAC"),
    _row("V-242382", API, "authorization-mode Node,RBAC", equal("authorization-mode", "Node,RBAC"), never="AlwaysAllow"),
    _row("V-242384", SCHEDULER, "bind-address 127.0.0.1", equal("bind-address", "127.0.0.1")),
    _row("V-242385", MANAGER, "bind-address 127.0.0.1", equal("bind-address", "127.0.0.1")),
    _row("V-242389", API, 'secure-port "0"', not_zero("secure-port"), never="insecure-port"),
    _row("V-242390", API, "anonymous-auth true", never_true("anonymous-auth")),
    ArgumentRule(
        "V-242398", _GATED, ("feature-gates", "DynamicAuditing", "true"), FeatureGateTest("DynamicAuditing", whole=False)
    ),
    ArgumentRule(
        "V-242400", _GATED, ("feature-gate", "AllAlpha", "true", "manifests"), FeatureGateTest("AllAlpha"), ("kubelet",)
    ),
    ArgumentRule("V-242400", _GATED, ("feature-gate", "AllAlpha", "true", "kubelet"), FeatureGateTest("AllAlpha", whole=False)),
    _row("V-242402", API, "audit-log-path", configured("audit-log-path")),
    _row("V-242403", API, "audit-policy-file", named("audit-policy-file", "the audit policy itself")),
    _row("V-242409", MANAGER, "profiling true", switched("profiling", on=False)),
    _row("V-242418", API, " ".join(("tls-cipher-suites", *_SUITES)), exactly("tls-cipher-suites", *_SUITES), "CHACHA20"),
    _row("V-242419", API, "client-ca-file", configured("client-ca-file")),
    _row("V-242421", MANAGER, "root-ca-file", configured("root-ca-file")),
    _row("V-242422", API, "tls-cert-file private-key-file", configured("tls-cert-file", "tls-private-key-file")),
    _row("V-242423", ETCD, "client-cert-auth false", switched("client-cert-auth", on=True), never="peer-client-cert-auth"),
    _row("V-242426", ETCD, "peer-client-cert-auth false", switched("peer-client-cert-auth", on=True)),
    _row("V-242427", ETCD, "key-file", configured("key-file"), never="peer-key-file etcd-keyfile"),
    _row("V-242428", ETCD, "cert-file", configured("cert-file"), never="peer-cert-file etcd-certfile"),
    _row("V-242429", API, "etcd-cafile", configured("etcd-cafile")),
    _row("V-242430", API, "etcd-certfile", configured("etcd-certfile")),
    _row("V-242431", API, "etcd-keyfile", configured("etcd-keyfile")),
    _row("V-242432", ETCD, "peer-cert-file", configured("peer-cert-file")),
    _row("V-242433", ETCD, "peer-key-file", configured("peer-key-file")),
    _row(
        "V-242436",
        API,
        "enable-admission-plugins ValidatingAdmissionWebhook",
        includes("enable-admission-plugins", "ValidatingAdmissionWebhook"),
    ),
    _row("V-242438", API, 'request-timeout "0"', not_zero("request-timeout")),
    _row("V-242461", API, "audit-policy-file", named("audit-policy-file", "the audit policy itself")),
    _row("V-242462", API, 'audit-log-maxsize "100"', at_least("audit-log-maxsize", 100)),
    _row("V-242463", API, 'audit-log-maxbackup "10"', at_least("audit-log-maxbackup", 10)),
    _row("V-242464", API, 'audit-log-maxage "30"', at_least("audit-log-maxage", 30)),
    _row("V-242465", API, "audit-log-path valid", named("audit-log-path", "whether there is such a path on the node")),
    _row("V-245542", API, "basic-auth-file", absent("basic-auth-file")),
    _row("V-245543", API, "token-auth-file", absent("token-auth-file")),
    _row(
        "V-245544",
        API,
        "kubelet-client-certificate kubelet-client-key",
        configured("kubelet-client-certificate", "kubelet-client-key"),
    ),
    _row(
        "V-254800",
        API,
        "admission-control-config-file",
        named("admission-control-config-file", "the file with the settings of PodSecurity"),
    ),
    _row(
        "V-274882",
        API,
        "encryption-provider-config",
        named("encryption-provider-config", "the encryption configuration, with the provider that stands first,"),
    ),
)


def arguments(cluster: StigSubject) -> Iterator[StigSeen]:
    """Every rule that has a row."""
    seen = _programs(cluster)
    for group in dict.fromkeys(row.group for row in ROWS):
        rows = [row for row in ROWS if row.group == group]
        cited = (citation for row in rows for name in row.programs for citation, _ in seen.get(name, ()))
        yield cluster.seen(group, (_reading(row, cluster, seen) for row in rows), cited)


_Seen = Mapping[str, list[tuple[ObjectCitation, Flags]]]


def _programs(cluster: StigSubject) -> _Seen:
    programs: dict[str, list[tuple[ObjectCitation, Flags]]] = {}
    for setting in cluster.configuration.of(Started):
        name = next((name for kind, name in _PROGRAMS if isinstance(setting.says, kind)), None)
        if name:
            programs.setdefault(name, []).append((setting.cited, dict(setting.says.flags)))
    return programs


def _reading(row: ArgumentRule, cluster: StigSubject, seen: _Seen) -> RuleReading:
    outcomes = [(cited, row.test(flags)) for name in row.programs for cited, flags in seen.get(name, ())]
    unseen = [name for name in row.programs if not seen.get(name)]
    answer, because = _together(outcomes)
    if unseen:
        lack = f"No {' and no '.join(unseen)} was seen among the pods (a managed control plane does not show its programs)."
        because = f"{because} {lack}".strip()
    declared = any(cited.source.path in cluster.configuration.manifests for cited, _ in outcomes)
    if declared or not cluster.configuration.running:
        because = f"{because} Manifests say what is meant and not what runs.".strip()
        answer = None
    return RuleReading(
        asks=row.asks, never=row.never, answer=answer if answer is RuleAnswer.OPEN or not unseen else None, because=because
    )


def _together(outcomes: list[tuple[ObjectCitation, TestOutcome]]) -> tuple[RuleAnswer | None, str]:
    """One finding is a finding; all programs must be right for none."""
    answers = {answer for _, (answer, _) in outcomes}
    if RuleAnswer.OPEN in answers:
        answer: RuleAnswer | None = RuleAnswer.OPEN
    else:
        answer = RuleAnswer.NOT_A_FINDING if answers == {RuleAnswer.NOT_A_FINDING} else None
    return answer, " ".join(f"{cited.key} {text}." for cited, (_, text) in outcomes)
