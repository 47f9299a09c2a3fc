"""A link between the commit and the running digest of an image is broken."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.checks.base import CheckEvidence
from generator.checks.mapping import mapped
from generator.model.chain import LinkState
from generator.model.comparison import Discrepancy
from generator.model.identifiers import ControlId, control_ids
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity

_STEPS = {
    "commit": "Write `org.opencontainers.image.source` and `.revision` as labels while building, and build from that commit.",
    "provenance": "Attest provenance of the digest that is pushed (SLSA), deploy that digest, and collect the registry again.",
    "signature": "Sign the digest that is pushed, name the public key under `signing` in system.yaml, and collect again.",
    "sbom": "Attach a bill of materials to the digest that is pushed, and collect the registry again.",
    "registry": "Deploy the digest that the registry holds, or collect from the registry that it comes from.",
}


_REQUIREMENT = PostureRequirement(
    id="chain-link-broken",
    area="Build pipeline",
    title="Evidence leads from the commit to what runs",
    problem="Broken link from commit to running image",
    asks="Does the evidence lead from the commit over pipeline, registry and admission to the very digest that runs?",
    rationale="One broken link is enough for something to run that was not built, scanned or approved as the package says.",
    fix="Correct the link that the report names: sign, attest, scan or deploy the very digest that was built.",
    reference="the report names the source of each link beside it (report/chains.html)",
    controls=mapped(fedramp="CA-2 CM-2 CM-3 CM-8 SI-3 SI-7"),
    subjects=("link of an image", "links of images"),
    severity=Severity.MODERATE,
)


@dataclass(frozen=True, slots=True)
class ChainLinkBroken:
    """See `Check`. Links that other checks report (a scan that is missing, an unknown builder) are theirs."""

    id: str = "chain-link-broken"
    title: str = "Broken link from commit to running image"
    question: str = "Does the evidence lead from the commit over pipeline, registry and admission to the very digest that runs?"
    controls: tuple[ControlId, ...] = control_ids("CA-2", "CM-2", "CM-3", "CM-8", "SI-3", "SI-7")
    source: str = "the report names the source of each link beside it (report/chains.html)"

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        links = (link for chain in evidence.facts.chains for link in chain.links if link.id in _STEPS)
        collected = any(link.state is not LinkState.NOT_COLLECTED for link in links)
        return None if collected else "pipeline definitions, or what the registry holds (`atopack collect registry`)"

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy]:
        """See `Check.run`."""
        for chain in evidence.facts.chains:
            for link in chain.broken:
                if link.reported_by:
                    continue
                yield Discrepancy(
                    check=self.id,
                    subject=f"{chain.asset_id} ({link.id})",
                    title=f"{chain.asset_id}: {link.title.lower()}",
                    detail=f"{link.question} {link.text} Asked for by: {link.origin}.",
                    controls=link.controls,
                    severity=Severity.MODERATE,
                    next_step=_STEPS.get(link.id, ""),
                    asset_ids=(chain.asset_id,),
                    sources=link.sources,
                )
