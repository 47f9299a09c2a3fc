"""Access rules: who holds a role that is wider than a person or program is likely to need?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.checks.mapping import mapped
from generator.model.posture import PostureRequirement, Problem
from generator.model.scan import Severity
from generator.model.settings.access import AccessBinding, AccessRole, Holder, Width
from generator.model.settings.base import Setting
from generator.posture.base import Judgment, PostureContext, judged, named, none_found, not_collected
from generator.text import counted

_GROUP = "rbac.authorization.k8s.io"
_ADMIN = "cluster-admin"
_ANYBODY = ("system:anonymous", "system:unauthenticated", "system:authenticated")
_Roles = Mapping[tuple[str, str, str], Setting[AccessRole]]


_REQUIREMENT = PostureRequirement(
    id="rbac-too-wide",
    area="Access",
    title="Access rights are no wider than needed",
    problem="Access is wider than asked",
    asks="Do only platform accounts hold cluster-admin, wildcards, read access to secrets, or the right to gain more?",
    rationale="One service account with such a role turns a fault in one pod into the loss of the cluster.",
    fix="Bind a role that names verbs and resources; keep cluster-admin for break-glass accounts and waive those by name.",
    reference="https://kubernetes.io/docs/concepts/security/rbac-good-practices/ and CIS Kubernetes Benchmark 1.12, 5.1",
    controls=mapped(nist="AC-3 AC-6", ours="AC-2"),
    severity=Severity.MODERATE,
)


@dataclass(frozen=True, slots=True)
class RbacWidth:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        if not context.listed((_GROUP, "ClusterRoleBinding"), (_GROUP, "RoleBinding")):
            refused = context.refused((_GROUP, "clusterrolebindings"), (_GROUP, "rolebindings"))
            return not_collected("who holds which roles (ClusterRoleBindings, RoleBindings)", refused=refused)
        bindings = [setting for setting in context.inside(AccessBinding) if not setting.says.built_in]
        if not context.of(AccessBinding):
            return none_found("No binding of any role.")
        roles = {(setting.kind, setting.namespace, setting.name): setting for setting in context.of(AccessRole)}
        problems = [problem for binding in bindings for problem in _problems(binding, roles)]
        summary = f"{counted(len(bindings), 'binding')} beside the platform's own; {len(problems)} of them wide."
        unknown = sum(_role(binding, roles) is None and binding.says.role != _ADMIN for binding in bindings)
        missing = [f"the rules of the roles in {counted(unknown, 'binding')}"] if unknown else []
        if not context.listed((_GROUP, "RoleBinding")) or not context.listed((_GROUP, "ClusterRoleBinding")):
            missing.append("bindings of one of the two kinds")
        wide = [binding for binding in bindings if any(problem.subject == binding.key for problem in problems)]
        held = (len(bindings) - len(problems), len(bindings))
        return judged(summary, problems, wide or bindings, missing=missing, held=held)


def _problems(setting: Setting[AccessBinding], roles: _Roles) -> Iterator[Problem]:
    holders = [holder for holder in setting.says.holders if not _is_platform(holder)]
    role = _role(setting, roles)
    widths = (Width.EVERYTHING,) if setting.says.role == _ADMIN else role.says.widths if role else ()
    reach = "" if setting.kind == "ClusterRoleBinding" else f" in {setting.namespace}"
    if holders and widths:
        widths_text = "; ".join(width.value for width in widths)
        text = f"gives {named([holder.shown for holder in holders])} the role {setting.says.role}, which {widths_text}{reach}"
        yield Problem(subject=setting.key, text=text, citations=(setting.cited, *((role.cited,) if role else ())))


def _role(each: Setting[AccessBinding], roles: _Roles) -> Setting[AccessRole] | None:
    namespace = each.namespace if each.says.role_kind == "Role" else ""
    return roles.get((each.says.role_kind, namespace, each.says.role))


def _is_platform(holder: Holder) -> bool:
    """The control plane's own accounts. `system:masters` is built in; groups that everybody is in belong to no one account."""
    if holder.kind == "ServiceAccount":
        return holder.namespace == "kube-system" or holder.namespace.startswith("openshift")
    return (
        holder.name.startswith("system:")
        and holder.name not in _ANYBODY
        and not holder.name.startswith("system:serviceaccount")
    )
