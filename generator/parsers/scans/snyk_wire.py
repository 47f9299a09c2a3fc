"""The JSON of Snyk's command line as far as it is read: `snyk test --json` and `snyk container test --json`.

https://docs.snyk.io/snyk-cli/commands/test and the fixtures of snyk/snyk-to-html. A project of an image carries those of the
applications inside it; what a policy ignores or has patched stands under `filtered`, apart from the rest.
"""

from collections.abc import Iterator

import msgspec

from generator.model.scan import Scanner, Severity
from generator.parsers.scans.severity import severity

SCANNER = Scanner(name="Snyk")


class SnykIdentifiers(msgspec.Struct, gc=False):
    """Names of the same vulnerability elsewhere: in CVE, at GitHub, Red Hat, and Snyk's own for another ecosystem."""

    cve: tuple[str | None, ...] | None = msgspec.field(name="CVE", default=None)
    ghsa: tuple[str | None, ...] | None = msgspec.field(name="GHSA", default=None)
    rhsa: tuple[str | None, ...] | None = msgspec.field(name="RHSA", default=None)
    cwe: tuple[str | None, ...] | None = msgspec.field(name="CWE", default=None)
    """Kinds of weakness."""
    alternative: tuple[str | None, ...] | None = msgspec.field(name="ALTERNATIVE", default=None)

    def others(self) -> Iterator[str | None]:
        """Those that are no CVEs."""
        for names in (self.ghsa, self.rhsa, self.alternative):
            yield from names or ()


class SnykDetail(msgspec.Struct, gc=False):
    """A score of one assigner, in reports up to 2024."""

    assigner: str | None = None
    vector: str | None = msgspec.field(name="cvssV3Vector", default=None)
    score: float | None = msgspec.field(name="cvssV3BaseScore", default=None)


class SnykScored(msgspec.Struct, rename="camel", gc=False):
    """A score of one assigner, in reports since."""

    assigner: str | None = None
    cvss_version: str | None = None
    vector: str | None = None
    base_score: float | None = None


class SnykChange(msgspec.Struct, rename="camel", gc=False):
    """A severity that a policy of the organization has changed."""

    original_severity: str | None = None


class SnykRules(msgspec.Struct, rename="camel", gc=False):
    """What policies of the organization did to an entry."""

    severity_change: SnykChange | None = None


class SnykVulnerability(msgspec.Struct, rename="camel", gc=False):
    """One raw entry: one vulnerability or license on one dependency path."""

    id: str | None = None
    type: str | None = None
    title: str | None = None
    description: str | None = None
    severity: str | None = None
    severity_with_critical: str | None = None
    """The same on a scale with critical, in reports from the time when `severity` ended at high."""
    original_severity: str | None = None
    applied_policy_rules: SnykRules | None = None
    name: str | None = None
    package_name: str | None = None
    version: str | None = None
    package_version: str | None = None
    dependency_path: tuple[str | None, ...] | None = msgspec.field(name="from", default=None)
    file_path: str | None = None
    cvss_v3: str | None = msgspec.field(name="CVSSv3", default=None)
    cvss_score: float | None = None
    cvss_details: tuple[SnykDetail | None, ...] | None = None
    cvss_sources: tuple[SnykScored | None, ...] | None = None
    identifiers: SnykIdentifiers | None = None
    nearest_fixed_in_version: str | None = None
    fixed_in: tuple[str | None, ...] | None = None
    package_manager: str | None = None
    is_patched: bool | None = None

    def severities(self) -> tuple[str | None, ...]:
        """Every word for the severity, those before a change by policy included."""
        changed = self.applied_policy_rules.severity_change if self.applied_policy_rules else None
        original = changed.original_severity if changed else None
        return (self.severity, self.severity_with_critical, self.original_severity, original)


class SnykFiltered(msgspec.Struct):
    """Entries that a policy took out of the list."""

    ignore: tuple[SnykVulnerability | None, ...] | None = None
    patch: tuple[SnykVulnerability | None, ...] | None = None


class SnykProject(msgspec.Struct, rename="camel"):
    """One project: a manifest, the operating system of an image, or an application in it."""

    vulnerabilities: tuple[SnykVulnerability | None, ...] | None = None
    filtered: SnykFiltered | None = None
    applications: tuple["SnykProject | None", ...] | None = None
    error: str | None = None
    """Why the project could not be tested; the other keys are missing then."""
    project_name: str | None = None
    display_target_file: str | None = None
    target_file: str | None = None
    path: str | None = None
    dependency_count: int | None = None
    old_dependency_count: int | None = msgspec.field(name="numDependencies", default=None)
    """`dependencyCount` of versions before 1.50."""
    unique_count: int | None = None
    """Vulnerabilities, each counted once for the project."""
    docker: dict[str, msgspec.Raw] | None = None
    """There, if only as an empty object, where the project belongs to an image."""
    severity_threshold: str | None = None

    def all(self, pointer: str) -> Iterator[tuple[str, "SnykProject"]]:
        """The project and the applications in it, with their JSON pointers."""
        yield pointer, self
        for index, application in enumerate(self.applications or ()):
            if application:
                yield from application.all(f"{pointer}/applications/{index}")


def rated(*words: str | None) -> tuple[Severity, str]:
    """The most severe of several words for one severity: an organization's own policy lowers nothing here."""
    known = [(severity(word), word) for word in words if word]
    return max(known, key=lambda pair: pair[0].rank) if known else (Severity.UNKNOWN, "")


def source(assigner: str | None) -> str:
    """Who scored: `Red Hat` is `redhat`, an empty one is Snyk."""
    return (assigner or "snyk").lower().replace(" ", "")
