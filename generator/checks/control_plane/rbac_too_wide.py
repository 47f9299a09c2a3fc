"""Access rules: who holds a role that is wider than a person or program is likely to need?"""

from collections.abc import Mapping

from generator.checks.base import Check, CheckContext, Judgment, judged
from generator.checks.mapping import mapped
from generator.checks.populations import of_kinds
from generator.model.posture import JudgedSubject, PostureRequirement
from generator.model.settings.access import AccessBinding, AccessRole, Holder, Width
from generator.model.settings.base import GroupKind, Setting
from generator.model.verdict_makers import fails, passes, unknown

_GROUP = "rbac.authorization.k8s.io"
_BINDINGS: tuple[GroupKind, ...] = ((_GROUP, "ClusterRoleBinding"), (_GROUP, "RoleBinding"))
_Roles = Mapping[tuple[str, str, str], Setting[AccessRole]]
_USER_FACING = (Width.SECRETS, Width.WORKLOADS, Width.EXEC)
_KNOWN: Mapping[str, tuple[Width, ...]] = {
    "cluster-admin": (Width.EVERYTHING,),
    "admin": (*_USER_FACING, Width.ESCALATE),
    "edit": _USER_FACING,
}
"""ClusterRoles that every API server makes and puts right at each start, so that they need not be read."""
_DEFAULT_GROUPS: Mapping[str, tuple[str, ...]] = {
    "cluster-admin": ("system:masters",),
    "system:basic-user": ("system:authenticated",),
    "system:discovery": ("system:authenticated",),
    "system:monitoring": ("system:monitoring",),
    "system:public-info-viewer": ("system:authenticated", "system:unauthenticated"),
    "system:service-account-issuer-discovery": ("system:serviceaccounts",),
}
_DEFAULT_USERS: Mapping[str, str] = {
    "system:kube-controller-manager": "system:kube-controller-manager",
    "system:kube-scheduler": "system:kube-scheduler",
    "system:volume-scheduler": "system:kube-scheduler",
    "system:node-proxier": "system:kube-proxy",
}
_CONTROLLER = "system:controller:"
_NO_ROLE = "the role was not collected"
_AGGREGATED = "the rules of an aggregated role are filled in by the cluster"
_OUTSIDE = (
    "Who is let in by a certificate of the group system:masters, by EKS access entries or by the ConfigMap aws-auth does not "
    "show in bindings and was not judged."
)

_REQUIREMENT = PostureRequirement(
    id="rbac-too-wide",
    area="Access",
    title="Access rights are no wider than needed",
    problem="Access rights are wider than required",
    asks="Is it true that no account holds cluster-admin, wildcards, read access to secrets, or the right to gain more?",
    rationale="One service account with such a role turns a fault in one pod into the loss of the cluster.",
    fix="Bind a role that names verbs and resources; keep cluster-admin for break-glass accounts and waive those by name.",
    reference=(
        "https://kubernetes.io/docs/concepts/security/rbac-good-practices/, CIS Kubernetes Benchmark 1.12, 5.1.1 to 5.1.13, "
        "and Kubernetes STIG V2R6, V-274884"
    ),
    controls=mapped(nist="AC-3 AC-6", ours="AC-2"),
    subjects=("holder of a role", "holders of roles"),
)


def _judge(context: CheckContext) -> Judgment:
    """Kubernetes, "Role Based Access Control Good Practices", Kubernetes RBAC - privilege escalation risks: each holder of each
    binding.

    Left out are the bindings that every API server makes ("Using RBAC Authorization", Default roles and role bindings), with
    their own holders only: one that somebody adds to them is judged as any other. Accounts of kube-system are judged, too,
    where a binding of the cluster names them; bindings inside the platform's namespaces are outside the boundary.
    """
    roles = {(each.kind, each.namespace, each.name): each for each in context.of(AccessRole)}
    holders = [
        (binding, holder)
        for binding in context.inside(AccessBinding)
        for holder in binding.says.holders
        if not _is_default(binding, holder)
    ]
    if holders:
        return judged((_subject(*each, roles, context) for each in holders), notes=(_OUTSIDE,))
    needed = "who holds which roles (ClusterRoleBindings, RoleBindings)"
    return context.absent("No binding of any role beside the cluster's own.", needed, *_BINDINGS, notes=(_OUTSIDE,))


def _subject(binding: Setting[AccessBinding], holder: Holder, roles: _Roles, context: CheckContext) -> JudgedSubject:
    says, name = binding.says, f"{binding.key} of {holder.shown}"
    role = roles.get((says.role_kind, binding.namespace if says.role_kind == "Role" else "", says.role))
    cited = (binding.cited, *((role.cited,) if role else ()))
    known = _KNOWN.get(says.role, ()) if says.role_kind == "ClusterRole" else ()
    widths = role.says.widths if role and not role.says.empty else known
    certainty = context.certainty_of_all(cited)
    if widths:
        reach = "" if binding.kind == "ClusterRoleBinding" else f" in {binding.namespace}"
        text = f"{says.role}, which {'; '.join(width.value for width in widths)}{reach}"
        title = f"{binding.key} gives {holder.shown} the role {text}"
        rivals = [role.source] if role else []
        return fails(name, f"holds the role {text}", *cited, certainty=certainty, title=title, contested_by=rivals)
    if role is None:
        step = "collect the Roles and ClusterRoles of the cluster"
        return unknown(name, _NO_ROLE, *cited, next_step=step)
    if role.says.aggregated and role.says.empty:
        return unknown(name, _AGGREGATED, *cited, next_step="collect the ClusterRoles from the cluster's API")
    return passes(name, *cited, certainty=certainty)


def _is_default(binding: Setting[AccessBinding], holder: Holder) -> bool:
    """Does the API server itself make this binding with this holder?"""
    if binding.says.role != binding.name:
        return False
    if holder.kind == "ServiceAccount":
        own = (
            holder.name == binding.name.removeprefix(_CONTROLLER)
            or binding.name == f"system:{holder.name}" == "system:kube-dns"
        )
        return holder.namespace == "kube-system" and own and binding.name.startswith("system:")
    if holder.kind == "Group":
        return holder.name in _DEFAULT_GROUPS.get(binding.name, ())
    return holder.name == _DEFAULT_USERS.get(binding.name)


CHECK = Check(
    requirement=_REQUIREMENT, judge=_judge, population=of_kinds("other holders", *_BINDINGS), per_cluster=True, kubernetes=True
)
