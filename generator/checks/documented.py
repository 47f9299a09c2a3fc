"""Every check as documented data: what `atopack checks` lists.

Of a row of the evidence-to-control table all of it is data of its requirement. Of the other checks, why they matter and how to
mend what they find stand here, once.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from generator.checks.base import Check
from generator.checks.posture_check import PostureCheck
from generator.checks.registry import CHECKS
from generator.model.posture import ControlMapping, MappedBy


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlSaid:
    """A control, and who says that it belongs to the check."""

    control: str
    by: str
    cci: str | None = None
    """DISA's control correlation identifier of the part that is meant, where known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Documented:
    """One check."""

    id: str
    title: str
    """Of its discrepancies."""
    area: str
    """Heading of the matrix; empty for a check that is no row of the evidence-to-control table."""
    question: str
    controls: tuple[ControlSaid, ...]
    severity: str | None
    """Of its discrepancies; None where it depends on what is found."""
    rationale: str
    fix: str
    reference: str


def documented() -> tuple[Documented, ...]:
    """All of them, in the order in which documents list them."""
    return tuple(_of_requirement(check) if isinstance(check, PostureCheck) else _of_check(check) for check in CHECKS)


def _of_requirement(check: PostureCheck) -> Documented:
    asked = check.row.requirement
    return Documented(
        id=asked.id,
        title=asked.problem,
        area=asked.area,
        question=asked.asks,
        controls=tuple(_mapped(one) for one in asked.controls),
        severity=asked.severity,
        rationale=asked.rationale,
        fix=asked.fix,
        reference=asked.reference,
    )


def _mapped(one: ControlMapping) -> ControlSaid:
    return ControlSaid(control=one.control, by=one.by, cci=one.cci or None)


def _of_check(check: Check) -> Documented:
    rationale, fix = SAID[check.id]
    return Documented(
        id=check.id,
        title=check.title,
        area="",
        question=check.question,
        controls=tuple(ControlSaid(control=one, by=_by(one, check.source)) for one in check.controls),
        severity=None,
        rationale=rationale,
        fix=fix,
        reference=check.source,
    )


def _by(control: str, source: str) -> str:
    """Whose mapping it is: the source says where it is ours, for all or for the controls that it names."""
    ours = re.search(r"our own mapping(?: for ([^)]+))?", source)
    if ours is None or (ours[1] is not None and control not in ours[1]):
        return source.partition(" (control")[0]
    return MappedBy.OURS


SAID: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "running-not-drawn": (
            "What is not drawn was not assessed, and an assessor who finds it doubts the rest of the boundary.",
            "Draw it, or name the shape that stands for it in decisions/diagram-mapping.yaml.",
        ),
        "drawn-not-running": (
            "A diagram that shows what is not there describes another system than the one that is assessed.",
            "Remove it from the diagram, or say what it stands for in decisions/diagram-mapping.yaml.",
        ),
        "image-never-scanned": (
            "Nobody knows what is wrong with an image that nobody looked at.",
            "Scan the image in the registry and put the report into evidence/scans/.",
        ),
        "scan-too-old": (
            "Only images that were scanned within 30 days may run; new vulnerabilities are found in old images.",
            "Scan the image again; where it is no longer needed, stop running it.",
        ),
        "scanned-digest-differs": (
            "Two images of one name may hold different software, so the scan of one says nothing of the other.",
            "Scan the digest that runs, or deploy the digest that was scanned; then pin the image by digest.",
        ),
        "running-digest-unknown": (
            "Without the digest nobody can tell whether what was scanned is what runs.",
            "Collect the pods while they run; where only the node's own id is known, collect the registry as well.",
        ),
        "tag-moved": (
            "A tag that means two images lets something run that nobody approved under that name.",
            "Name the image by digest and roll it out again, so that the same bytes run everywhere.",
        ),
        "image-not-pinned": (
            "A tag can be moved after the scan; the next restart then runs something else.",
            "Name the image as repository:tag@sha256:… in the manifests.",
        ),
        "image-built-by-unknown": (
            "Of an image of unknown origin nobody can say which checks it went through.",
            "Collect the pipeline that builds it, or record where the image comes from and who approved it.",
        ),
        "registry-not-approved": (
            "What an approved registry checks and keeps is not known of images from elsewhere.",
            "Rebuild the image on an approved base and push it to an approved registry, or approve the registry.",
        ),
        "chain-link-broken": (
            "One broken link is enough for something to run that was not built, scanned or approved as the package says.",
            "Mend the link that the report names: sign, attest, scan or deploy the very digest that was built.",
        ),
        "image-not-hardened": (
            "General-purpose images hold software and settings that an attacker can use; the guidance rules them out.",
            "Rebuild it on a hardened base, or harden it to the benchmark that fits and collect the result.",
        ),
        "image-benchmark-missing": (
            "Without a measurement nobody can show that an image is hardened.",
            "Measure it (OpenSCAP, SCC, InSpec, Evaluate-STIG), and put the result into evidence/scans/.",
        ),
        "distroless-benchmark-not-accepted": (
            "Where no published benchmark fits, FedRAMP accepts only one of the provider's that an assessor validated.",
            "Write the benchmark, have the assessor accept it, and record both in decisions/benchmarks.yaml.",
        ),
        "image-runs-as-root": (
            "Whoever breaks out of a process that runs as root is root on the node, where nothing else stops it.",
            "Name a user other than root in the Dockerfile (`USER 10001`), and set `runAsNonRoot: true` for the pod.",
        ),
        "image-has-shell-or-package-manager": (
            "Tools that the program does not need are there for whoever gets in.",
            "Build on an image without them, or say in the narrative of CM-7 why the program needs them.",
        ),
        "image-known-exploited": (
            "These vulnerabilities are being used by attackers now, and have due dates of their own.",
            "Rebuild the image with the fixed version and deploy it by the catalogue's due date.",
        ),
        "validation-missing": (
            "FedRAMP asks that an assessor validates these processes; without the evidence they count as not validated.",
            "Have it validated, and add an entry with `what`, `by`, `validated` and `file` to decisions/validations.yaml.",
        ),
        "asset-never-scanned": (
            "All operating systems, web applications and databases of the inventory are to be scanned every month.",
            "Scan it and put the report into evidence/scans/; where that calls it otherwise, name its target.",
        ),
        "asset-scan-too-old": (
            "A scan that is older than a month no longer says what is wrong today.",
            "Scan it again; where it is no longer part of the system, collect the cluster or account again.",
        ),
        "scanned-not-in-inventory": (
            "Something was scanned that the inventory does not know: it is incomplete, or the scan looked elsewhere.",
            "Collect where it runs; or name its asset as the scan's target; or take it out of the scan.",
        ),
        "scan-database-too-old": (
            "A scanner does not find what its database does not know yet.",
            "Let the scanner update its database, scan again, and keep the evidence of the update.",
        ),
        "scan-not-authenticated": (
            "From outside a scanner sees a fraction of what is wrong on a host.",
            "Give the scanner working credentials, with the rights that its vendor asks for, and scan again.",
        ),
        "scan-configuration-not-approved": (
            "A scan with checks switched off finds less, and nobody can tell from its report.",
            "Scan with the approved configuration, or have this one approved and add it to decisions/scan-configurations.yaml.",
        ),
    }
)
"""Of the checks that are no row of the table: why it matters, and how to mend what they find."""
