"""The API server's audit policy, which lies in a file of its node: what it leaves out of the log.

https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/#audit-policy: the first rule that matches decides, and what no rule
matches is not logged.
"""

from typing import NamedTuple

import msgspec

from generator.model.settings.control_plane import AuditPolicy
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
"""Requests of somebody whom no rule names, that a log is asked for."""


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


def read_policy(subject: SettingSubject) -> AuditPolicy:
    """`Policy` of audit.k8s.io."""
    rules = subject.typed(_AuditPolicy).rules or ()
    levels = {each.named: next((rule.level for rule in rules if _matches(rule, each)), _NONE) for each in _PROBES}
    return AuditPolicy(unlogged=tuple(name for name, level in levels.items() if level == _NONE))


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
