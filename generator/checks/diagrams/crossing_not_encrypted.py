"""Calls across the boundary, out of it and into it, with the look-ups of names they need, and whether they are encrypted.

FedRAMP Vulnerability Scanning Requirements v3.0, section 4, and SSP template, Appendix Q: data in transit across the
boundary. Subjects are calls that configuration names or a flow log saw; that a policy would allow one is no call. A scheme or
an option that demands TLS is declared encryption, `sslmode=prefer` and a port are none: port 443 proves nothing, and a flow
log names ports only. Calls from outside have the verdict of the ways in that lead to the workload (`entry-tls`). Whether the
module is validated is asked by `crypto-modules`.
"""

import ipaddress
from collections.abc import Iterable, Iterator

from generator.checks.base import Check, CheckContext, Judgment, is_kubernetes, judged, named, not_collected
from generator.checks.diagrams import flow_words
from generator.checks.diagrams.calls_from_outside import calls_from_outside, from_outside
from generator.checks.mapping import mapped
from generator.checks.populations import what_runs
from generator.graph.flow_drafts import NONE
from generator.model.flow import EndKind, Flow, FlowProof, Strength
from generator.model.identifiers import AssetId
from generator.model.inventory import without_cluster
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.settings.base import ClusterConfiguration, Setting
from generator.model.settings.routes import NameForwarding
from generator.model.verdict_makers import fails, passes, unknown

_NOT_STATED = "the scheme is not stated (host and port only)"
_NOTE = "A call whose URL is in a Secret is not among these: Secrets are not read."

_REQUIREMENT = PostureRequirement(
    id="crossing-not-encrypted",
    area="Flows",
    title="Calls across the boundary are encrypted",
    problem="Call across the boundary without encryption",
    asks="Is every call out of the boundary or into it, and every look-up of names outside, configured with encryption?",
    rationale="Whoever sits on the way between can read and change what is sent in plain text.",
    fix="Use an encrypted protocol with a validated module, or show what else protects the connection.",
    reference=(
        "FedRAMP SSP template, section 8, Data Flow Diagram, and Appendix Q: data in transit across the boundary; "
        "our own mapping for SC-8, SC-7"
    ),
    controls=mapped(nist="SC-8", ours="SC-7"),
    subjects=("call across the boundary", "calls across the boundary"),
)


_BY_PORT = "it was called at the port of look-ups of names (53), and the protocol was not logged"
_DNS = 53
_ENCRYPTED = ("tls://", "https://")
_STEP = "collect the Corefile of the cluster's resolver (ConfigMap coredns in kube-system)"


def _judge(context: CheckContext) -> Judgment:
    outward = [flow for flow in context.flows.flows if _is_call(flow)]
    inward = calls_from_outside(context)
    lookups = tuple(_look_ups(context, outward))
    if not (outward or inward or lookups):
        return not_collected("calls across the boundary, in configuration or in flow logs,")
    names = flow_words.names([*outward, *inward])
    subjects = [_subject(names[flow], flow, context) for flow in outward]
    subjects += [from_outside(names[flow], flow, ways) for flow, ways in inward.items()]
    return judged([*subjects, *lookups], notes=[_NOTE])


def _is_call(flow: Flow) -> bool:
    leads_out = flow.source.kind is EndKind.WORKLOAD and flow.target.kind is EndKind.EXTERNAL
    return leads_out and flow.strength is not Strength.PERMITTED


def _subject(name: str, flow: Flow, context: CheckContext) -> JudgedSubject:
    declared = [proof for proof in flow.proofs if proof.strength in (Strength.DECLARED, Strength.POSSIBLE)]
    plain = [proof for proof in declared if NONE in (proof.encryption or "")]
    silent = [proof for proof in declared if proof.encryption is None]
    images = _images(flow, context)
    if plain:
        return _plain(name, flow, plain[0], images)
    if silent or not declared:
        contested = [proof.source for proof in silent]
        why = _BY_PORT if _is_look_up(flow) and not declared else _NOT_STATED
        return unknown(name, why, *flow_words.cited(flow), contested_by=contested, asset_ids=images)
    return passes(name, *flow_words.cited(flow), certainty=Certainty.DECLARED, asset_ids=images)


def _plain(name: str, flow: Flow, proof: FlowProof, images: tuple[AssetId, ...]) -> JudgedSubject:
    caller, ports = flow_words.short(flow.source.name), ", ".join(port.shown for port in flow.ports)
    return fails(
        name,
        "is not encrypted",
        *flow_words.cited(flow, proof),
        certainty=Certainty.DECLARED,
        title=f"{caller} calls {flow.target.name} without encryption",
        detail=f"{flow.source.name} calls {flow.target.name}{f' on {ports}' if ports else ''} in plain text: {proof.because}.",
        asset_ids=images,
    )


def _images(flow: Flow, context: CheckContext) -> tuple[AssetId, ...]:
    images = context.facts.inventory
    return tuple(sorted(each.asset_id for each in images if flow.source.name in map(without_cluster, each.workloads)))


def _is_look_up(flow: Flow) -> bool:
    """Does a flow log name the port of DNS alone?"""
    return {port.number for port in flow.ports} == {_DNS}


def _look_ups(context: CheckContext, calls: Iterable[Flow]) -> Iterator[JudgedSubject]:
    """One subject for each cluster in which something calls outside by name, or whose resolver was collected.

    https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/: pods ask the cluster's resolver, which forwards
    what it does not know. RFC 1035 has no encryption; RFC 7858 (`tls://`) and RFC 8484 (`https://`) have.
    """
    by_name = {flow.source.cluster for flow in calls if not flow_words.is_unresolved(flow.target.name)}
    for configuration in context.facts.configurations:
        forwarding = configuration.of(NameForwarding)
        if forwarding or (configuration.cluster in by_name and is_kubernetes(configuration)):
            yield _resolver(context, configuration, forwarding)


def _resolver(
    context: CheckContext, configuration: ClusterConfiguration, forwarding: tuple[Setting[NameForwarding], ...]
) -> JudgedSubject:
    name = f"look-ups of names by the resolver of {configuration.cluster}"
    cited = [each.cited for each in forwarding]
    if not forwarding:
        return unknown(name, "how the cluster's resolver forwards look-ups was not collected", next_step=_STEP)
    upstreams = [upstream for each in forwarding for upstream in each.says.upstreams]
    plain = [upstream for upstream in upstreams if not upstream.startswith(_ENCRYPTED)]
    public = [upstream for upstream in plain if _is_public(upstream)]
    if public:
        leading = [each for each in forwarding if not set(public).isdisjoint(each.says.upstreams)]
        rivals = [each.source for each in forwarding]
        text = f"are forwarded to {named(public)} in plain text"
        return fails(name, text, *cited, certainty=context.certainty_of_all(leading), contested_by=rivals)
    if plain:
        why = f"they are forwarded to {named(plain)} in plain text, and whether that lies outside the boundary is not known"
        return unknown(name, why, *cited)
    if not upstreams:
        return unknown(name, "its configuration forwards none, and who looks names up outside was not collected", *cited)
    return passes(name, *cited, certainty=Certainty.DECLARED, reason=f"forwarded to {named(upstreams)}")


def _is_public(upstream: str) -> bool:
    """An address that is routed on the internet; `dns://` is what stands before an address by default."""
    host = upstream.removeprefix("dns://")
    bare = host[1:].partition("]")[0] if host.startswith("[") else host if host.count(":") > 1 else host.partition(":")[0]
    try:
        return ipaddress.ip_address(bare).is_global
    except ValueError:
        return False


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=what_runs("other calls"))
