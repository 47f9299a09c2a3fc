"""TLS at the load balancers of the cloud, listener by listener."""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

import msgspec
from msgspec.structs import replace

from generator.checks.base import Check, CheckContext, Judgment, judged, named, none_found, not_collected
from generator.checks.cryptography.cloud_resources import (
    ReportedResource,
    all_answered,
    answers_to,
    named_apart,
    of_accounts,
    resources,
)
from generator.checks.judging import worst_of
from generator.checks.mapping import mapped
from generator.model.cloud import ResourceKind
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, Outcome, PostureRequirement, weakest
from generator.model.settings.base import Setting
from generator.model.settings.cloud_stores import DeclaredListener
from generator.model.verdict_makers import fails, passes, unknown

_SECURE = ("HTTPS", "TLS", "SSL")
BALANCERS_LISTED = ("elbv2 describe-load-balancers", "elb describe-load-balancers")
_BEFORE = frozenset({"SSLv2", "SSLv3", "TLSv1", "TLSv1.0", "TLSv1.1"})
_OLD = re.compile(
    r"ELBSecurityPolicy-(?:2016-08|2015-05|2015-03|TLS-1-0-2015-04|TLS-1-1-2017-01|FS-2018-06|FS-1-1-2019-08)$"
    r"|ELBSecurityPolicy-TLS13-1-[01]-"
)
_CURRENT = re.compile(r"ELBSecurityPolicy-(?:TLS13-1-[23]-|TLS-1-2-|FS-1-2-)")
"""Policies that AWS defines, by the protocols of its table: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/
describe-ssl-policies.html."""


class _ListenerSource(msgspec.Struct, frozen=True, kw_only=True):
    """What tells of a listener: the answer of an account, or a file that declares it."""

    certainty: Certainty
    no_policy: str
    no_classic_policy: str


_ANSWERED = _ListenerSource(
    certainty=Certainty.OBSERVED,
    no_policy="its policy was not collected",
    no_classic_policy="classic policy was not collected",
)
_STATED = _ListenerSource(
    certainty=Certainty.DECLARED,
    no_policy="its policy is not stated in the file that declares it",
    no_classic_policy="the policy of a classic load balancer is not read from files",
)


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
    """The subjects are the listeners, and each load balancer whose listeners were not collected; those that infrastructure code
    declares, where no account was asked for its load balancers. What an account answers takes their place.

    The protocols of a policy are what `describe-ssl-policies` answers (observed), else those of AWS's own table for the name of
    a policy that AWS defines (declared); of any other name they are not known.
    """
    balancers = named_apart(resources(context.facts, ResourceKind.LOAD_BALANCER))
    protocols = {
        key.removeprefix("tls policy "): value
        for account in resources(context.facts, ResourceKind.ACCOUNT)
        for key, value in account.settings("tls policy ")
    }
    declared = declared_listeners(context, protocols)
    subjects = [
        _contested(each, declared.get(each.name))
        for name, replies in balancers.items()
        for each in _balancer(name, replies, protocols)
    ]
    names, listed = {each.name for each in subjects}, any(answers_to(context.facts, each) for each in BALANCERS_LISTED)
    rest = [each for name, each in sorted(declared.items()) if name not in names]
    counted = [each for each in rest if not listed or _balancer_of(each) in names]
    aside = [each.name for each in rest if listed and _balancer_of(each) not in names]
    notes = [f"Declared, and in no answer of an account under this name: {named(aside)}."] if aside else []
    if subjects or counted:
        return judged([*subjects, *counted], notes=notes)
    if all_answered(context.facts, BALANCERS_LISTED):
        return none_found("The accounts have no load balancer.", notes=notes)
    return not_collected("load balancers of both generations and their listeners")


def declared_listeners(context: CheckContext, protocols: Mapping[str, str]) -> dict[str, JudgedSubject]:
    """Every listener that a file declares, with its verdict, by the name that an account's own has."""
    found: dict[str, JudgedSubject] = {}
    for configuration in context.facts.configurations:
        for each in configuration.of(DeclaredListener):
            verdict = of_file(each, protocols)
            found[verdict.name] = worst_of([found.get(verdict.name, verdict), verdict])
    return found


def of_file(each: Setting[DeclaredListener], protocols: Mapping[str, str] = MappingProxyType({})) -> JudgedSubject:
    """One listener, by the file that declares it."""
    says = each.says
    name = f"{ResourceKind.LOAD_BALANCER} {says.balancer} listener {says.port or each.name}"
    return _listener(name, says.speaks, says.policy, ((each.cited,), says.classic, protocols), _STATED)


def _balancer_of(listener: JudgedSubject) -> str:
    return listener.name.rpartition(" listener ")[0]


def _contested(subject: JudgedSubject, declared: JudgedSubject | None) -> JudgedSubject:
    """What an account answers, contested by a file that declares something else; where it does not decide, the file does."""
    if declared is None or declared.outcome in (subject.outcome, Outcome.UNKNOWN):
        return subject
    if subject.outcome is Outcome.UNKNOWN:
        return declared
    rivals = [each.source for each in (*subject.citations, *declared.citations)]
    return replace(subject, contested_by=tuple(dict.fromkeys((*subject.contested_by, *rivals))))


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
    name: str,
    speaks: str,
    policy: str,
    seen: tuple[tuple[ObjectCitation, ...], bool, Mapping[str, str]],
    source: _ListenerSource = _ANSWERED,
) -> JudgedSubject:
    cited, classic, protocols = seen
    protocol, _, then = speaks.partition(", ")
    if then.removeprefix("redirects to ").startswith(_SECURE):
        return passes(name, *cited, certainty=source.certainty, reason=then)
    if protocol == "HTTP":
        return fails(name, "takes plain connections", *cited, certainty=source.certainty)
    if protocol not in _SECURE:
        return unknown(name, f"{protocol} is passed on; what the service speaks was not collected", *cited)
    if not policy:
        return unknown(name, source.no_classic_policy if classic else source.no_policy, *cited)
    current, by_policy = _is_current(policy, protocols)
    certainty = weakest([by_policy, source.certainty])
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


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=of_accounts("other load balancers", *BALANCERS_LISTED))
