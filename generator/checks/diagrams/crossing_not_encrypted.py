"""Calls across the boundary, out of it and into it, with the look-ups of names they need, and whether they are encrypted.

FedRAMP Vulnerability Scanning Requirements v3.0, section 4, and SSP template, Appendix Q: data in transit across the
boundary. Subjects are calls that configuration names or a flow log saw; that a policy would allow one is no call. A scheme or
an option that demands TLS is declared encryption, `sslmode=prefer` and a port are none: port 443 proves nothing, and a flow
log names ports only. Calls from outside have the verdict of the ways in that lead to the workload (`entry-tls`). Whether the
module is validated is asked by `crypto-modules`.
"""

from generator.checks.base import Check, CheckContext, Judgment, judged, not_collected
from generator.checks.diagrams import flow_words
from generator.checks.diagrams.calls_from_outside import calls_from_outside, from_outside
from generator.checks.diagrams.look_ups import BY_PORT, is_look_up, look_ups
from generator.checks.mapping import mapped
from generator.checks.populations import what_runs
from generator.graph.flow_drafts import NONE
from generator.model.flow import EndKind, Flow, FlowProof, Strength
from generator.model.identifiers import AssetId
from generator.model.inventory import without_cluster
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
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


def _judge(context: CheckContext) -> Judgment:
    outward = [flow for flow in context.flows.flows if _is_call(flow)]
    inward = calls_from_outside(context)
    lookups = tuple(look_ups(context, outward))
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
        why = BY_PORT if is_look_up(flow) and not declared else _NOT_STATED
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


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=what_runs("other calls"))
