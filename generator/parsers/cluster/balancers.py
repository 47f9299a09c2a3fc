"""Load balancers in front of Services and Ingresses: at which addresses they answer, and whether they stay inside.

https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer and #internal-load-balancer;
https://kubernetes-sigs.github.io/aws-load-balancer-controller/ (`scheme`)
"""

from collections.abc import Mapping

import msgspec

from generator.parsers.cluster.objects import KubernetesObject, ObjectReader

_SCHEME_ANNOTATIONS = (
    "service.beta.kubernetes.io/aws-load-balancer-scheme",
    "service.beta.kubernetes.io/aws-load-balancer-internal",
    "service.beta.kubernetes.io/azure-load-balancer-internal",
    "service.beta.kubernetes.io/openstack-internal-load-balancer",
    "service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type",
    "networking.gke.io/load-balancer-type",
    "cloud.google.com/load-balancer-type",
    "alb.ingress.kubernetes.io/scheme",
    "kubernetes.io/ingress.class",
)
"""Annotations, asked in order."""
_WORDS = {
    "internal": True,
    "true": True,
    "0.0.0.0/0": True,
    "private": True,
    "gce-internal": True,
    "internet-facing": False,
    "external": False,
    "false": False,
    "public": False,
    "gce": False,
}
"""What they say, and whether it means that the balancer stays inside. `0.0.0.0/0` is how Amazon's first version said *yes*."""


class _Point(msgspec.Struct):
    ip: str | None = None
    hostname: str | None = None


class _BalancerStatus(msgspec.Struct):
    ingress: tuple[_Point, ...] | None = None


class _ServiceStatus(msgspec.Struct, rename="camel"):
    load_balancer: _BalancerStatus | None = None


def reached_at(reader: ObjectReader, head: KubernetesObject, *, place: str) -> tuple[str, ...]:
    """Addresses and host names that the status tells, sorted."""
    status = reader.typed(head.status, _ServiceStatus, place=f"{place}/status")
    points = (status.load_balancer.ingress if status.load_balancer else None) or ()
    return tuple(sorted({text.lower() for each in points for text in (each.ip, each.hostname) if text}))


def inside_only(annotations: Mapping[str, object] | None) -> bool | None:
    """Is it kept inside? None where no annotation says."""
    for key in _SCHEME_ANNOTATIONS:
        annotation = (annotations or {}).get(key)
        if isinstance(annotation, str | bool) and (word := _WORDS.get(str(annotation).strip().lower())) is not None:
            return word
    return None
