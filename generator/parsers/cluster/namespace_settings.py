"""What is set for a whole namespace: labels, quotas, defaults.

https://kubernetes.io/docs/concepts/policy/resource-quotas/, https://kubernetes.io/docs/concepts/policy/limit-range/
"""

import msgspec

from generator.model.settings.isolation import LimitDefaults, NamespaceLabels, Quota
from generator.parsers.cluster.objects import pairs
from generator.parsers.cluster.setting_subject import Subject


class _Labelled(msgspec.Struct):
    labels: dict[str, object] | None = None


class _Namespace(msgspec.Struct):
    metadata: _Labelled | None = None


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


def read_namespace(subject: Subject) -> NamespaceLabels:
    """A Namespace."""
    found = subject.typed(_Namespace)
    return NamespaceLabels(labels=pairs(found.metadata.labels if found.metadata else None))


def read_quota(subject: Subject) -> Quota:
    """A ResourceQuota."""
    found = subject.typed(_Quota)
    return Quota(hard=tuple(sorted((found.spec.hard if found.spec else None) or {})))


def read_limits(subject: Subject) -> LimitDefaults:
    """A LimitRange. A default limit is also the default request, where no other is set."""
    found = subject.typed(_LimitRange)
    limits: set[str] = set()
    requests: set[str] = set()
    for each in (found.spec.limits if found.spec else None) or ():
        if each.type == "Container":
            limits |= set(each.default or {})
            requests |= {*(each.default_request or {}), *(each.default or {})}
    return LimitDefaults(default_limits=tuple(sorted(limits)), default_requests=tuple(sorted(requests)))
