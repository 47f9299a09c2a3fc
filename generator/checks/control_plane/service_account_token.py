"""Tokens of service accounts: does a workload that has no account of its own get a key to the API?"""

from dataclasses import dataclass

from generator.checks.isolation.container_privileges import WORKLOADS
from generator.checks.mapping import mapped
from generator.model.posture import PostureRequirement, Problem
from generator.model.scan import Severity
from generator.model.settings.access import ServiceAccount
from generator.model.settings.base import Setting
from generator.model.settings.isolation import PodIsolation
from generator.posture.base import Judgment, PostureContext, judged, none_found, not_collected, of

_DEFAULT = "default"

_REQUIREMENT = PostureRequirement(
    id="service-account-token",
    area="Access",
    title="Only workloads with an account of their own get a token",
    problem="Workload gets a token of the default service account",
    asks="Does every workload that gets a token for the API use a service account of its own?",
    rationale="What is ever granted to the default account is granted to every pod of the namespace that mounts its token.",
    fix="Set `automountServiceAccountToken: false` on the pod or the default account, or give it its own account.",
    reference="https://kubernetes.io/docs/concepts/security/service-accounts/ and CIS Kubernetes 1.12, 5.1.5 and 5.1.6",
    controls=mapped(nist="AC-6", ours="AC-2 IA-5"),
    severity=Severity.LOW,
    required=False,
)


@dataclass(frozen=True, slots=True)
class ServiceAccountTokens:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        workloads = context.inside(PodIsolation)
        if not workloads:
            if not context.listed(*WORKLOADS):
                return not_collected("workloads", refused=context.refused(("", "pods")))
            return none_found("No workload of the system's own.")
        accounts = {(each.namespace, each.name): each.says.mounts_token for each in context.of(ServiceAccount)}
        open_ = [each for each in workloads if _is_open(each, mounts=accounts.get((each.namespace, _DEFAULT)))]
        text = "mounts the token of the namespace's default service account"
        problems = [Problem(subject=each.key, text=text, citations=(each.cited,)) for each in open_]
        missing = [] if context.listed(("", "ServiceAccount")) else ["whether the default accounts give out tokens"]
        right = of(len(workloads) - len(open_), len(workloads), "workloads")
        return judged(f"{right} get no token, or one of an account of their own.", problems, workloads, missing=missing)


def _is_open(each: Setting[PodIsolation], *, mounts: bool | None) -> bool:
    """What the pod says wins over what its account says."""
    mounted = mounts if each.says.mounts_token is None else each.says.mounts_token
    return each.says.service_account == _DEFAULT and mounted is not False
