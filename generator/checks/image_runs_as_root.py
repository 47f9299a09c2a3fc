"""An image runs as root."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.checks.base import Evidence, Unanswered
from generator.model.comparison import Discrepancy
from generator.model.hardening import ImageHardening, UserSaid
from generator.model.identifiers import ControlId, control_ids
from generator.model.scan import Severity

_UNKNOWN = "it is not known which user the image runs as"
_COLLECT = "collect its configuration from the registry (`atopack collect registry`) or its Dockerfile"


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

    def needs(self, evidence: Evidence) -> str | None:
        """See `Check.needs`."""
        known = any(one.users for one in evidence.facts.hardening)
        return None if known else "which users images run as: registry configurations, Dockerfiles, Dockle reports or pods"

    def run(self, evidence: Evidence) -> Iterable[Discrepancy | Unanswered]:
        """See `Check.run`."""
        for one in evidence.facts.hardening:
            if one.root is None:
                yield Unanswered(reason=_UNKNOWN, next_step=_COLLECT, path=one.asset_id, of="image")
            elif one.root:
                yield self._of(one, one.users[0])

    def _of(self, one: ImageHardening, said: UserSaid) -> Discrepancy:
        named = f"the user is {said.user}" if said.user else "no user is named, which means root"
        others = [other for other in one.users[1:] if not other.root]
        beside = f" {others[0].by} says {others[0].user or 'another one'}." if others else ""
        return Discrepancy(
            check=self.id,
            subject=one.asset_id,
            title=f"{one.asset_id} runs as root",
            detail=f"By its {said.by}, {named}.{beside} What breaks out of a container that runs as root is root on its node, "
            "where user namespaces are not used.",
            controls=self.controls,
            severity=Severity.MODERATE,
            next_step="Name a user other than root in the Dockerfile (`USER 10001`), and set `runAsNonRoot: true` for the pod.",
            asset_ids=(one.asset_id,),
            sources=(said.source,),
        )
