"""Who reaches etcd, and over what: it holds everything the cluster knows, secrets included."""

import re
from collections.abc import Iterator

from generator.checks.base import Check, CheckContext, Judgment, judged
from generator.checks.control_plane.api_server import of_hidden
from generator.checks.control_plane.cipher_suites import weak
from generator.checks.mapping import mapped
from generator.checks.populations import control_plane
from generator.model.posture import JudgedSubject, PostureRequirement
from generator.model.scan import Severity
from generator.model.settings.admission import ApiServer
from generator.model.settings.base import Setting
from generator.model.settings.control_plane import Etcd
from generator.model.verdict_makers import fails, passes, unknown

_WHERE = ("kube-system", "openshift-etcd")
_CERTIFICATES = (("cert-file", "key-file", "serves"), ("peer-cert-file", "peer-key-file", "connects to its peers"))
_ASKS = (("client-cert-auth", "trusted-ca-file", "clients"), ("peer-client-cert-auth", "peer-trusted-ca-file", "peers"))
_LISTENS = ("listen-client-urls", "listen-peer-urls", "listen-metrics-urls")
_LOOPBACK = re.compile(r"https?://(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?/?", re.IGNORECASE)
_IN_FILE = "it takes its settings from a file that was not collected"
_EXTERNAL = "external etcd was not collected"
_COLLECT = "collect the arguments or the configuration file of each member of etcd"

_REQUIREMENT = PostureRequirement(
    id="etcd-access",
    area="Control plane",
    title="etcd uses TLS and requires certificates from clients and peers",
    problem="etcd access is wider than required",
    asks="Does etcd use certificates towards clients and peers, and refuse clients without one?",
    rationale="Whoever reads etcd reads every secret, and whoever writes to it bypasses the API server's rules.",
    fix="Start etcd with certificates and `--client-cert-auth=true`, `--peer-client-cert-auth=true`, without `--auto-tls`.",
    reference=(
        "https://etcd.io/docs/latest/op-guide/security/; CIS 1.12, 2.1 to 2.7; Kubernetes STIG V2R6, V-242379, V-242380, "
        "V-242423, V-242426 to V-242433"
    ),
    controls=mapped(ours="SC-8 SC-13 SC-23 SC-28 AC-3 CM-6"),
    subjects=("member of etcd", "members of etcd"),
    severity=Severity.HIGH,
)


def _judge(context: CheckContext) -> Judgment:
    """etcd, "Transport security model"; CIS section 2. An etcd of somebody's own, in a namespace of the system, is no matter of
    the control plane. An http URL on the loopback address leaves the node as little as a socket, and is accepted.
    """
    members = [each for each in context.of(Etcd) if each.namespace in _WHERE]
    external = list(_external(context)) if not members else []
    if members or external:
        note = "Whether etcd's certificate authority is another than the cluster's (CIS 2.7) was not read."
        return judged((*(_subject(each, context) for each in members), *external), notes=(note,))
    return of_hidden(context, "etcd", "what etcd is started with", "what etcd is started with was not collected", _COLLECT)


def _subject(each: Setting[Etcd], context: CheckContext) -> JudgedSubject:
    if each.says.flag("config-file"):
        return unknown(each.key, _IN_FILE, each.cited, next_step=_COLLECT)
    wrong = "; ".join(_faults(each.says))
    certainty = context.certainty_of(each)
    if wrong:
        return fails(each.key, wrong, each.cited, certainty=certainty)
    return passes(each.key, each.cited, certainty=certainty)


def _external(context: CheckContext) -> Iterator[JudgedSubject]:
    """Members that API servers name and that run elsewhere."""
    for each in context.of(ApiServer):
        for url in each.says.values("etcd-servers"):
            if not _LOOPBACK.fullmatch(url):
                yield unknown(url, _EXTERNAL, each.cited, next_step=_COLLECT)


def _faults(etcd: Etcd) -> Iterator[str]:
    yield from _unauthenticated(etcd)
    plain = [url for name in _LISTENS for url in etcd.values(name) if url.startswith("http:") and not _LOOPBACK.fullmatch(url)]
    if plain:
        yield f"answers without TLS on {', '.join(plain[:3])}"
    found = weak(etcd.values("cipher-suites"))
    if found:
        yield f"offers weak cipher suites, or such as are not approved ({found})"


def _unauthenticated(etcd: Etcd) -> Iterator[str]:
    """Parties that it meets without knowing them, or without showing who it is."""
    for certificate, key, does in _CERTIFICATES:
        if not etcd.flag(certificate) or not etcd.flag(key):
            yield f"{does} without a certificate ({certificate}, {key})"
    for name, authority, who in _ASKS:
        if etcd.flag(name) != "true":
            yield f"requires no certificate from {who} ({name} is not true)"
        elif not etcd.flag(authority):
            yield f"names no certificate authority for {who} ({authority})"
    for name in ("auto-tls", "peer-auto-tls"):
        if etcd.flag(name) == "true":
            yield f"uses certificates that it signs itself ({name})"


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=control_plane, per_cluster=True, kubernetes=True)
