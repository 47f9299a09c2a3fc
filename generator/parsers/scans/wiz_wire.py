"""The JSON of Wiz's command line as far as it is read. Descriptions and snippets of secrets quote them, and are not decoded."""

import msgspec


class WizVulnerability(msgspec.Struct, rename="camel"):
    """A vulnerability of a package."""

    name: str | None = None
    severity: str | None = None
    fixed_version: str | None = None
    description: str | None = None
    cisa_kev_due_date: str | None = None
    ignored_policy_matches: tuple[msgspec.Raw, ...] | None = None
    failed_policy_matches: tuple[msgspec.Raw, ...] | None = None

    @property
    def is_ignored(self) -> bool:
        """A policy's rule ignores it, and no policy fails for it."""
        return bool(self.ignored_policy_matches) and not self.failed_policy_matches


class WizPackage(msgspec.Struct):
    """A package of the system, a library, or an application."""

    name: str | None = None
    version: str | None = None
    path: str | None = None
    vulnerabilities: tuple[WizVulnerability | None, ...] | None = None


class WizSecret(msgspec.Struct, rename="camel"):
    """Where a secret is, and of which type."""

    path: str | None = None
    line_number: int | None = None
    type: str | None = None


class WizData(msgspec.Struct, rename="camel"):
    """Sensitive data: the classifier that found it, and where."""

    severity: str | None = None
    path: str | None = None
    data_classifier: "WizNamed | None" = None


class WizNamed(msgspec.Struct):
    """What has an id and a name."""

    id: str | None = None
    name: str | None = None


class WizMatch(msgspec.Struct, rename="camel"):
    """A place where a rule about code failed. What was found there may be a secret, and is not decoded."""

    resource_name: str | None = None
    file_name: str | None = None
    line_number: int | None = None
    expected: str | None = None


class WizRuleMatch(msgspec.Struct):
    """A rule about infrastructure as code that failed."""

    rule: WizNamed | None = None
    severity: str | None = None
    matches: tuple[WizMatch | None, ...] | None = None


class WizCounts(msgspec.Struct, rename="camel", gc=False):
    """What the statistics of an image count. Of vulnerabilities `totalCount` may be 0 beside counts by severity."""

    info_count: int = 0
    low_count: int = 0
    medium_count: int = 0
    high_count: int = 0
    critical_count: int = 0
    total_count: int = 0

    def all(self) -> int:
        """Of every severity."""
        each = self.info_count + self.low_count + self.medium_count + self.high_count + self.critical_count
        return max(each, self.total_count)


class WizStatistics(msgspec.Struct, rename="camel"):
    """How much the scan looked at: of an image, and of code."""

    files_scanned_count: int | None = None
    directories_scanned_count: int | None = None
    files_found: int | None = None
    vulnerabilities: WizCounts | None = None
    secrets: WizCounts | None = None

    @property
    def is_nothing(self) -> bool:
        """Says that it looked at nothing; one that does not say is not taken for that."""
        counts = [self.files_scanned_count, self.directories_scanned_count, self.files_found]
        known = [count for count in counts if count is not None]
        return bool(known) and not any(known)


class WizResult(msgspec.Struct, rename="camel"):
    os_packages: tuple[WizPackage | None, ...] | None = None
    libraries: tuple[WizPackage | None, ...] | None = None
    applications: tuple[WizPackage | None, ...] | None = None
    cpes: tuple[WizPackage | None, ...] | None = None
    secrets: tuple[WizSecret | None, ...] | None = None
    data_findings: tuple[WizData | None, ...] | None = None
    rule_matches: tuple[WizRuleMatch | None, ...] | None = None
    analytics: WizStatistics | None = None
    scan_statistics: WizStatistics | None = None


class WizOrigin(msgspec.Struct):
    typename: str | None = msgspec.field(name="__typename", default=None)
    name: str | None = None
    digest: str | None = None


class WizStatus(msgspec.Struct):
    state: str | None = None


class WizReport(msgspec.Struct, rename="camel"):
    created_at: str | None = None
    status: WizStatus | None = None
    origin: WizOrigin | None = msgspec.field(name="scanOriginResource", default=None)
    result: WizResult | None = None
