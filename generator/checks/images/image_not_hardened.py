"""An image runs that stands on a general-purpose base, and nothing shows that it was hardened."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.checks.base import CheckEvidence, Unanswered
from generator.checks.mapping import mapped
from generator.model.comparison import Discrepancy
from generator.model.hardening import BaseKind
from generator.model.identifiers import ControlId, control_ids
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity

_UNKNOWN = "it is not known what the image is built on, and no benchmark was measured on it"
_COLLECT = "collect its configuration from the registry (`atopack collect registry`), its Dockerfile or its benchmark results"


_REQUIREMENT = PostureRequirement(
    id="image-not-hardened",
    area="Hardened images",
    title="Images that run are hardened",
    problem="Image on a general-purpose base",
    asks=(
        "Does every image that runs stand on a hardened base, or was the benchmark that fits it measured on the image itself?"
    ),
    rationale="General-purpose images hold software and settings that an attacker can use; the guidance rules them out.",
    fix="Rebuild it on a hardened base, or harden it to the benchmark that fits and collect the result.",
    reference="FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Hardened Images",
    controls=mapped(fedramp="CM-6 SC-39"),
    subjects=("image that runs", "images that run"),
    severity=Severity.HIGH,
)


@dataclass(frozen=True, slots=True)
class ImageNotHardened:
    """See `Check`."""

    id: str = "image-not-hardened"
    title: str = "Image on a general-purpose base"
    question: str = (
        "Does every image that runs stand on a hardened base, or was the benchmark that fits it measured on the image itself?"
    )
    controls: tuple[ControlId, ...] = control_ids("CM-6", "SC-39")
    source: str = "FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Hardened Images"

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        known = any(hardening.base_kind is not BaseKind.UNKNOWN or hardening.fitting for hardening in evidence.facts.hardening)
        return None if known else "what images are built on: registry configurations, Dockerfiles, or benchmark results"

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy | Unanswered]:
        """See `Check.run`."""
        for hardening in evidence.facts.hardening:
            if hardening.fitting or hardening.base_kind.is_hardened or hardening.base_kind is BaseKind.MINIMAL:
                continue
            if hardening.base_kind is BaseKind.UNKNOWN:
                yield Unanswered(reason=_UNKNOWN, next_step=_COLLECT, path=hardening.asset_id, of="image")
                continue
            yield Discrepancy(
                check=self.id,
                subject=hardening.asset_id,
                title=f"{hardening.asset_id} stands on a general-purpose base",
                detail=f"{hardening.base_because[:1].upper()}{hardening.base_because[1:]}. No result of a benchmark that "
                f"fits it was "
                "collected, so nothing shows that it was hardened. General-purpose images may not be used inside the boundary.",
                controls=self.controls,
                severity=Severity.HIGH,
                next_step="Rebuild it on a hardened base, or harden it to the benchmark that fits and collect the result.",
                asset_ids=(hardening.asset_id,),
                sources=hardening.sources,
            )
