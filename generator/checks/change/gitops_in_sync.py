"""Drift: is the cluster as the repository says, and is what drifts put back?"""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from generator.checks.base import Check, CheckContext, Judgment, judged, named, none_found, not_collected
from generator.checks.mapping import mapped
from generator.checks.populations import of_kinds
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement, weakest
from generator.model.settings.base import Setting
from generator.model.settings.change import Deployed
from generator.model.verdict_makers import fails, passes, unknown

_KINDS = (
    ("argoproj.io", "Application"),
    ("kustomize.toolkit.fluxcd.io", "Kustomization"),
    ("helm.toolkit.fluxcd.io", "HelmRelease"),
)
_SICK = ("Degraded", "Missing")
_OLD = timedelta(days=1)
"""Argo CD compares every three minutes unless it is configured otherwise: a comparison of a day before is too old."""
_READY = "Ready of Flux means applied: objects with an annotation that keeps the controller off are not compared."

_REQUIREMENT = PostureRequirement(
    id="gitops-in-sync",
    area="Change control",
    title="What runs matches its repository",
    problem="Cluster differs from its repository",
    asks="Is every deployed application in step with its repository, and are changes by hand undone?",
    rationale="A baseline that the cluster no longer follows is no baseline.",
    fix="Sync the application, switch automated sync with selfHeal (or drift detection) on, and resume what is suspended.",
    reference="https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/; https://fluxcd.io/flux/components/",
    controls=mapped(fedramp="CM-2 CM-3", nist="CM-5", ours="CM-6"),
    subjects=("application", "applications"),
)


def _judge(context: CheckContext) -> Judgment:
    """The subjects are the Applications, Kustomizations and HelmReleases, in the deployer's own namespace or any other.

    To be in step needs the controller's own word for the newest change of the object; that nothing is suspended or left to a
    person is read from the specification.
    """
    settings = context.of(Deployed)
    if settings:
        ignoring = [each.key for each in settings if each.says.ignores]
        notes = [f"Some differences are left out of the comparison: {named(ignoring)}."] if ignoring else []
        flux = [_READY] if any(each.says.tool == "Flux" for each in settings) else []
        return judged((_application(context, each) for each in settings), notes=(*notes, *flux))
    if context.listed_whole(*_KINDS):
        return none_found("Argo CD or Flux is known to the cluster, and deploys nothing.")
    return not_collected("applications of Argo CD or Flux", refused=context.refused(("argoproj.io", "applications")))


def _application(context: CheckContext, each: Setting[Deployed]) -> JudgedSubject:
    says = each.says
    drifted, loose = list(_drifted(says)), list(_loose(says))
    if drifted or loose:
        certainties = ([Certainty.REPORTED] if drifted else []) + ([context.certainty_of(each)] if loose else [])
        return fails(each.key, "; ".join((*drifted, *loose)), each.cited, certainty=weakest(certainties))
    if says.in_step is None:
        return unknown(each.key, "no status was collected", each.cited)
    if says.current is False:
        return unknown(each.key, "status is older than the last change", each.cited)
    if says.refreshed is not None and each.taken is not None and each.taken - says.refreshed > _OLD:
        return unknown(each.key, f"status was last compared on {says.refreshed.date().isoformat()}", each.cited)
    return passes(each.key, each.cited, certainty=Certainty.REPORTED, reason=says.status)


def _drifted(says: Deployed) -> Iterator[str]:
    """By the controller's status."""
    if says.in_step is False:
        yield f"is not as its repository says ({says.status})"
    if says.health in _SICK:
        yield f"is {says.health}"


def _loose(says: Deployed) -> Iterator[str]:
    """By its own specification."""
    if says.paused:
        yield "is suspended, so changes of the repository do not arrive and drift stays"
    if not says.automatic:
        yield "is synced by hand only (no automated sync)"
    elif says.heals is False:
        yield "does not undo changes by hand (selfHeal or drift detection is off)"


def _other_applications(context: CheckContext) -> Iterable[JudgedSubject]:
    """Of each deployer that the cluster knows; Flux has two kinds."""
    argo, *flux = _KINDS
    kinds = (*([argo] if context.listed(argo) else ()), *(flux if context.listed(*flux) else ()))
    return of_kinds("other applications", *kinds)(context)


CHECK = Check(
    requirement=_REQUIREMENT,
    judge=_judge,
    population=_other_applications,
    per_cluster=True,
    kubernetes=True,
)
