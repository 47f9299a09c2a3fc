"""The chain of every image from commit to running digest: its links in order, each one question with its controls and source.

One place judges them: `chain-link-broken` has these verdicts for subjects, and pages show them with their reasons.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import msgspec
from msgspec.structs import replace

from generator.checks.base import CheckContext
from generator.checks.images.chain_evidence import NOT_COLLECTED, LinkQuestion, judge_evidence
from generator.checks.images.chain_requirements import RequirementVerdicts
from generator.checks.images.list_contradictions import ListContradictions
from generator.checks.images.scan_coverage import DigestCoverage, coverages
from generator.checks.judging import worst_of
from generator.model.chain import ChainEvidence, ChainLink, ImageChain, LinkEvidence, LinkState
from generator.model.comparison import Comparison
from generator.model.facts import ImageAsset, SystemFacts
from generator.model.flow import FlowGraph
from generator.model.grouping import grouped
from generator.model.identifiers import AssetId, ControlId, control_ids
from generator.model.posture import JudgedSubject, Outcome
from generator.model.shared_views import SharedViews
from generator.model.system import System
from generator.model.verdict_makers import unknown
from generator.text import counted

_GUIDANCE = "FedRAMP Vulnerability Scanning Requirements for Containers v1.0"
_PIPELINE = f"{_GUIDANCE}, Container Build, Test, and Orchestration Pipeline"
_INVENTORY = f"{_GUIDANCE}, Asset Management and Inventory Reporting"
_SCANNING = f"{_GUIDANCE}, Vulnerability Scanning for Container Images"
_OURS = "our own mapping of SLSA v1.0 (requirements for producers) to the controls that the guidance names for pipelines"
_OWN = "chain-link-broken"
_STATES = {Outcome.PASSES: LinkState.HOLDS, Outcome.FAILS: LinkState.BROKEN, Outcome.UNKNOWN: LinkState.NOT_ESTABLISHED}


class LinkRule(msgspec.Struct, frozen=True, kw_only=True):
    """One link."""

    id: str
    title: str
    question: str
    controls: tuple[ControlId, ...]
    source: str
    reported_by: tuple[str, ...] = ()
    """Requirements whose verdicts it has."""
    by_construction: bool = False
    """Written from the same facts as the package: it shows nothing, and is no subject."""
    holding: str = ""
    """What is so where it holds, as a sentence, for verdicts without a reason of their own."""


class JudgedLink(msgspec.Struct, frozen=True, kw_only=True):
    """A link with its verdict."""

    link: ChainLink
    subject: JudgedSubject | None
    """None where it holds by construction."""


class JudgedChain(msgspec.Struct, frozen=True, kw_only=True):
    """One image class."""

    asset_id: AssetId
    digests: tuple[str, ...]
    links: tuple[JudgedLink, ...]

    @property
    def shown(self) -> ImageChain:
        """For pages and sentences."""
        return ImageChain(asset_id=self.asset_id, digests=self.digests, links=tuple(each.link for each in self.links))


def judged_chains(context: CheckContext) -> tuple[JudgedChain, ...]:
    """Of every image class of the inventory that runs, in its order."""
    whole = context.system, context.facts, context.comparison, context.flows, context.unread_diagrams, context.views
    return context.views.once(_judged, *whole)


def _judged(  # noqa: PLR0917 - what a context without the configuration of a cluster has
    system: System,
    facts: SystemFacts,
    comparison: Comparison,
    flows: FlowGraph,
    unread_diagrams: tuple[str, ...],
    views: SharedViews,
) -> tuple[JudgedChain, ...]:
    context = CheckContext(
        system=system, facts=facts, comparison=comparison, flows=flows, unread_diagrams=unread_diagrams, views=views
    )
    judging = _ChainJudging.of(context)
    images = {image.asset_id: image for image in facts.inventory}
    return tuple(
        JudgedChain(
            asset_id=chain.asset_id,
            digests=chain.digests,
            links=tuple(judging.judge(rule, chain, images[chain.asset_id]) for rule in LINKS),
        )
        for chain in facts.chains
        if chain.asset_id in images
    )


class _ChainJudging(msgspec.Struct, frozen=True, kw_only=True):
    """What all chains are judged by."""

    weaknesses: Mapping[AssetId, int]
    requirements: RequirementVerdicts
    contradictions: ListContradictions
    covered: dict[AssetId, Sequence[DigestCoverage]]
    registries: frozenset[str]

    @classmethod
    def of(cls, context: CheckContext) -> "_ChainJudging":
        facts = context.facts
        covered = grouped((coverage.running.name, coverage) for coverage in context.views.once(coverages, facts))
        return cls(
            weaknesses=Counter(asset.asset_id for weakness in facts.weaknesses for asset in weakness.assets),
            requirements=RequirementVerdicts.of(context),
            contradictions=ListContradictions.of_facts(facts),
            covered={**covered},
            registries=frozenset(each.evidence.path for each in facts.registries if each.images),
        )

    def judge(self, rule: LinkRule, chain: ChainEvidence, image: ImageAsset) -> JudgedLink:
        """One link of one image."""
        if rule.by_construction:
            return JudgedLink(link=self._constructed(rule, image), subject=None)
        evidence = next((each for each in chain.links if each.id == rule.id), None)
        name = f"{chain.asset_id} ({rule.id})"
        given = list(self._given(rule, chain, image, evidence, name))
        subject = worst_of(given) if given else unknown(name, NOT_COLLECTED, asset_ids=(chain.asset_id,))
        collected = self.requirements.is_collected(rule.id, image) and any(_is_evidence(each, evidence) for each in given)
        return JudgedLink(link=_shown(rule, subject, evidence, collected=collected), subject=_worded(rule, subject))

    def _given(
        self, rule: LinkRule, chain: ChainEvidence, image: ImageAsset, evidence: LinkEvidence | None, name: str
    ) -> Iterator[JudgedSubject]:
        own = None
        if evidence is not None:
            own = judge_evidence(
                LinkQuestion(
                    name=name,
                    chain=chain,
                    evidence=evidence,
                    covered=self.covered.get(chain.asset_id, ()),
                    registries=self.registries,
                    contradictions=self.contradictions,
                )
            )
            yield own
        verdict = self.requirements.of_link(rule.id, image) if rule.reported_by else None
        undecided = own is not None and own.outcome is Outcome.UNKNOWN
        if verdict is not None and not (undecided and verdict.outcome is not Outcome.FAILS):
            broken = f"is broken: {verdict.reason}" if verdict.outcome is Outcome.FAILS else verdict.reason
            yield replace(verdict, name=name, reason=broken, title="", detail="", severity=None, asset_ids=(chain.asset_id,))

    def _constructed(self, rule: LinkRule, image: ImageAsset) -> ChainLink:
        if rule.id == "inventory":
            digest = "with its digest" if image.digests else "without a digest"
            return _link(rule, LinkState.HOLDS, f"It is the inventory item {image.asset_id}, {digest}.", image)
        count = counted(self.weaknesses.get(image.asset_id, 0), "open weakness", "open weaknesses")
        if image.asset_id in self.weaknesses:
            return _link(rule, LinkState.HOLDS, f"{count}, each an item of the plan.", image)
        scanned = self.requirements.of_link("scan", image)
        if scanned is None or scanned.outcome is Outcome.UNKNOWN:
            state = LinkState.NOT_ESTABLISHED if image.looks else LinkState.NOT_COLLECTED
            return _link(rule, state, f"No weakness is known, and {scanned.reason if scanned else 'it does not run'}.", image)
        return _link(rule, LinkState.HOLDS, "No weakness is open on it.", image)


def _link(rule: LinkRule, state: LinkState, text: str, image: ImageAsset) -> ChainLink:
    return ChainLink(
        id=rule.id,
        title=rule.title,
        question=rule.question,
        controls=rule.controls,
        origin=rule.source,
        state=state,
        text=text,
        sources=image.sources[:1],
    )


def _is_evidence(given: JudgedSubject, evidence: LinkEvidence | None) -> bool:
    """Does a verdict rest on more than that nothing was collected?"""
    return given.outcome is not Outcome.UNKNOWN or evidence is None or evidence.state is not LinkState.NOT_COLLECTED


def _shown(rule: LinkRule, subject: JudgedSubject, evidence: LinkEvidence | None, *, collected: bool) -> ChainLink:
    """For pages: what was collected, and why it does not decide it."""
    state = _STATES[subject.outcome]
    state = LinkState.NOT_COLLECTED if state is LinkState.NOT_ESTABLISHED and not collected else state
    return ChainLink(
        id=rule.id,
        title=rule.title,
        question=rule.question,
        controls=rule.controls,
        origin=rule.source,
        state=state,
        certainty=subject.certainty,
        text=_one_text(_text(rule, subject, evidence)),
        reported_by=_reporting(rule.reported_by, own=evidence is not None or not rule.reported_by),
        sources=tuple(dict.fromkeys(each.source for each in subject.citations)),
    )


@lru_cache(1 << 12)
def _one_text(given: str) -> str:
    """Most images share most of these sentences: equal ones are one object."""
    return given


@lru_cache(256)
def _reporting(checks: tuple[str, ...], *, own: bool) -> tuple[str, ...]:
    return (*checks, _OWN) if own else checks


def _text(rule: LinkRule, subject: JudgedSubject, evidence: LinkEvidence | None) -> str:
    own = evidence.text if evidence is not None else ""
    if subject.outcome is Outcome.FAILS and own and evidence is not None and evidence.state is LinkState.BROKEN:
        return own
    reason = subject.reason.removeprefix("is broken: ")
    reason = f"{reason[:1].upper()}{reason[1:]}." if reason and reason != NOT_COLLECTED else ""
    if subject.outcome is Outcome.PASSES:
        return own or reason or rule.holding
    return " ".join(each for each in (own, reason) if each) or "Nothing of it was collected."


def _worded(rule: LinkRule, subject: JudgedSubject) -> JudgedSubject:
    """A discrepancy of its own, with the question and who asks it."""
    step = subject.next_step or _STEPS.get(rule.id, "")
    if subject.outcome is not Outcome.FAILS:
        return replace(subject, next_step=step if subject.outcome is Outcome.UNKNOWN else "")
    reason = subject.reason.removeprefix("is broken: ")
    (asset_id,) = subject.asset_ids
    return replace(
        subject,
        title=f"{asset_id}: {rule.title.lower()}",
        detail=f"{rule.question} {reason[:1].upper()}{reason[1:]}. Asked for by: {rule.source}.",
        next_step=step,
        cause=rule.title.lower(),
    )


_STEPS = {
    "commit": "Write `org.opencontainers.image.source` and `.revision` as labels while building, and build from that commit.",
    "provenance": "Attest provenance of the digest that is pushed (SLSA), deploy that digest, and collect the registry again.",
    "signature": "Sign the digest that is pushed, name the public key under `signing` in system.yaml, and collect again.",
    "sbom": "Attach a bill of materials to the digest that is pushed, and collect the registry again.",
    "registry": "Deploy the digest that the registry holds, or collect from the registry that it comes from.",
}


LINKS: tuple[LinkRule, ...] = (
    LinkRule(
        id="commit",
        title="Commit",
        question="From which repository and commit was the image built, and do all that say so agree?",
        controls=control_ids("CM-3", "SI-7"),
        source=_OURS,
    ),
    LinkRule(
        id="pipeline",
        title="Pipeline",
        question="Which collected pipeline builds it?",
        controls=control_ids("CM-3"),
        source=_PIPELINE,
        reported_by=("image-built-by-unknown",),
        holding="Verified provenance names a collected pipeline.",
    ),
    LinkRule(
        id="gates",
        title="Gates",
        question="Does the pipeline scan the image, and stop where the scan fails?",
        controls=control_ids("CM-3", "CA-2", "SI-3"),
        source=f"{_PIPELINE}: a mechanism that keeps images from being deployed that do not adhere",
        reported_by=("pipeline-image-scan",),
        holding="A scan that fails stops the pipeline before the push.",
    ),
    LinkRule(
        id="provenance",
        title="Provenance",
        question="Is there a statement of where the very digest that runs was built, signed by a key that is trusted?",
        controls=control_ids("SI-7", "CM-3"),
        source=_OURS,
    ),
    LinkRule(
        id="signature",
        title="Signature",
        question="Is the digest that runs signed by a key that is trusted?",
        controls=control_ids("SI-7"),
        source=_OURS,
    ),
    LinkRule(
        id="sbom",
        title="Bill of materials",
        question="Is there a bill of materials of the image?",
        controls=control_ids("CM-8", "SI-7"),
        source=_OURS,
    ),
    LinkRule(
        id="registry",
        title="Registry",
        question="Does the registry hold the digest that runs, under the tag that it runs by?",
        controls=control_ids("CM-2", "SI-7"),
        source=f"{_GUIDANCE}, Registry Monitoring (controls: our own mapping)",
        reported_by=("tag-moved",),
    ),
    LinkRule(
        id="admission",
        title="Admission",
        question="Does the cluster refuse images that do not adhere?",
        controls=control_ids("CM-3", "SI-7"),
        source=f"{_PIPELINE}: a mechanism that keeps images from being deployed that do not adhere",
        reported_by=("unsigned-images-admitted", "admission-gate"),
        holding="A policy refuses it without a signature.",
    ),
    LinkRule(
        id="running",
        title="Running",
        question="Is the digest known that runs?",
        controls=control_ids("CM-8"),
        source=_INVENTORY,
        reported_by=("running-digest-unknown",),
        holding="Its containers report the digest.",
    ),
    LinkRule(
        id="inventory",
        title="Inventory",
        question="Has the image its own row in the inventory?",
        controls=control_ids("CM-8"),
        source=_INVENTORY,
        by_construction=True,
    ),
    LinkRule(
        id="scan",
        title="Scan",
        question="Was the digest that runs scanned within 30 days?",
        controls=control_ids("RA-5"),
        source=_SCANNING,
        reported_by=("image-never-scanned", "scan-too-old", "scanned-digest-differs"),
        holding="A scan of the digest that runs is not older than 30 days.",
    ),
    LinkRule(
        id="items",
        title="POA&M",
        question="Do open weaknesses stand in the plan of action and milestones?",
        controls=control_ids("CA-5", "SI-2"),
        source="FedRAMP Vulnerability Scanning Requirements §3: one item per unique vulnerability",
        by_construction=True,
    ),
)
