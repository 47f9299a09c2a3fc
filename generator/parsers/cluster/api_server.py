"""The arguments of a kube-apiserver that runs as a static pod: only those that say how access, audit and keys are set.

Files that arguments name are not in the cluster's API and stay unseen; so do the arguments of managed control planes and of
OpenShift, which keeps them in a file.

https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
"""

from generator.model.settings.admission import ApiServer
from generator.parsers.cluster.containers import PodSpec

_PROGRAM = "kube-apiserver"
_KEPT = frozenset(
    """admission-control admission-control-config-file allow-privileged anonymous-auth audit-log-maxage
    audit-log-maxbackup audit-log-maxsize audit-log-path audit-policy-file audit-webhook-config-file
    authentication-config authorization-config authorization-mode basic-auth-file client-ca-file
    disable-admission-plugins enable-admission-plugins encryption-provider-config etcd-cafile etcd-certfile
    insecure-bind-address insecure-port kubelet-certificate-authority kubelet-client-certificate profiling
    service-account-lookup tls-cert-file tls-cipher-suites tls-min-version token-auth-file""".split()
)
"""Names of arguments; no other is kept."""


def api_server_of(spec: PodSpec) -> ApiServer | None:
    """What the pod's kube-apiserver was started with; None where none runs in it, or its arguments are not written there."""
    for each in spec.containers or ():
        words = [word for part in (*(each.command or ()), *(each.args or ())) if isinstance(part, str) for word in _words(part)]
        if any(word.rpartition("/")[2] == _PROGRAM or word == "apiserver" for word in words[:3]):
            return ApiServer(flags=_flags(words))
    return None


def _words(part: str) -> list[str]:
    """A shell's one long word is a command line of its own."""
    return part.split() if " --" in part else [part]


def _flags(words: list[str]) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for word, following in zip(words, [*words[1:], ""], strict=True):
        name, equals, value = word.removeprefix("--").partition("=")
        if word.startswith("--") and name in _KEPT:
            found[name] = value if equals else "true" if following.startswith("-") or not following else following
    return tuple(sorted(found.items()))
