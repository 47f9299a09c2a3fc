"""How containers are kept apart from each other and from their node (SC-2, SC-3, SC-4, SC-39, CM-6, AC-6).

FedRAMP container guidance v1.0, Hardened Images.
"""

from generator.claims.mechanisms import LEAST_PRIVILEGE, WORKLOAD_ISOLATION
from generator.claims.plan_wording import PlannedRequirement, by_reason
from generator.claims.stated import StatedTopic

ISOLATION = StatedTopic(
    name="isolation",
    subject="Isolation of containers",
    requirements=(
        PlannedRequirement(
            requirement="pod-security-level",
            holds="every namespace of the system enforces the Pod Security level baseline or restricted",
            at=("CM-6(b)", "SC-2", "SC-3", "SC-39", "AC-6"),
            mechanism=WORKLOAD_ISOLATION,
            says=lambda scope: (
                f"Pod Security Admission {scope.does('enforce', 'enforces', number=1)} the level "
                f"{scope.mentioned('baseline', 'restricted') or 'baseline or restricted'} in {scope.all} and "
                "refuses pods that do not meet it"
            ),
            lacks=(
                "enforces no Pod Security level that refuses pods",
                "enforce no Pod Security level that refuses pods",
            ),
            lacks_of=by_reason,
        ),
        PlannedRequirement(
            requirement="container-privileges",
            holds=(
                "containers run as non-root, without privilege, escalation or capabilities, with a seccomp profile and a "
                "read-only root filesystem"
            ),
            at=("CM-6(b)", "SC-2", "SC-3", "SC-4", "SC-39", "AC-6", "CM-7(a)"),
            mechanism=LEAST_PRIVILEGE,
            says=lambda scope: (
                "Containers run as a non-root user without privileged "
                "mode, privilege escalation or Linux capabilities, with a seccomp profile and a read-only "
                f"root filesystem, as set in the {scope.definitions} of {scope.all}"
            ),
            brief=lambda scope: (
                f"{scope.All} {scope.does('run', 'runs')} without privileged mode, privilege escalation and Linux capabilities"
            ),
            lacks=("runs with more than the least privilege", "run with more than the least privilege"),
            lacks_of=by_reason,
        ),
        PlannedRequirement(
            requirement="host-sharing",
            holds="workloads keep out of the process, network and IPC namespaces, folders and ports of their node",
            at=("SC-2", "SC-4", "SC-39", "AC-6"),
            mechanism=WORKLOAD_ISOLATION,
            says=lambda scope: scope.acts(
                "share",
                "shares",
                f" no namespace, folder or port with {scope.agree('its node', 'their nodes')}",
            ),
            lacks=("shares namespaces, folders or ports of its node", "share namespaces, folders or ports of their nodes"),
            lacks_of=by_reason,
        ),
    ),
)
