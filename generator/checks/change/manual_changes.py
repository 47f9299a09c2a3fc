"""Changes by hand: who wrote the fields of workloads, as the API server remembers it."""

from generator.checks.base import POD, Check, CheckContext, Judgment, judged, named
from generator.checks.mapping import mapped
from generator.checks.populations import workloads
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, PostureRequirement
from generator.model.settings.base import Setting
from generator.model.settings.change import Deployed, Managers
from generator.model.settings.isolation import PodIsolation
from generator.model.settings.secrets import SecretUse
from generator.model.verdict_makers import fails, passes, unknown

_HANDS = frozenset(
    "kubectl-edit kubectl-patch kubectl-set kubectl-scale kubectl-rollout kubectl-annotate kubectl-label kubectl-create"
    " kubectl-replace kubectl-run kubectl-expose kubectl-autoscale k9s Lens".split()
)
"""Managers of commands that change an object in place: https://kubernetes.io/docs/reference/using-api/server-side-apply/."""
_APPLIED = frozenset({"kubectl-client-side-apply", "kubectl"})
"""A manifest was applied, by a person or by a pipeline: the name does not tell which."""
_DEPLOYERS = frozenset(
    "argocd-controller argocd-application-controller kustomize-controller helm-controller helm flux Terraform Pulumi"
    " rancher-agent openshift-controller-manager cluster-version-operator operator keda-operator rollouts-controller".split()
)
"""Names that deployers and controllers use for themselves unless somebody gives them another."""
_CLIENT = "The client chooses the name under which the API server remembers it, and a later deployment overwrites it."

_REQUIREMENT = PostureRequirement(
    id="manual-changes",
    area="Change control",
    title="Workloads are changed through the pipeline only",
    problem="Workload changed outside the pipeline",
    asks="Do the workloads' fields show changes that went past the pipeline or deployer?",
    rationale="A manual change has passed no review, no scan and no gate, and is lost with the next deployment.",
    fix="Bring the change into the repository, deploy it from there, and take the right to write workloads from people.",
    reference="https://kubernetes.io/docs/reference/using-api/server-side-apply/#managers",
    controls=mapped(fedramp="CM-3", nist="CM-5", ours="CM-6"),
    subjects=("workload", "workloads"),
)


def _judge(context: CheckContext) -> Judgment:
    """The subjects are the workloads. `managedFields` is the API server's report of what each client called itself."""
    workloads = {each.key: each.cited for each in context.inside(PodIsolation)}
    managers = {each.key: each for each in context.inside(Managers) if each.kind != "Job" or each.key in workloads}
    subjects = {**workloads, **{key: each.cited for key, each in managers.items()}}
    deployed, collected = bool(context.of(Deployed)), _collected(context)
    if subjects:
        verdicts = (
            _workload(managers[key], deployed=deployed) if key in managers else _unread(key, cited, collected)
            for key, cited in subjects.items()
        )
        return judged(verdicts, notes=(_CLIENT,) if managers else ())
    none, needed = "No workload of the system's own.", "workloads with the writers of their fields"
    return context.absent(none, needed, POD, refusing=(("apps", "Deployment"),))


def _collected(context: CheckContext) -> set[str]:
    """Workloads of which the object itself was collected, and not only what it made."""
    of = (*context.of(SecretUse), *context.of(PodIsolation))
    return {each.key for each in of if each.read_from == (each.group, each.kind)}


def _unread(key: str, cited: ObjectCitation, collected: set[str]) -> JudgedSubject:
    """kubectl leaves managed fields out unless it is asked for them; a workload may also be known by its pods alone."""
    reason = "managed fields were left out of the dump" if key in collected else "the object itself was not collected"
    return unknown(key, reason, cited, next_step="collect it with `kubectl get --show-managed-fields`")


def _workload(setting: Setting[Managers], *, deployed: bool) -> JudgedSubject:
    """Beside a deployer, an apply by kubectl goes past it, whoever made it."""
    hands = _names(setting, _HANDS | _APPLIED if deployed else _HANDS)
    if hands:
        return fails(setting.key, f"was changed with {named(hands)}", setting.cited, certainty=Certainty.REPORTED)
    if _names(setting, _APPLIED):
        return unknown(setting.key, "applied by kubectl: person or pipeline", setting.cited)
    others = sorted({name for name, _ in setting.says.managers} - _DEPLOYERS)
    if others:
        return unknown(setting.key, f"writer {named(others)} is not known", setting.cited)
    return passes(setting.key, setting.cited, certainty=Certainty.REPORTED)


def _names(setting: Setting[Managers], among: frozenset[str]) -> list[str]:
    return [f"{name} on {day}" if day else name for name, day in setting.says.managers if name in among]


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=workloads, per_cluster=True, kubernetes=True)
