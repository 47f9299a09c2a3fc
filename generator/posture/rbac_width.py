"""Access rules: who holds a role that is wider than a person or program is likely to need?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.model.posture import Problem, Requirement
from generator.model.scan import Severity
from generator.model.settings.access import AccessBinding, AccessRole, Holder, Width
from generator.model.settings.base import Setting
from generator.posture.base import Ground, Judgement, judged, named, none_found, not_collected
from generator.posture.mapping import mapped
from generator.text import counted

_GROUP = "rbac.authorization.k8s.io"
_ADMIN = "cluster-admin"
_ANYBODY = ("system:anonymous", "system:unauthenticated", "system:authenticated")
_Roles = Mapping[tuple[str, str, str], Setting[AccessRole]]


_REQUIREMENT = Requirement(
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

    requirement: Requirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, ground: Ground) -> Judgement:
        """See `Row.judge`."""
        if not ground.listed((_GROUP, "ClusterRoleBinding"), (_GROUP, "RoleBinding")):
            refused = ground.refused((_GROUP, "clusterrolebindings"), (_GROUP, "rolebindings"))
            return not_collected("who holds which roles (ClusterRoleBindings, RoleBindings)", refused=refused)
        bindings = [each for each in ground.inside(AccessBinding) if not each.says.built_in]
        if not ground.of(AccessBinding):
            return none_found("No binding of any role.")
        roles = {(each.kind, each.namespace, each.name): each for each in ground.of(AccessRole)}
        problems = [problem for each in bindings for problem in _problems(each, roles)]
        found = f"{counted(len(bindings), 'binding')} beside the platform's own; {len(problems)} of them wide."
        unknown = sum(_role(each, roles) is None and each.says.role != _ADMIN for each in bindings)
        missing = [f"the rules of the roles in {counted(unknown, 'binding')}"] if unknown else []
        if not ground.listed((_GROUP, "RoleBinding")) or not ground.listed((_GROUP, "ClusterRoleBinding")):
            missing.append("bindings of one of the two kinds")
        wide = [each for each in bindings if any(one.subject == each.key for one in problems)]
        held = (len(bindings) - len(problems), len(bindings))
        return judged(found, problems, wide or bindings, missing=missing, held=held)


def _problems(each: Setting[AccessBinding], roles: _Roles) -> Iterator[Problem]:
    holders = [one for one in each.says.holders if not _is_platform(one)]
    role = _role(each, roles)
    widths = (Width.EVERYTHING,) if each.says.role == _ADMIN else role.says.widths if role else ()
    reach = "" if each.kind == "ClusterRoleBinding" else f" in {each.namespace}"
    if holders and widths:
        said = "; ".join(width.value for width in widths)
        text = f"gives {named([one.shown for one in holders])} the role {each.says.role}, which {said}{reach}"
        yield Problem(subject=each.key, text=text, citations=(each.cited, *((role.cited,) if role else ())))


def _role(each: Setting[AccessBinding], roles: _Roles) -> Setting[AccessRole] | None:
    namespace = each.namespace if each.says.role_kind == "Role" else ""
    return roles.get((each.says.role_kind, namespace, each.says.role))


def _is_platform(one: Holder) -> bool:
    """The control plane's own accounts. `system:masters` is built in; groups that everybody is in belong to no one account."""
    if one.kind == "ServiceAccount":
        return one.namespace == "kube-system" or one.namespace.startswith("openshift")
    return one.name.startswith("system:") and one.name not in _ANYBODY and not one.name.startswith("system:serviceaccount")
