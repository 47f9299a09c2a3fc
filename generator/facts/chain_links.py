"""The chain of every image that runs, from commit to running digest: its links in order, each one question with its
controls and its source.

A link is broken where the evidence was collected and does not hold it; what nobody collected is not collected, never broken.
"""

from collections.abc import Callable
from dataclasses import dataclass

from generator.facts import chain_origin as origin
from generator.facts import chain_running as running
from generator.facts import chain_signing as signing
from generator.facts.chain_context import ChainBasis, Found, ImageContext, grounds
from generator.model.chain import ChainLink, ImageChain
from generator.model.facts import SystemFacts
from generator.model.identifiers import ControlId, control_ids

_GUIDANCE = "FedRAMP Vulnerability Scanning Requirements for Containers v1.0"
_PIPELINE = f"{_GUIDANCE}, Container Build, Test, and Orchestration Pipeline"
_INVENTORY = f"{_GUIDANCE}, Asset Management and Inventory Reporting"
_SCANNING = f"{_GUIDANCE}, Vulnerability Scanning for Container Images"
_OURS = "our own mapping of SLSA v1.0 (requirements for producers) to the controls that the guidance names for pipelines"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRule:
    """One link."""

    id: str
    title: str
    question: str
    controls: tuple[ControlId, ...]
    source: str
    judge: Callable[[ImageContext], Found]
    reported_by: tuple[str, ...] = ()
    """Checks that report it when it is broken: it is then not reported twice."""

    def of(self, context: ImageContext) -> ChainLink:
        """The answer for one image."""
        state, text, sources = self.judge(context)
        return ChainLink(
            id=self.id,
            title=self.title,
            question=self.question,
            controls=self.controls,
            origin=self.source,
            state=state,
            text=text,
            reported_by=self.reported_by,
            sources=sources,
        )


def chains_of(facts: SystemFacts, basis: ChainBasis) -> tuple[ImageChain, ...]:
    """One per image that runs, in the order of the inventory."""
    return tuple(
        ImageChain(
            asset_id=context.image.asset_id,
            digests=context.image.digests,
            links=tuple(rule.of(context) for rule in LINKS),
            provenance=tuple(each for each in context.attestations if each.is_provenance),
        )
        for context in grounds(facts, basis)
    )


LINKS: tuple[LinkRule, ...] = (
    LinkRule(
        id="commit",
        title="Commit",
        question="From which repository and commit was the image built, and do all that say so agree?",
        controls=control_ids("CM-3", "SI-7"),
        source=_OURS,
        judge=origin.commit,
    ),
    LinkRule(
        id="pipeline",
        title="Pipeline",
        question="Which collected pipeline builds it?",
        controls=control_ids("CM-3"),
        source=_PIPELINE,
        judge=origin.pipeline,
        reported_by=("image-built-by-unknown",),
    ),
    LinkRule(
        id="gates",
        title="Gates",
        question="Does the pipeline scan the image, and stop where the scan fails?",
        controls=control_ids("CM-3", "CA-2", "SI-3"),
        source=f"{_PIPELINE}: a mechanism that keeps images from being deployed that do not adhere",
        judge=origin.gates,
        reported_by=("pipeline-image-scan",),
    ),
    LinkRule(
        id="provenance",
        title="Provenance",
        question="Is there a statement of where the very digest that runs was built, signed by a key that is trusted?",
        controls=control_ids("SI-7", "CM-3"),
        source=_OURS,
        judge=signing.provenance,
    ),
    LinkRule(
        id="signature",
        title="Signature",
        question="Is the digest that runs signed by a key that is trusted?",
        controls=control_ids("SI-7"),
        source=_OURS,
        judge=signing.signature,
    ),
    LinkRule(
        id="sbom",
        title="Bill of materials",
        question="Is there a bill of materials of the image?",
        controls=control_ids("CM-8", "SI-7"),
        source=_OURS,
        judge=signing.bill,
    ),
    LinkRule(
        id="registry",
        title="Registry",
        question="Does the registry hold the digest that runs, under the tag that it runs by?",
        controls=control_ids("CM-2", "SI-7"),
        source=f"{_GUIDANCE}, Registry Monitoring (controls: our own mapping)",
        judge=running.registry,
        reported_by=("tag-moved",),
    ),
    LinkRule(
        id="admission",
        title="Admission",
        question="Does the cluster refuse images that do not adhere?",
        controls=control_ids("CM-3", "SI-7"),
        source=f"{_PIPELINE}: a mechanism that keeps images from being deployed that do not adhere",
        judge=running.admission,
        reported_by=("unsigned-images-admitted", "admission-gate"),
    ),
    LinkRule(
        id="running",
        title="Running",
        question="Is the digest known that runs?",
        controls=control_ids("CM-8"),
        source=_INVENTORY,
        judge=running.workloads,
    ),
    LinkRule(
        id="inventory",
        title="Inventory",
        question="Has the image its own row in the inventory?",
        controls=control_ids("CM-8"),
        source=_INVENTORY,
        judge=running.inventory,
    ),
    LinkRule(
        id="scan",
        title="Scan",
        question="Was the digest that runs scanned within 30 days?",
        controls=control_ids("RA-5"),
        source=_SCANNING,
        judge=running.scan,
        reported_by=("image-never-scanned", "scan-too-old", "scanned-digest-differs"),
    ),
    LinkRule(
        id="items",
        title="POA&M",
        question="Do open weaknesses stand in the plan of action and milestones?",
        controls=control_ids("CA-5", "SI-2"),
        source="FedRAMP Vulnerability Scanning Requirements §3: one item per unique vulnerability",
        judge=running.items,
    ),
)
