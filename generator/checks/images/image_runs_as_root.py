"""An image runs as root."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.checks.base import CheckEvidence, Unanswered
from generator.checks.mapping import mapped
from generator.model.comparison import Discrepancy
from generator.model.hardening import ImageHardening, StatedUser
from generator.model.identifiers import ControlId, control_ids
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity

_UNKNOWN = "it is not known which user the image runs as"
_COLLECT = "collect its configuration from the registry (`atopack collect registry`) or its Dockerfile"


_REQUIREMENT = PostureRequirement(
    id="image-runs-as-root",
    area="Hardened images",
    title="Images run as another user than root",
    problem="Image runs as root",
    asks="Does every image run as a user that is not root?",
    rationale="Whoever breaks out of a process that runs as root is root on the node, where nothing else stops it.",
    fix="Name a user other than root in the Dockerfile (`USER 10001`), and set `runAsNonRoot: true` for the pod.",
    reference=(
        "FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Hardened Images; NIST SP 800-190, section 4.1.2"
    ),
    controls=mapped(fedramp="CM-6 SC-39", ours="AC-6"),
    subjects=("image that runs", "images that run"),
    severity=Severity.MODERATE,
)


@dataclass(frozen=True, slots=True)
class ImageRunsAsRoot:
    """See `Check`."""

    id: str = "image-runs-as-root"
    title: str = "Image runs as root"
    question: str = "Does every image run as a user that is not root?"
    controls: tuple[ControlId, ...] = control_ids("CM-6", "AC-6", "SC-39")
    source: str = (
        "FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Hardened Images; NIST SP 800-190, section 4.1.2"
    )

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        known = any(hardening.users for hardening in evidence.facts.hardening)
        return None if known else "which users images run as: registry configurations, Dockerfiles, Dockle reports or pods"

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy | Unanswered]:
        """See `Check.run`."""
        for hardening in evidence.facts.hardening:
            if hardening.root is None:
                yield Unanswered(reason=_UNKNOWN, next_step=_COLLECT, path=hardening.asset_id, of="image")
            elif hardening.root:
                yield self._of(hardening, hardening.users[0])

    def _of(self, hardening: ImageHardening, user: StatedUser) -> Discrepancy:
        named = f"the user is {user.user}" if user.user else "no user is named, which means root"
        others = [other for other in hardening.users[1:] if not other.root]
        other_source = f" {others[0].by} says {others[0].user or 'another one'}." if others else ""
        return Discrepancy(
            check=self.id,
            subject=hardening.asset_id,
            title=f"{hardening.asset_id} runs as root",
            detail=f"By its {user.by}, {named}.{other_source} What breaks out of a container that runs as root is root on "
            f"its node, "
            "where user namespaces are not used.",
            controls=self.controls,
            severity=Severity.MODERATE,
            next_step="Name a user other than root in the Dockerfile (`USER 10001`), and set `runAsNonRoot: true` for the pod.",
            asset_ids=(hardening.asset_id,),
            sources=(user.source,),
        )
