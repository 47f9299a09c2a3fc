"""What is set for a whole namespace: labels, quotas, defaults.

https://kubernetes.io/docs/concepts/policy/resource-quotas/, https://kubernetes.io/docs/concepts/policy/limit-range/
"""

import msgspec

from generator.model.settings.isolation import LimitDefaults, NamespaceLabels, Quota
from generator.parsers.cluster.objects import pairs
from generator.parsers.cluster.setting_subject import SettingSubject


class _QuotaSpec(msgspec.Struct, rename="camel"):
    hard: dict[str, object] | None = None
    scopes: tuple[str, ...] | None = None
    scope_selector: object = None


class _Limit(msgspec.Struct, rename="camel"):
    type: str = ""
    default: dict[str, object] | None = None
    default_request: dict[str, object] | None = None
    max: dict[str, object] | None = None
    min: dict[str, object] | None = None


class _LimitSpec(msgspec.Struct):
    limits: tuple[_Limit, ...] | None = None


def read_namespace(subject: SettingSubject) -> NamespaceLabels:
    """A Namespace."""
    return NamespaceLabels(labels=pairs(subject.labels))


def read_quota(subject: SettingSubject) -> Quota:
    """A ResourceQuota."""
    spec = subject.spec(_QuotaSpec)
    return Quota(hard=tuple(sorted(spec.hard or {})), scoped=bool(spec.scopes or spec.scope_selector))


def read_limits(subject: SettingSubject) -> LimitDefaults:
    """A LimitRange, with what the API fills into it: a maximum is the default limit, a default limit the default request, where
    no other is set, and then a minimum is.
    """
    limits: set[str] = set()
    requests: set[str] = set()
    bounded: set[str] = set()
    for each in subject.spec(_LimitSpec).limits or ():
        bounded |= {*(each.default or {}), *(each.max or {})} if each.type in ("Container", "Pod") else set()
        if each.type == "Container":
            filled = {*(each.default or {}), *(each.max or {})}
            limits |= filled
            requests |= {*(each.default_request or {}), *filled, *(each.min or {})}
    return LimitDefaults(
        default_limits=tuple(sorted(limits)), default_requests=tuple(sorted(requests)), bounded=tuple(sorted(bounded))
    )
