"""TLS at the load balancers of the cloud."""

import re
from dataclasses import dataclass

from generator.checks.cryptography.cloud_resources import ReportedResource, judged_resources, resources
from generator.checks.mapping import mapped
from generator.model.cloud import ResourceKind
from generator.model.posture import PostureRequirement
from generator.posture.base import Judgment, PostureContext, named, none_found, not_collected
from generator.text import counted

_SECURE = ("HTTPS", "TLS", "SSL")
_PASSED_ON = ("TCP", "UDP", "TCP_UDP")
_OLD = re.compile(
    r"ELBSecurityPolicy-(?:2016-08|2015-05|TLS-1-0-2015-04|TLS-1-1-2017-01|FS-2018-06|FS-1-1-2019-08)$|.*TLS13-1-[01]-"
)
"""Policies of AWS that accept TLS before 1.2: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/
describe-ssl-policies.html."""

_REQUIREMENT = PostureRequirement(
    id="load-balancer-tls",
    area="Encryption in transit",
    title="Load balancers take encrypted connections only",
    problem="Load balancer takes plain connections",
    asks="Does every listener of the load balancers speak TLS 1.2 or later, or only redirect to one that does?",
    rationale="A load balancer is where the outside world meets the boundary.",
    fix="Give the listener a certificate and a current policy, or let it redirect to HTTPS.",
    reference="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
    controls=mapped(article="SC-8 SC-13", nist="SC-8(1)"),
)


@dataclass(frozen=True, slots=True)
class LoadBalancerTls:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = False

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        if not any("elb" in snapshot.operation for snapshot in context.facts.clouds):
            return not_collected("load balancers and their listeners")
        balancers = resources(context.facts, ResourceKind.LOAD_BALANCER)
        listening = [balancer for balancer in balancers if any(balancer.settings("listener"))]
        if not balancers:
            return none_found("The accounts have no load balancer.")
        if not listening:
            return not_collected("listeners of load balancers")
        summary = f"{counted(len(listening), 'load balancer')} with listeners."
        passed = any(value in _PASSED_ON for resource in listening for _, value in resource.settings("listener"))
        missing = ["whether what is passed on as TCP or UDP is encrypted by the service behind it"] if passed else []
        return judged_resources(summary, listening, _wrong, missing=missing)


def _wrong(resource: ReportedResource) -> str | None:
    plain = [key for key, value in resource.settings("listener") if _is_plain(value)]
    policies = [value for key, value in resource.settings("tls policy") if _OLD.match(value)]
    parts = [f"takes plain connections ({named(plain)})"] if plain else []
    parts += [f"accepts TLS before 1.2 ({named(policies)})"] if policies else []
    return " and ".join(parts) or None


def _is_plain(value: str) -> bool:
    protocol, _, then = value.partition(", ")
    if protocol in _SECURE or protocol in _PASSED_ON:
        return False
    return not then.removeprefix("redirects to ").startswith(_SECURE)
