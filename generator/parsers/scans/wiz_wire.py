"""The JSON of Wiz's command line as far as it is read. Descriptions and snippets of secrets quote them, and are not decoded."""

import msgspec


class Vulnerability(msgspec.Struct, rename="camel"):
    """A vulnerability of a package."""

    name: str | None = None
    severity: str | None = None
    fixed_version: str | None = None
    source: str | None = None
    description: str | None = None
    publish_date: str | None = None
    cisa_kev_due_date: str | None = None
    ignored_policy_matches: tuple[msgspec.Raw, ...] | None = None
    failed_policy_matches: tuple[msgspec.Raw, ...] | None = None

    @property
    def is_ignored(self) -> bool:
        """A policy's rule ignores it, and no policy fails for it."""
        return bool(self.ignored_policy_matches) and not self.failed_policy_matches


class Package(msgspec.Struct):
    """A package of the system, a library, or an application."""

    name: str | None = None
    version: str | None = None
    path: str | None = None
    vulnerabilities: tuple[Vulnerability | None, ...] | None = None


class Secret(msgspec.Struct, rename="camel"):
    """Where a secret is, and of which type."""

    path: str | None = None
    line_number: int | None = None
    type: str | None = None


class Data(msgspec.Struct, rename="camel"):
    """Sensitive data: the classifier that found it, and where."""

    severity: str | None = None
    path: str | None = None
    data_classifier: "Named | None" = None


class Named(msgspec.Struct):
    """What has an id and a name."""

    id: str | None = None
    name: str | None = None


class Match(msgspec.Struct, rename="camel"):
    """A place where a rule about code failed. What was found there may be a secret, and is not decoded."""

    resource_name: str | None = None
    file_name: str | None = None
    line_number: int | None = None
    expected: str | None = None


class RuleMatch(msgspec.Struct):
    """A rule about infrastructure as code that failed."""

    rule: Named | None = None
    severity: str | None = None
    matches: tuple[Match | None, ...] | None = None


class Statistics(msgspec.Struct, rename="camel"):
    """How much the scan looked at: of an image, and of code."""

    files_scanned_count: int | None = None
    directories_scanned_count: int | None = None
    files_found: int | None = None

    @property
    def is_nothing(self) -> bool:
        """Says that it looked at nothing; one that does not say is not taken for that."""
        counts = [self.files_scanned_count, self.directories_scanned_count, self.files_found]
        known = [count for count in counts if count is not None]
        return bool(known) and not any(known)


class Result(msgspec.Struct, rename="camel"):
    """What was found."""

    os_packages: tuple[Package | None, ...] | None = None
    libraries: tuple[Package | None, ...] | None = None
    applications: tuple[Package | None, ...] | None = None
    cpes: tuple[Package | None, ...] | None = None
    secrets: tuple[Secret | None, ...] | None = None
    data_findings: tuple[Data | None, ...] | None = None
    rule_matches: tuple[RuleMatch | None, ...] | None = None
    analytics: Statistics | None = None
    scan_statistics: Statistics | None = None


class Origin(msgspec.Struct):
    """What was scanned."""

    typename: str | None = msgspec.field(name="__typename", default=None)
    name: str | None = None
    digest: str | None = None


class Status(msgspec.Struct):
    """How the scan ended."""

    state: str | None = None


class Report(msgspec.Struct, rename="camel"):
    """The whole file."""

    created_at: str | None = None
    status: Status | None = None
    origin: Origin | None = msgspec.field(name="scanOriginResource", default=None)
    result: Result | None = None
