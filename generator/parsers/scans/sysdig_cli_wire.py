"""The JSON of Sysdig's command line scanner as far as it is read: version 0 lists packages, version 1 refers to them.

https://docs.sysdig.com/en/docs/sysdig-secure/vulnerabilities/pipeline and the fixtures of sysdiglabs/scan-action.
"""

import msgspec


class SysdigCliScore(msgspec.Struct, gc=False):
    version: str | None = None
    score: float | None = None
    vector: str | None = None


class SysdigCliSourced(msgspec.Struct, rename="camel", gc=False):
    """A severity, with whose it is."""

    value: str | None = None
    source_name: str | None = None


class SysdigCliSourcedScore(msgspec.Struct, rename="camel", gc=False):
    """A score, with whose it is."""

    value: SysdigCliScore | None = None
    source_name: str | None = None


class SysdigCliAcceptance(msgspec.Struct, rename="camel", gc=False):
    """An accepted risk, perhaps for a time."""

    status: str | None = None
    expiration_date: str | None = None


class SysdigCliListedVulnerability(msgspec.Struct, rename="camel", gc=False):
    """One raw entry of version 0."""

    name: str | None = None
    severity: SysdigCliSourced | None = None
    cvss_score: SysdigCliSourcedScore | None = None
    fixed_in_version: str | None = None
    accepted_risks: tuple[SysdigCliAcceptance | None, ...] | None = None


class SysdigCliPackage(msgspec.Struct, rename="camel", gc=False):
    """A package of either version."""

    name: str | None = None
    version: str | None = None
    path: str | None = None
    vulns: tuple[SysdigCliListedVulnerability | None, ...] | None = None
    vulnerabilities_refs: tuple[str | None, ...] | None = None
    risk_accept_refs: tuple[str | None, ...] | None = None


class SysdigCliProvider(msgspec.Struct, rename="camel", gc=False):
    """What one source says about a vulnerability."""

    cvss_score: SysdigCliScore | None = None


class SysdigCliExploited(msgspec.Struct, rename="camel", gc=False):
    """An entry of CISA's Known Exploited Vulnerabilities catalog."""

    due_date: str | None = None


class SysdigCliVulnerability(msgspec.Struct, rename="camel", gc=False):
    """One raw entry of version 1: one vulnerability of one package."""

    name: str | None = None
    severity: str | None = None
    cvss_score: SysdigCliScore | None = None
    main_provider: str | None = None
    providers_metadata: dict[str, SysdigCliProvider | None] | None = None
    fix_version: str | None = None
    cisa_kev: SysdigCliExploited | None = None
    risk_accept_refs: tuple[str | None, ...] | None = None
    package_ref: str | None = None


class SysdigCliMetadata(msgspec.Struct, rename="camel"):
    """What was scanned: an image, or a host in version 1."""

    pull_string: str | None = None
    image_id: str | None = None
    digest: str | None = None
    base_os: str | None = None
    host_name: str | None = None
    os: str | None = None


class SysdigCliResult(msgspec.Struct, rename="camel"):
    """The result; `packages` is a list in version 0 and keyed by reference in version 1."""

    metadata: SysdigCliMetadata | None = None
    packages: msgspec.Raw = msgspec.field(default_factory=msgspec.Raw)
    vulnerabilities: dict[str, SysdigCliVulnerability | None] | None = None
    risk_accepts: dict[str, SysdigCliAcceptance | None] | None = None


class SysdigCliInfo(msgspec.Struct, rename="camel"):
    scan_time: str | None = None


class SysdigCliTool(msgspec.Struct):
    version: str | None = None


class SysdigCliReport(msgspec.Struct):
    result: SysdigCliResult
    info: SysdigCliInfo | None = None
    scanner: SysdigCliTool | None = None
