"""Of the checks that are no row of the evidence-to-control table: area, what it means when they hold, why, and the remediation.

FedRAMP's container guidance names controls for hardened images, the pipeline and the inventory only. Those of scanning and of
watching the registry are the article's; what neither names is our own mapping.
"""

from collections.abc import Mapping
from types import MappingProxyType

from generator.checks.base import Check
from generator.checks.diagram_requirements import DIAGRAM_REQUIREMENTS, Row
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity
from generator.posture.mapping import mapped

IMAGES, PIPELINE, SCANNING, ASSETS, ASSESSMENT = (
    "Hardened images",
    "Build pipeline",
    "Image scanning",
    "Asset management",
    "Assessment",
)


def requirement_of(check: Check) -> PostureRequirement:
    """What a check asks for, as data."""
    area, title, rationale, fix, severity, controls = REQUIREMENTS[check.id]
    return PostureRequirement(
        id=check.id,
        area=area,
        title=title,
        problem=check.title,
        asks=check.question,
        rationale=rationale,
        fix=fix,
        reference=check.source,
        controls=controls,
        severity=severity,
    )


REQUIREMENTS: Mapping[str, Row] = MappingProxyType(
    {
        **DIAGRAM_REQUIREMENTS,
        "running-not-drawn": (
            ASSETS,
            "What runs is drawn",
            "What is not drawn was not assessed, and an assessor who finds it doubts the rest of the boundary.",
            "Draw it, or name the shape that stands for it in decisions/diagram-mapping.yaml.",
            Severity.MODERATE,
            mapped(ours="CM-8 CM-8(3) PL-8"),
        ),
        "drawn-not-running": (
            ASSETS,
            "What is drawn runs",
            "A diagram that shows what is not there describes another system than the one that is assessed.",
            "Remove it from the diagram, or say what it stands for in decisions/diagram-mapping.yaml.",
            Severity.MODERATE,
            mapped(ours="CM-8 CM-8(3) PL-8"),
        ),
        "image-never-scanned": (
            SCANNING,
            "Every image that runs was scanned",
            "The vulnerabilities of an image that was not scanned are unknown.",
            "Scan the image in the registry and put the report into evidence/scans/.",
            Severity.HIGH,
            mapped(article="RA-5 SI-4"),
        ),
        "scan-too-old": (
            SCANNING,
            "Every image that runs was scanned within 30 days",
            "Only images that were scanned within 30 days may run; new vulnerabilities are found in old images.",
            "Scan the image again; where it is no longer needed, stop running it.",
            Severity.MODERATE,
            mapped(article="RA-5 SI-4"),
        ),
        "scanned-digest-differs": (
            SCANNING,
            "What was scanned is what runs",
            "Two images of one name may hold different software, so the scan of one says nothing of the other.",
            "Scan the digest that runs, or deploy the digest that was scanned; then pin the image by digest.",
            Severity.HIGH,
            mapped(fedramp="CM-8", article="RA-5 SI-4"),
        ),
        "running-digest-unknown": (
            ASSETS,
            "The digest of every image that runs is known",
            "Without the digest it cannot be shown that what was scanned is what runs.",
            "Collect the pods while they run; where only the node's own id is known, collect the registry as well.",
            Severity.LOW,
            mapped(fedramp="CM-8", ours="SI-7"),
        ),
        "tag-moved": (
            PIPELINE,
            "A tag means one image everywhere",
            "A tag that means two images lets something run under a name for which it was not approved.",
            "Name the image by digest and roll it out again, so that the same bytes run everywhere.",
            Severity.MODERATE,
            mapped(ours="CM-2 CM-3 SI-7"),
        ),
        "image-not-pinned": (
            PIPELINE,
            "Images that run are named by digest",
            "A tag can be moved after the scan; the next restart then runs something else.",
            "Name the image as repository:tag@sha256:… in the manifests.",
            Severity.LOW,
            mapped(ours="CM-2 SI-7"),
        ),
        "image-built-by-unknown": (
            PIPELINE,
            "Images that run are built by known pipelines",
            "For an image of unknown origin, the checks that it went through are unknown.",
            "Collect the pipeline that builds it, or record where the image comes from and who approved it.",
            Severity.MODERATE,
            mapped(fedramp="CM-3", ours="SR-3"),
        ),
        "registry-not-approved": (
            IMAGES,
            "Images that run come from approved registries",
            "What an approved registry checks and keeps is not known of images from elsewhere.",
            "Rebuild the image on an approved base and push it to an approved registry, or approve the registry.",
            Severity.MODERATE,
            mapped(fedramp="CM-6", ours="SR-3"),
        ),
        "chain-link-broken": (
            PIPELINE,
            "Evidence leads from the commit to what runs",
            "One broken link is enough for something to run that was not built, scanned or approved as the package says.",
            "Correct the link that the report names: sign, attest, scan or deploy the very digest that was built.",
            Severity.MODERATE,
            mapped(fedramp="CA-2 CM-2 CM-3 CM-8 SI-3 SI-7"),
        ),
        "image-not-hardened": (
            IMAGES,
            "Images that run are hardened",
            "General-purpose images hold software and settings that an attacker can use; the guidance rules them out.",
            "Rebuild it on a hardened base, or harden it to the benchmark that fits and collect the result.",
            Severity.HIGH,
            mapped(fedramp="CM-6 SC-39"),
        ),
        "image-benchmark-missing": (
            IMAGES,
            "The benchmark that fits was measured",
            "Without a measurement, hardening of an image cannot be shown.",
            "Measure it (OpenSCAP, SCC, InSpec, Evaluate-STIG), and put the result into evidence/scans/.",
            Severity.MODERATE,
            mapped(fedramp="CM-6"),
        ),
        "distroless-benchmark-not-accepted": (
            IMAGES,
            "An assessor accepted every custom benchmark",
            "Where no published benchmark fits, FedRAMP accepts only one of the provider's that an assessor validated.",
            "Write the benchmark, have the assessor accept it, and record both in decisions/benchmarks.yaml.",
            Severity.MODERATE,
            mapped(fedramp="CM-6"),
        ),
        "image-runs-as-root": (
            IMAGES,
            "Images run as another user than root",
            "Whoever breaks out of a process that runs as root is root on the node, where nothing else stops it.",
            "Name a user other than root in the Dockerfile (`USER 10001`), and set `runAsNonRoot: true` for the pod.",
            Severity.MODERATE,
            mapped(fedramp="CM-6 SC-39", ours="AC-6"),
        ),
        "image-has-shell-or-package-manager": (
            IMAGES,
            "Images hold only what their programs need",
            "Tools that the program does not need are there for whoever gets in.",
            "Build on an image without them, or say in the narrative of CM-7 why the program needs them.",
            Severity.INFORMATIONAL,
            mapped(nist="CM-7"),
        ),
        "image-known-exploited": (
            IMAGES,
            "No known exploited vulnerability is in production",
            "These vulnerabilities are being used by attackers now, and have due dates of their own.",
            "Rebuild the image with the fixed version and deploy it by the catalog's due date.",
            Severity.HIGH,
            mapped(fedramp="CM-6 RA-5", ours="SI-2"),
        ),
        "validation-missing": (
            ASSESSMENT,
            "An assessor validated hardening, pipeline and inventory",
            "FedRAMP asks that an assessor validates these processes; without the evidence they count as not validated.",
            "Have it validated, and add an entry with `what`, `by`, `validated` and `file` to decisions/validations.yaml.",
            Severity.MODERATE,
            mapped(fedramp="CA-2 CM-3 CM-6 CM-8"),
        ),
        "asset-never-scanned": (
            ASSETS,
            "Hosts, web addresses and databases are scanned",
            "All operating systems, web applications and databases of the inventory are to be scanned every month.",
            "Scan it and put the report into evidence/scans/; where that calls it otherwise, name its target.",
            Severity.HIGH,
            mapped(fedramp="RA-5", ours="CM-8"),
        ),
        "asset-scan-too-old": (
            ASSETS,
            "Hosts, web addresses and databases were scanned within 30 days",
            "A scan that is older than a month no longer says what is wrong today.",
            "Scan it again; where it is no longer part of the system, collect the cluster or account again.",
            Severity.MODERATE,
            mapped(fedramp="RA-5", ours="CA-7"),
        ),
        "scanned-not-in-inventory": (
            ASSETS,
            "What is scanned is in the inventory",
            "Something was scanned that the inventory does not know: it is incomplete, or the scan looked elsewhere.",
            "Collect where it runs; or name its asset as the scan's target; or take it out of the scan.",
            Severity.MODERATE,
            mapped(fedramp="CM-8", ours="RA-5"),
        ),
        "scan-database-too-old": (
            SCANNING,
            "Scanners looked with a database of the day",
            "A scanner does not find what its database does not know yet.",
            "Let the scanner update its database, scan again, and keep the evidence of the update.",
            Severity.MODERATE,
            mapped(fedramp="RA-5(2)", nist="RA-5"),
        ),
        "scan-not-authenticated": (
            SCANNING,
            "Scanners log in to hosts, with all rights",
            "From outside a scanner sees a fraction of what is wrong on a host.",
            "Give the scanner working credentials, with the rights that its vendor asks for, and scan again.",
            Severity.HIGH,
            mapped(fedramp="RA-5(5)", nist="RA-5"),
        ),
        "scan-configuration-not-approved": (
            SCANNING,
            "Scanners run as they were approved",
            "A scan with checks switched off finds less, and its report does not show it.",
            "Scan with the approved configuration, or have this one approved and add it to decisions/scan-configurations.yaml.",
            Severity.MODERATE,
            mapped(fedramp="RA-5", ours="CM-6"),
        ),
    }
)
"""By the id of the check: area, title, rationale, fix, severity of most of its discrepancies, controls."""
