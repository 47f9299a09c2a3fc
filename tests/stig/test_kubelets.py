"""What kubeadm gives to kubelets: every rule about it, its setting by name, and what was given."""

from generator.model.settings.control_plane import Kubelets
from generator.stig.kubelets import _RULES


def test_every_rule_and_what_it_reads() -> None:
    strict = Kubelets(
        read_only_port=0,
        anonymous=False,
        authorization="Webhook",
        client_ca=True,
        protects_kernel=True,
        idle_timeout="5m",
    )
    loose = Kubelets(read_only_port=10255, anonymous=True, authorization="AlwaysAllow", client_ca=False)
    assert [(group, member, value(strict), value(loose)) for group, member, value in _RULES] == [
        ("V-242387", "readOnlyPort", "0", "10255"),
        ("V-242391", "authentication.anonymous.enabled", "false", "true"),
        ("V-242392", "authorization.mode", "Webhook", "AlwaysAllow"),
        ("V-242420", "authentication.x509.clientCAFile", "a file", "nothing"),
        ("V-242434", "protectKernelDefaults", "true", "false"),
        ("V-245541", "streamingConnectionIdleTimeout", "5m", "nothing"),
    ]
