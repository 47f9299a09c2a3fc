"""Which traffic the network lets through (SC-7, SC-7(5), AC-4), and what that keeps apart (SC-2, SC-3, SC-4)."""

from generator.claims.mechanisms import NETWORK_POLICIES
from generator.claims.plan_wording import PassingScope, PlannedRequirement
from generator.claims.stated import StatedTopic
from generator.model.facts import SystemFacts
from generator.model.posture import JudgedSubject

_ON_HOST = "publishes its port on its host"


def _published(subject: JudgedSubject, _facts: SystemFacts) -> str:
    """A port on a host is open as far as the host is, of which nothing is known."""
    return "publishes a port on a host" if _ON_HOST in subject.reason else "can be reached from outside"


_PAIR = 2


def _not_reached(scope: PassingScope) -> str:
    """`No entry point … leads to any of the 3 databases`: "to all" would mean that one leads to some."""
    to, many = scope.all, scope.words[1]
    if scope.whole and scope.total > 1:
        to = f"{f'either of the {many}' if scope.total == _PAIR else f'any of the {scope.total:,} {many}'}{scope.where}"
    return f"No entry point leads from outside the boundary to {to}"


NETWORK = StatedTopic(
    name="network",
    subject="Network policies",
    requirements=(
        PlannedRequirement(
            requirement="network-default-deny",
            holds="every namespace of the system denies ingress and egress of its pods unless a policy allows it",
            at=("SC-7(a)", "SC-7(5)", "AC-4", "SC-2", "SC-3", "SC-4"),
            mechanism=NETWORK_POLICIES,
            says=lambda scope: (
                f"Network policies {scope.does('deny', 'denies', number=2)} pods all traffic that no policy "
                f"allows, in {scope.all}"
            ),
            lacks=("has no policy that denies traffic by default", "have no policy that denies traffic by default"),
            subject=("namespace direction (ingress or egress)", "namespace directions (ingress and egress)"),
        ),
        PlannedRequirement(
            requirement="database-open-to-users",
            mechanism=NETWORK_POLICIES,
            says=_not_reached,
            lacks=("is open beyond the system's own workloads", "are open beyond the system's own workloads"),
            lacks_of=_published,
        ),
    ),
)
