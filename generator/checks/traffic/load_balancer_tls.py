"""TLS at the load balancers of the cloud, listener by listener."""

import re
from collections.abc import Iterator, Mapping, Sequence

from generator.checks.base import (
    Check,
    CheckContext,
    Judgment,
    fails,
    judged,
    none_found,
    not_collected,
    passes,
    unknown,
)
from generator.checks.cryptography.cloud_resources import ReportedResource, all_answered, named_apart, of_accounts, resources
from generator.checks.mapping import mapped
from generator.model.cloud import ResourceKind
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, PostureRequirement

_SECURE = ("HTTPS", "TLS", "SSL")
_QUESTIONS = ("elbv2 describe-load-balancers", "elb describe-load-balancers")
_BEFORE = frozenset({"SSLv2", "SSLv3", "TLSv1", "TLSv1.0", "TLSv1.1"})
_OLD = re.compile(
    r"ELBSecurityPolicy-(?:2016-08|2015-05|2015-03|TLS-1-0-2015-04|TLS-1-1-2017-01|FS-2018-06|FS-1-1-2019-08)$"
    r"|ELBSecurityPolicy-TLS13-1-[01]-"
)
_CURRENT = re.compile(r"ELBSecurityPolicy-(?:TLS13-1-[23]-|TLS-1-2-|FS-1-2-)")
"""Policies that AWS defines, by the protocols of its table: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/
describe-ssl-policies.html."""

_REQUIREMENT = PostureRequirement(
    id="load-balancer-tls",
    area="Encryption in transit",
    title="Load balancers take encrypted connections only",
    problem="Load balancer accepts unencrypted connections",
    asks="Does every listener of the load balancers speak TLS 1.2 or later, or only redirect to one that does?",
    rationale="A load balancer is where the outside world meets the boundary.",
    fix="Give the listener a certificate and a current policy, or let it redirect to HTTPS.",
    reference="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
    controls=mapped(article="SC-8 SC-13", nist="SC-8(1)"),
    subjects=("listener", "listeners"),
)


def _judge(context: CheckContext) -> Judgment:
    """The subjects are the listeners, and each load balancer whose listeners were not collected.

    The protocols of a policy are what `describe-ssl-policies` answers (observed), else those of AWS's own table for the name of
    a policy that AWS defines (declared); of any other name they are not known.
    """
    balancers = named_apart(resources(context.facts, ResourceKind.LOAD_BALANCER))
    protocols = {
        key.removeprefix("tls policy "): value
        for account in resources(context.facts, ResourceKind.ACCOUNT)
        for key, value in account.settings("tls policy ")
    }
    if balancers:
        return judged(each for name, replies in balancers.items() for each in _balancer(name, replies, protocols))
    if all_answered(context.facts, _QUESTIONS):
        return none_found("The accounts have no load balancer.")
    return not_collected("load balancers of both generations and their listeners")


def _balancer(name: str, replies: Sequence[ReportedResource], protocols: Mapping[str, str]) -> Iterator[JudgedSubject]:
    """Where two replies differ, each is judged, and the worse of them counts."""
    listeners = {each for reply in replies for each in reply.settings("listener")}
    cited = tuple(reply.cited for reply in replies)
    if not listeners:
        yield unknown(name, f"listeners of {name} were not collected", *cited)
    for key, speaks in sorted(listeners):
        policies = {value for reply in replies if (value := reply.setting(f"policy of {key}") or reply.setting("tls policy"))}
        for policy in sorted(policies) or [""]:
            yield _listener(f"{name} {key}", speaks, policy, (cited, _is_classic(replies), protocols))


def _listener(  # noqa: PLR0911 - one return for each kind of listener
    name: str, speaks: str, policy: str, seen: tuple[tuple[ObjectCitation, ...], bool, Mapping[str, str]]
) -> JudgedSubject:
    cited, classic, protocols = seen
    protocol, _, then = speaks.partition(", ")
    if then.removeprefix("redirects to ").startswith(_SECURE):
        return passes(name, *cited, certainty=Certainty.OBSERVED, reason=then)
    if protocol == "HTTP":
        return fails(name, "takes plain connections", *cited, certainty=Certainty.OBSERVED)
    if protocol not in _SECURE:
        return unknown(name, f"{protocol} is passed on; what the service speaks was not collected", *cited)
    if not policy:
        return unknown(name, "classic policy was not collected" if classic else "its policy was not collected", *cited)
    current, certainty = _is_current(policy, protocols)
    if current is None:
        return unknown(name, f"the protocols of policy {policy} were not collected", *cited)
    if current:
        return passes(name, *cited, certainty=certainty, reason=policy)
    return fails(name, f"accepts TLS before 1.2 ({policy})", *cited, certainty=certainty)


def _is_current(policy: str, protocols: Mapping[str, str]) -> tuple[bool | None, Certainty]:
    """Does it accept TLS 1.2 and later only, and how sure is that?"""
    versions = protocols.get(policy)
    if versions is not None:
        return not _BEFORE.intersection(versions.split(", ")), Certainty.OBSERVED
    return False if _OLD.match(policy) else True if _CURRENT.match(policy) else None, Certainty.DECLARED


def _is_classic(replies: Sequence[ReportedResource]) -> bool:
    return any(reply.resource.product == "classic load balancer" for reply in replies)


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=of_accounts("other load balancers", *_QUESTIONS))
