"""Who reaches etcd, and over what: it holds everything the cluster knows, secrets included."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.checks.mapping import mapped
from generator.model.posture import PostureRequirement, Problem
from generator.model.scan import Severity
from generator.model.settings.control_plane import Etcd
from generator.posture.base import Judgment, PostureContext, judged, not_collected, of, undecided

_WHERE = ("kube-system", "openshift-etcd")
_CERTIFICATES = (("cert-file", "key-file", "serves"), ("peer-cert-file", "peer-key-file", "meets its peers"))
_ASKS = (("client-cert-auth", "trusted-ca-file", "clients"), ("peer-client-cert-auth", "peer-trusted-ca-file", "peers"))
_WEAK = ("RC4", "3DES", "_CBC_", "TLS_RSA_")

_REQUIREMENT = PostureRequirement(
    id="etcd-access",
    area="Control plane",
    title="etcd speaks TLS and asks everybody for a certificate",
    problem="etcd is open wider than asked",
    asks="Does etcd use certificates towards clients and peers, and refuse clients without one?",
    rationale="Who reads etcd reads every secret, and who writes it passes by every rule of the API server.",
    fix="Start etcd with certificates and `--client-cert-auth=true`, `--peer-client-cert-auth=true`, without `--auto-tls`.",
    reference=(
        "https://etcd.io/docs/latest/op-guide/security/; CIS 1.12, 2.1 to 2.7; Kubernetes STIG V-242379, V-242423, V-242426"
    ),
    controls=mapped(ours="SC-8 SC-13 SC-23 SC-28 AC-3 CM-6"),
    severity=Severity.HIGH,
)


@dataclass(frozen=True, slots=True)
class EtcdAccess:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`. An etcd of somebody's own, in a namespace of the system, is no matter of the control plane."""
        settings = tuple(each for each in context.of(Etcd) if each.namespace in _WHERE)
        shown = tuple(each for each in settings if not each.says.flag("config-file"))
        if not settings:
            return not_collected("what etcd is started with (a managed control plane does not show it)")
        if not shown:
            return undecided(
                "etcd takes its settings from a file, which the API does not show.", ("etcd's configuration file",)
            )
        problems = [
            Problem(subject=each.key, text=text, citations=(each.cited,)) for each in shown for text in _faults(each.says)
        ]
        right = sum(not any(_faults(each.says)) for each in shown)
        detail = f"{of(right, len(shown), 'members of etcd')} (those started alike count once) ask for certificates everywhere."
        missing = ["the settings of an etcd that takes them from a file"] if len(shown) < len(settings) else []
        return judged(detail, problems, settings, missing=missing)


def _faults(etcd: Etcd) -> Iterator[str]:
    yield from _unknown(etcd)
    plain = [url for name in ("listen-client-urls", "listen-peer-urls") for url in etcd.values(name) if url.startswith("http:")]
    if plain:
        yield f"answers without TLS on {', '.join(plain[:3])}"
    weak = [each for each in etcd.values("cipher-suites") if any(part in each for part in _WEAK)]
    if weak:
        yield f"offers weak cipher suites ({', '.join(weak[:3])})"


def _unknown(etcd: Etcd) -> Iterator[str]:
    """Parties that it meets without knowing them, or without showing who it is."""
    for certificate, key, does in _CERTIFICATES:
        if not etcd.flag(certificate) or not etcd.flag(key):
            yield f"{does} without a certificate ({certificate}, {key})"
    for name, authority, who in _ASKS:
        if etcd.flag(name) != "true":
            yield f"asks {who} for no certificate ({name} is not true)"
        elif not etcd.flag(authority):
            yield f"does not say whose certificates it takes from {who} ({authority})"
    for name in ("auto-tls", "peer-auto-tls"):
        if etcd.flag(name) == "true":
            yield f"trusts certificates that it makes itself ({name})"
