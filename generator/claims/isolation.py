"""How containers are kept apart from each other and from their node (SC-2, SC-3, SC-4, SC-39, CM-6, AC-6).

FedRAMP container guidance v1.0, Hardened Images.
"""

from generator.claims.stated import StatedRequirement, StatedTopic

ISOLATION = StatedTopic(
    name="isolation",
    subject="Isolation of containers",
    requirements=(
        StatedRequirement(
            requirement="pod-security-level",
            holds="every namespace of the system enforces the Pod Security level baseline or restricted",
            at=("CM-6(b)", "SC-2", "SC-3", "SC-39", "AC-6"),
        ),
        StatedRequirement(
            requirement="container-privileges",
            holds=(
                "containers run as non-root, without privilege, escalation or capabilities, with a seccomp profile and a "
                "read-only root filesystem"
            ),
            at=("CM-6(b)", "SC-2", "SC-3", "SC-4", "SC-39", "AC-6", "CM-7(a)"),
        ),
        StatedRequirement(
            requirement="host-sharing",
            holds="workloads keep out of the process, network and IPC namespaces, folders and ports of their node",
            at=("SC-2", "SC-4", "SC-39", "AC-6"),
        ),
    ),
)
