"""What is set for a whole namespace: labels, quotas, defaults.

https://kubernetes.io/docs/concepts/policy/resource-quotas/, https://kubernetes.io/docs/concepts/policy/limit-range/
"""

import msgspec

from generator.model.settings.isolation import LimitDefaults, NamespaceLabels, Quota
from generator.parsers.cluster.objects import pairs
from generator.parsers.cluster.setting_subject import SettingSubject


class _LabeledNamespace(msgspec.Struct):
    labels: dict[str, object] | None = None


class _NamespaceObject(msgspec.Struct):
    metadata: _LabeledNamespace | None = None


class _QuotaSpec(msgspec.Struct):
    hard: dict[str, object] | None = None


class _Quota(msgspec.Struct):
    spec: _QuotaSpec | None = None


class _Limit(msgspec.Struct, rename="camel"):
    type: str = ""
    default: dict[str, object] | None = None
    default_request: dict[str, object] | None = None


class _LimitSpec(msgspec.Struct):
    limits: tuple[_Limit, ...] | None = None


class _LimitRange(msgspec.Struct):
    spec: _LimitSpec | None = None


def read_namespace(subject: SettingSubject) -> NamespaceLabels:
    """A Namespace."""
    namespace_object = subject.typed(_NamespaceObject)
    return NamespaceLabels(labels=pairs(namespace_object.metadata.labels if namespace_object.metadata else None))


def read_quota(subject: SettingSubject) -> Quota:
    """A ResourceQuota."""
    quota = subject.typed(_Quota)
    return Quota(hard=tuple(sorted((quota.spec.hard if quota.spec else None) or {})))


def read_limits(subject: SettingSubject) -> LimitDefaults:
    """A LimitRange. A default limit is also the default request, where no other is set."""
    limit_range = subject.typed(_LimitRange)
    limits: set[str] = set()
    requests: set[str] = set()
    for each in (limit_range.spec.limits if limit_range.spec else None) or ():
        if each.type == "Container":
            limits |= set(each.default or {})
            requests |= {*(each.default_request or {}), *(each.default or {})}
    return LimitDefaults(default_limits=tuple(sorted(limits)), default_requests=tuple(sorted(requests)))
