"""SARIF 2.1.0 as far as it is read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. Code that a result quotes (`region.snippet`, `contextRegion`,
code flows) is never decoded: for a scanner of secrets it is the secret.
"""

import msgspec


class SarifText(msgspec.Struct, gc=False):
    """Sections 3.11 and 3.12: a message, or one of a rule's texts."""

    text: str | None = None
    id: str | None = None
    arguments: tuple[str, ...] | None = None


class SarifConfiguration(msgspec.Struct, gc=False):
    """Section 3.50."""

    level: str | None = None


class SarifProperties(msgspec.Struct):
    """The property bags (section 3.8) of rules and results: each tool its own, so values are checked where they are used."""

    security_severity: object = msgspec.field(name="security-severity", default=None)
    issue_severity: object = None
    """Bandit's and sast-scan's own word."""
    tags: object = None
    cwe: object = None
    """Snyk Code's list."""
    purls: object = None
    cvssv2_vector: object = None
    cvssv2_score: object = None
    cvssv3_vector: object = None
    cvssv3_score: object = msgspec.field(name="cvssv3_baseScore", default=None)


class SarifTaxonomy(msgspec.Struct, gc=False):
    """Section 3.54: which taxonomy an entry belongs to."""

    name: str | None = None


class SarifTaxon(msgspec.Struct, rename="camel", gc=False):
    """Section 3.52: an entry of a taxonomy, such as CWE."""

    id: str | None = None
    tool_component: SarifTaxonomy | None = None


class SarifRelationship(msgspec.Struct, gc=False):
    """Section 3.53: what a rule has to do with an entry of a taxonomy."""

    target: SarifTaxon | None = None


class SarifRule(msgspec.Struct, rename="camel"):
    """Section 3.49."""

    id: str | None = None
    guid: str | None = None
    name: str | None = None
    short_description: SarifText | None = None
    full_description: SarifText | None = None
    default_configuration: SarifConfiguration | None = None
    message_strings: dict[str, SarifText] | None = None
    deprecated_ids: tuple[str, ...] | None = None
    relationships: tuple[SarifRelationship | None, ...] | None = None
    properties: SarifProperties | None = None


class SarifComponent(msgspec.Struct, rename="camel"):
    """Section 3.19: the tool, or an extension of it."""

    name: str | None = None
    version: str | None = None
    semantic_version: str | None = None
    rules: tuple[SarifRule | None, ...] | None = None
    global_message_strings: dict[str, SarifText] | None = None


class SarifTool(msgspec.Struct):
    """Section 3.18."""

    driver: SarifComponent | None = None
    extensions: tuple[SarifComponent | None, ...] | None = None


class SarifArtifact(msgspec.Struct, gc=False):
    """Section 3.4: a file, by address or by its index among the run's artifacts."""

    uri: str | None = None
    index: int | None = None


class SarifRegion(msgspec.Struct, rename="camel", gc=False):
    """Section 3.30."""

    start_line: int | None = None


class SarifPhysical(msgspec.Struct, rename="camel", gc=False):
    """Section 3.29."""

    artifact_location: SarifArtifact | None = None
    region: SarifRegion | None = None


class SarifLogical(msgspec.Struct, rename="camel", gc=False):
    """Section 3.33."""

    fully_qualified_name: str | None = None
    name: str | None = None


class SarifLocation(msgspec.Struct, rename="camel"):
    """Section 3.28."""

    physical_location: SarifPhysical | None = None
    logical_locations: tuple[SarifLogical | None, ...] | None = None


class SarifSuppression(msgspec.Struct, gc=False):
    """Section 3.35."""

    status: str | None = None


class SarifExtension(msgspec.Struct, gc=False):
    """Section 3.54: which component a rule belongs to."""

    index: int | None = None


class SarifRuleReference(msgspec.Struct, rename="camel"):
    """Section 3.52."""

    id: str | None = None
    index: int | None = None
    guid: str | None = None
    tool_component: SarifExtension | None = None


class SarifProvenance(msgspec.Struct, gc=False):
    """Section 3.48."""

    first_detected: str | None = msgspec.field(name="firstDetectionTimeUtc", default=None)


class SarifResult(msgspec.Struct, rename="camel"):
    """Section 3.27: one raw entry."""

    rule_id: str | None = None
    rule_index: int | None = None
    rule: SarifRuleReference | None = None
    kind: str | None = None
    level: str | None = None
    message: SarifText | None = None
    locations: tuple[SarifLocation | None, ...] | None = None
    taxa: tuple[SarifTaxon | None, ...] | None = None
    suppressions: tuple[SarifSuppression | None, ...] | None = None
    baseline_state: str | None = None
    provenance: SarifProvenance | None = None
    properties: SarifProperties | None = None


class SarifInvocation(msgspec.Struct, rename="camel", gc=False):
    """Section 3.20."""

    execution_successful: bool | None = None
    start_time_utc: str | None = None
    end_time_utc: str | None = None


class SarifVersion(msgspec.Struct, rename="camel", gc=False):
    """Section 3.23: the repository that was looked at."""

    repository_uri: str | None = None


class SarifListed(msgspec.Struct, gc=False):
    """Section 3.24."""

    location: SarifArtifact | None = None


class SarifRunProperties(msgspec.Struct, rename="camel"):
    """What Trivy says about an image."""

    image_name: str | None = None
    repo_tags: tuple[str, ...] | None = None
    repo_digests: tuple[str, ...] | None = None
    image_id: str | None = msgspec.field(name="imageID", default=None)


class SarifExternal(msgspec.Struct):
    """Section 3.15: parts of the run kept in other files."""

    results: tuple[object, ...] | None = None


class SarifRun(msgspec.Struct, rename="camel"):
    """Section 3.14."""

    tool: SarifTool | None = None
    results: tuple[SarifResult | None, ...] | None = None
    invocations: tuple[SarifInvocation | None, ...] | None = None
    version_control_provenance: tuple[SarifVersion | None, ...] | None = None
    artifacts: tuple[SarifListed | None, ...] | None = None
    properties: SarifRunProperties | None = None
    external_property_file_references: SarifExternal | None = None


class SarifLog(msgspec.Struct):
    runs: tuple[SarifRun | None, ...] | None = None
