"""Drift: is the cluster as the repository says, and is what drifts put back?"""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.checks.mapping import mapped
from generator.model.posture import PostureRequirement, Problem
from generator.model.settings.base import Setting
from generator.model.settings.change import Deployed
from generator.posture.base import Judgment, PostureContext, judged, named, none_found, not_collected
from generator.text import counted

_KINDS = (
    ("argoproj.io", "Application"),
    ("kustomize.toolkit.fluxcd.io", "Kustomization"),
    ("helm.toolkit.fluxcd.io", "HelmRelease"),
)
_SICK = ("Degraded", "Missing")

_REQUIREMENT = PostureRequirement(
    id="gitops-in-sync",
    area="Change control",
    title="What runs is what the repository says",
    problem="Cluster drifts from its repository",
    asks="Is every deployed application in step with its repository, and are changes by hand undone?",
    rationale="A baseline that the cluster no longer follows is no baseline.",
    fix="Sync the application, switch automated sync with selfHeal (or drift detection) on, and resume what is suspended.",
    reference="https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/; https://fluxcd.io/flux/components/",
    controls=mapped(fedramp="CM-2 CM-3", nist="CM-5", ours="CM-6"),
    required=False,
)


@dataclass(frozen=True, slots=True)
class GitopsInSync:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`. Applications stand in the deployer's own namespace, inside the boundary or not."""
        if not context.listed(*_KINDS):
            return not_collected("applications of Argo CD or Flux", refused=context.refused(("argoproj.io", "applications")))
        settings = context.of(Deployed)
        if not settings:
            return none_found("Argo CD or Flux is known to the cluster, and deploys nothing.")
        problems = [
            Problem(subject=setting.key, text=text, citations=(setting.cited,))
            for setting in settings
            for text in _faults(setting)
        ]
        step = sum(setting.says.in_step is True for setting in settings)
        unknown = [setting.key for setting in settings if setting.says.in_step is None]
        tools = named(sorted({setting.says.tool for setting in settings}))
        missing = [f"whether {named(unknown)} is in step: no status was collected"] if unknown else []
        detail = f"{step} of {counted(len(settings), 'application')} of {tools} are in step with their repository."
        return judged(detail, problems, settings, missing=missing)


def _faults(setting: Setting[Deployed]) -> Iterator[str]:
    says = setting.says
    if says.in_step is False:
        yield f"is not as its repository says ({says.status})"
    if says.health in _SICK:
        yield f"is {says.health}"
    if says.paused:
        yield "is suspended, so changes of the repository do not arrive and drift stays"
    if not says.automatic:
        yield "is synced by hand only (no automated sync)"
    elif says.heals is False:
        yield "does not undo changes by hand (selfHeal or drift detection is off)"
