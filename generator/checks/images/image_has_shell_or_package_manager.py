"""An image holds a shell, a package manager or network tools. Informational."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from generator.checks.base import CheckEvidence, Unanswered
from generator.checks.mapping import mapped
from generator.model.comparison import Discrepancy
from generator.model.identifiers import ControlId, control_ids
from generator.model.image_tools import ToolKind
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity
from generator.text import listed

_UNKNOWN = "it is not known what the image holds"
_COLLECT = "collect its bill of materials (CycloneDX or SPDX), or scan it with a list of all packages"


_REQUIREMENT = PostureRequirement(
    id="image-has-shell-or-package-manager",
    area="Hardened images",
    title="Images hold only what their programs need",
    problem="Image with a shell, package manager or network tool",
    asks="Does an image hold more than its program needs: shells, package managers, network tools?",
    rationale="Tools that the program does not need are there for whoever gets in.",
    fix="Build on an image without them, or say in the narrative of CM-7 why the program needs them.",
    reference="NIST SP 800-190, section 4.1.2; informational: some programs need one",
    controls=mapped(nist="CM-7"),
    subjects=("image that runs", "images that run"),
    severity=Severity.INFORMATIONAL,
)


@dataclass(frozen=True, slots=True)
class ImageHasShellOrPackageManager:
    """See `Check`."""

    id: str = "image-has-shell-or-package-manager"
    title: str = "Image with a shell, package manager or network tool"
    question: str = "Does an image hold more than its program needs: shells, package managers, network tools?"
    controls: tuple[ControlId, ...] = control_ids("CM-7")
    source: str = "NIST SP 800-190, section 4.1.2; informational: some programs need one"

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        known = any(hardening.packages is not None for hardening in evidence.facts.hardening)
        return None if known else "bills of materials, or scans that list all packages"

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy | Unanswered]:
        """See `Check.run`."""
        for hardening in evidence.facts.hardening:
            if hardening.packages is None:
                yield Unanswered(reason=_UNKNOWN, next_step=_COLLECT, path=hardening.asset_id, of="image")
                continue
            if not hardening.tools:
                continue
            kinds: dict[ToolKind, list[str]] = defaultdict(list)
            for kind, name in hardening.tools:
                kinds[kind].append(name)
            detail = "; ".join(f"{kind}: {', '.join(names)}" for kind, names in kinds.items())
            yield Discrepancy(
                check=self.id,
                subject=hardening.asset_id,
                title=f"{hardening.asset_id} holds {listed(f'a {kind}' for kind in kinds)}",
                detail=f"Of the {hardening.packages:,} packages in its inventory these help whoever gets in: {detail}.",
                controls=self.controls,
                severity=Severity.INFORMATIONAL,
                next_step="Build on an image without them, or say in the narrative of CM-7 why the program needs them.",
                asset_ids=(hardening.asset_id,),
                sources=hardening.sources,
            )
