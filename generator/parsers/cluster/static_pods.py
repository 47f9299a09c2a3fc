"""The arguments of a control plane's programs that run as static pods: only those that say how access, audit and keys are set.

Files that arguments name are not in the cluster's API and stay unseen; so do the arguments of managed control planes and of
OpenShift, which keeps those of the API server in a file and puts those of etcd together in a script.

https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
https://etcd.io/docs/latest/op-guide/configuration/
"""

from collections.abc import Container, Iterator

from generator.model.settings.admission import ApiServer
from generator.model.settings.control_plane import ControllerManager, Etcd, Scheduler, Started
from generator.parsers.cluster.containers import ContainerSpec, PodSpec

_API_SERVER, _ETCD = ("kube-apiserver", "apiserver"), ("etcd",)
_OF_API_SERVER = frozenset(
    """admission-control admission-control-config-file allow-privileged anonymous-auth audit-log-maxage
    audit-log-maxbackup audit-log-maxsize audit-log-path audit-policy-file audit-webhook-config-file config
    authentication-config authorization-config authorization-mode basic-auth-file client-ca-file
    disable-admission-plugins enable-admission-plugins encryption-provider-config etcd-cafile etcd-certfile etcd-keyfile
    etcd-servers openshift-config
    feature-gates insecure-bind-address insecure-port kubelet-certificate-authority kubelet-client-certificate
    kubelet-client-key profiling request-timeout secure-port service-account-lookup tls-cert-file tls-cipher-suites
    tls-min-version tls-private-key-file token-auth-file""".split()
)
"""Names of arguments; no other is kept."""
_OF_ETCD = frozenset(
    """auto-tls cert-file cipher-suites client-cert-auth config-file key-file listen-client-urls
    listen-metrics-urls listen-peer-urls
    peer-auto-tls peer-cert-file peer-client-cert-auth peer-key-file peer-trusted-ca-file trusted-ca-file""".split()
)
_OTHERS: tuple[tuple[str, type[Started], frozenset[str]], ...] = (
    (
        "kube-controller-manager",
        ControllerManager,
        frozenset("bind-address feature-gates profiling root-ca-file tls-min-version use-service-account-credentials".split()),
    ),
    ("kube-scheduler", Scheduler, frozenset("bind-address feature-gates profiling tls-min-version".split())),
)
"""Program, what is made of it, and its arguments that are kept."""
_FIRST_WORDS = 4
"""The program is among them: `sh -c exec etcd`."""


def started_in(spec: PodSpec) -> Iterator[Started]:
    """What the programs in a pod were started with; nothing where their arguments are not written there."""
    for each in spec.containers or ():
        words = [word for part in (*(each.command or ()), *(each.args or ())) if isinstance(part, str) for word in _words(part)]
        programs = {word.rpartition("/")[2] for word in words[:_FIRST_WORDS]}
        if programs.intersection(_API_SERVER):
            yield ApiServer(flags=_flags(words, _OF_API_SERVER))
        elif programs.intersection(_ETCD) and any(word.startswith("-") for word in words):
            yield Etcd(flags=tuple(sorted({**_environment(each), **dict(_flags(words, _OF_ETCD))}.items())))
        else:
            yield from (made(flags=_flags(words, kept)) for name, made, kept in _OTHERS if name in programs)


def _environment(container: ContainerSpec) -> dict[str, str]:
    """`ETCD_CLIENT_CERT_AUTH` stands for `--client-cert-auth`."""
    named = ((each.name.removeprefix("ETCD_").lower().replace("_", "-"), each) for each in container.env or ())
    return {
        name: each.value
        for name, each in named
        if name in _OF_ETCD and each.name.startswith("ETCD_") and isinstance(each.value, str)
    }


def _words(part: str) -> list[str]:
    """A shell's one long word is a command line of its own."""
    return part.split() if " --" in part else [part]


def _flags(words: list[str], kept: Container[str]) -> tuple[tuple[str, str], ...]:
    """With two dashes before the name or, as etcd takes it as well, with one."""
    flags: dict[str, str] = {}
    for word, following in zip(words, [*words[1:], ""], strict=True):
        name, equals, value = word.removeprefix("-").removeprefix("-").partition("=")
        if word.startswith("-") and name in kept:
            flags[name] = value if equals else "true" if following.startswith("-") or not following else following
    return tuple(sorted(flags.items()))
