"""Files of a control plane's node that an API server's arguments name: who is let in, what is admitted, what is logged.

https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/#audit-policy: the first rule that matches decides, and what no rule
matches is not logged.
https://kubernetes.io/docs/reference/access-authn-authz/authentication/#anonymous-authenticator-configuration
https://kubernetes.io/docs/reference/access-authn-authz/authorization/#using-configuration-file-for-authorization
https://kubernetes.io/docs/tasks/configure-pod-container/enforce-standards-admission-controller/
"""

from typing import NamedTuple

import msgspec

from generator.model.settings.control_plane import AnonymousAccess, AuditPolicy, Authorizers, PodSecurityDefaults
from generator.parsers.cluster import foreign
from generator.parsers.cluster.plain_objects import below, truth
from generator.parsers.cluster.setting_subject import SettingSubject

_NONE = "None"


class _Request(NamedTuple):
    named: str
    verb: str
    group: str
    resource: str


_PROBES = (
    _Request("changes of pods", "create", "", "pods"),
    _Request("changes of workloads", "update", "apps", "deployments"),
    _Request("deletions", "delete", "", "services"),
    _Request("access to secrets", "get", "", "secrets"),
    _Request("changes of access rights", "create", "rbac.authorization.k8s.io", "clusterrolebindings"),
    _Request("commands in pods", "create", "", "pods/exec"),
)
"""Requests of a user that no rule names, that a log is asked for."""


class _GroupResources(msgspec.Struct, rename="camel"):
    group: str = ""
    resources: tuple[str, ...] | None = None
    resource_names: tuple[str, ...] | None = None


class _AuditRule(msgspec.Struct, rename="camel"):
    level: str = _NONE
    users: tuple[str, ...] | None = None
    user_groups: tuple[str, ...] | None = None
    verbs: tuple[str, ...] | None = None
    resources: tuple[_GroupResources, ...] | None = None
    namespaces: tuple[str, ...] | None = None
    non_resource_urls: tuple[str, ...] | None = msgspec.field(name="nonResourceURLs", default=None)


class _AuditPolicy(msgspec.Struct):
    rules: tuple[_AuditRule, ...] | None = None


class _ServerFile(msgspec.Struct):
    anonymous: object = None
    authorizers: object = None
    plugins: object = None


def read_audit_policy(subject: SettingSubject) -> AuditPolicy:
    """`Policy` of audit.k8s.io."""
    rules = subject.typed(_AuditPolicy).rules or ()
    levels = {each.named: next((rule.level for rule in rules if _matches(rule, each)), _NONE) for each in _PROBES}
    return AuditPolicy(unlogged=tuple(name for name, level in levels.items() if level == _NONE))


def read_authentication(subject: SettingSubject) -> AnonymousAccess:
    """`AuthenticationConfiguration`. Where it says nothing of anonymous requests, they are answered."""
    anonymous = subject.typed(_ServerFile).anonymous
    conditions = foreign.rows(below(anonymous, "conditions"))
    return AnonymousAccess(
        enabled=truth(below(anonymous, "enabled")), paths=tuple(sorted(foreign.text(each.get("path")) for each in conditions))
    )


def read_authorization(subject: SettingSubject) -> Authorizers:
    """`AuthorizationConfiguration`."""
    listed = foreign.entries(subject.typed(_ServerFile).authorizers)
    return Authorizers(modes=tuple(foreign.text(foreign.members(each).get("type")) for each in listed))


def read_admission(subject: SettingSubject) -> PodSecurityDefaults | None:
    """`AdmissionConfiguration`; None where it keeps the plugin's own settings in another file."""
    plugins = foreign.rows(subject.typed(_ServerFile).plugins)
    named = [each for each in plugins if each.get("name") == "PodSecurity"]
    if any("configuration" not in each for each in named):
        return None
    configuration = foreign.members(named[0]["configuration"]) if named else {}
    exempt = foreign.members(configuration.get("exemptions"))
    return PodSecurityDefaults(
        enforce=foreign.text(below(configuration.get("defaults"), "enforce")) or "privileged",
        exempt_namespaces=tuple(sorted(foreign.text(each) for each in foreign.entries(exempt.get("namespaces")))),
        exempts_others=bool(exempt.get("usernames") or exempt.get("runtimeClasses")),
    )


def _matches(rule: _AuditRule, request: _Request) -> bool:
    """Is the request one of this rule's, whoever makes it and wherever?"""
    if rule.users or (rule.user_groups and "system:authenticated" not in rule.user_groups) or rule.namespaces:
        return False
    if rule.verbs and request.verb not in rule.verbs:
        return False
    if not rule.resources:
        return not rule.non_resource_urls
    return any(_names(each, request) for each in rule.resources)


def _names(each: _GroupResources, request: _Request) -> bool:
    """Without resources all of the group are meant; `pods/*` and `*/exec` name parts of them."""
    if each.group != request.group or each.resource_names:
        return False
    main, _, part = request.resource.partition("/")
    wanted = {request.resource, "*", *({f"{main}/*", f"*/{part}"} if part else ())}
    return not each.resources or bool(wanted.intersection(each.resources))
