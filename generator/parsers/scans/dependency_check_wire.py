"""What OWASP Dependency-Check says of a dependency, in XML and in JSON alike.

https://github.com/dependency-check/DependencyCheck, `core/src/main/resources/schema/`. One entry for each dependency and
vulnerability; files that share them (`relatedDependencies`) are not counted again. A vulnerability that a suppression file
names is kept as suppressed.
"""

import msgspec

from generator.model.scan import AffectedPackage, Cvss, Disposition, ScanResult, ScanTarget
from generator.parsers.scans import cvss_scores, purl
from generator.parsers.scans.code_results import Scalar, text, titled
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.entries import affected, cves, vulnerability_of

SCANNER = "Dependency-Check"


class CheckScore(msgspec.Struct, rename="camel", gc=False):
    """CVSS of one version: `score` of version 2, `baseScore` of version 3 and 4."""

    score: Scalar = None
    base_score: Scalar = None
    version: str | None = None
    vector: str | None = None
    base_vector: str | None = msgspec.field(name="vectorString", default=None)


class CheckVulnerability(msgspec.Struct, gc=False):
    """One vulnerability of a dependency."""

    name: str | None = None
    source: str | None = None
    severity: str | None = None
    cvssv2: CheckScore | None = None
    cvssv3: CheckScore | None = None
    cvssv4: CheckScore | None = None
    cwes: tuple[str, ...] | None = None
    description: str | None = None


def package_of(file: str | None, path: str | None, purls: tuple[str, ...]) -> AffectedPackage | None:
    """The dependency: by its package URL where one was found, else by the file that was looked at."""
    parsed = next(filter(None, map(purl.parse, purls)), None)
    if parsed is None:
        return affected(file or path, path=path)
    found = parsed.package()
    return affected(found.name, found.version, purl=found.purl, path=path)


def check_result(
    vulnerability: CheckVulnerability, place: str, *, package: AffectedPackage | None, target: ScanTarget, suppressed: bool
) -> ScanResult | None:
    """One entry."""
    name = vulnerability.name
    return vulnerability_of(
        name,
        target,
        place,
        word=vulnerability.severity,
        disposition=Disposition.SUPPRESSED if suppressed else Disposition.OPEN,
        native_status="suppressed" if suppressed else "",
        package=package,
        scope=package.path or "" if package else "",
        title=titled(f"{name} in {package.name}" if package else name, *(vulnerability.cwes or ())),
        cwes=cwes(*(vulnerability.cwes or ())),
        description=vulnerability.description,
        cves=cves(name),
        cvss=_cvss(vulnerability),
    )


def _cvss(vulnerability: CheckVulnerability) -> tuple[Cvss, ...]:
    source = (vulnerability.source or SCANNER).lower()
    scored = ((vulnerability.cvssv4, "4.0"), (vulnerability.cvssv3, "3.1"), (vulnerability.cvssv2, "2.0"))
    return cvss_scores.scores(
        (
            source,
            score.version or version,
            score.base_vector or score.vector,
            cvss_scores.number(text(score.base_score) or text(score.score)),
        )
        for score, version in scored
        if score
    )
