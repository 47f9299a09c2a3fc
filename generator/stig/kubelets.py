"""Rules about kubelets: what kubeadm gives to them is reported and decides nothing, since each node has a file of its own.

Source: the check texts of the rules, which have a person look at the kubelet's command line and file on every node.
"""

from collections.abc import Callable, Iterator

from generator.model.settings.control_plane import Kubelets
from generator.model.stig import StigSeen
from generator.stig.base import StigSubject, undecided

_RULES: tuple[tuple[str, str, Callable[[Kubelets], str]], ...] = (
    ("V-242387", "readOnlyPort", lambda says: str(says.read_only_port)),
    ("V-242391", "authentication.anonymous.enabled", lambda says: str(says.anonymous).lower()),
    ("V-242392", "authorization.mode", lambda says: says.authorization),
    ("V-242420", "authentication.x509.clientCAFile", lambda says: "a file" if says.client_ca else "nothing"),
    ("V-242434", "protectKernelDefaults", lambda says: str(says.protects_kernel).lower()),
    ("V-245541", "streamingConnectionIdleTimeout", lambda says: says.idle_timeout or "nothing"),
)


def kubelets(cluster: StigSubject) -> Iterator[StigSeen]:
    """Each rule, where kubeadm's ConfigMap was collected."""
    given = [setting for setting in cluster.configuration.of(Kubelets) if not setting.says.node]
    for group, member, value in _RULES if given else ():
        description = "; ".join(f"{setting.key} gives kubelets {value(setting.says)} as {member}" for setting in given)
        reading = undecided(f"{description}. The files and command lines of the nodes themselves were not collected.")
        yield cluster.seen(group, (reading,), (setting.cited for setting in given))
