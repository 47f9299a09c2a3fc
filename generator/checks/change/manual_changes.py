"""Changes by hand: who wrote the fields of workloads, as the API server remembers it."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.checks.mapping import mapped
from generator.model.posture import Certainty, PostureRequirement, PostureState, Problem
from generator.model.settings.base import Setting
from generator.model.settings.change import Deployed, Managers
from generator.posture.base import Judgment, PostureContext, named, not_collected
from generator.text import counted

_HANDS = frozenset(
    "kubectl-edit kubectl-patch kubectl-set kubectl-scale kubectl-rollout kubectl-annotate kubectl-label kubectl-create"
    " kubectl-replace kubectl-run kubectl-expose kubectl-autoscale k9s Lens".split()
)
"""Managers of commands that change an object in place: https://kubernetes.io/docs/reference/using-api/server-side-apply/."""
_APPLIED = frozenset({"kubectl-client-side-apply", "kubectl"})
"""A manifest was applied, by a person or by a pipeline: the name does not tell which."""

_REQUIREMENT = PostureRequirement(
    id="manual-changes",
    area="Change control",
    title="Workloads are not changed by hand",
    problem="Workload was changed by hand",
    asks="Do the workloads' fields show changes that went past the pipeline or deployer?",
    rationale="A change by hand has passed no review, no scan and no gate, and is gone with the next deployment.",
    fix="Bring the change into the repository, deploy it from there, and take the right to write workloads from people.",
    reference="https://kubernetes.io/docs/reference/using-api/server-side-apply/#managers",
    controls=mapped(fedramp="CM-3", nist="CM-5", ours="CM-6"),
)


@dataclass(frozen=True, slots=True)
class ManualChanges:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        settings = context.inside(Managers)
        if not settings:
            return not_collected("who wrote the workloads' fields (`kubectl get --show-managed-fields`)")
        deployed = bool(context.of(Deployed))
        problems = tuple(problem for setting in settings for problem in _by_hand(setting, deployed=deployed))
        applied = [] if deployed else [setting for setting in settings if _names(setting, _APPLIED)]
        missing = (
            [f"whether a person or a pipeline applied {counted(len(applied), 'workload')} with kubectl"] if applied else []
        )
        changed = len({problem.subject for problem in problems})
        return Judgment(
            state=PostureState.NOT_ENFORCING if problems else PostureState.ENFORCING,
            summary=f"{changed} of {counted(len(settings), 'workload')} hold fields that were written by hand.",
            certainty=Certainty.INDICATION,
            missing=(*missing, "changes that a later deployment has overwritten"),
            problems=problems,
            citations=tuple(setting.cited for setting in settings),
        )


def _by_hand(setting: Setting[Managers], *, deployed: bool) -> Iterator[Problem]:
    """Beside a deployer, an apply by kubectl goes past it, whoever made it."""
    hands = _names(setting, _HANDS | _APPLIED if deployed else _HANDS)
    if hands:
        yield Problem(subject=setting.key, text=f"was changed with {named(hands)}", citations=(setting.cited,))


def _names(setting: Setting[Managers], among: frozenset[str]) -> list[str]:
    return [f"{name} on {day}" if day else name for name, day in setting.says.managers if name in among]
