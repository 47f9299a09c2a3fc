"""SARIF 2.1.0 as far as it is read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. Code that a result quotes (`region.snippet`, `contextRegion`,
code flows) is never decoded: for a scanner of secrets it is the secret.
"""

import msgspec


class Text(msgspec.Struct, gc=False):
    """Sections 3.11 and 3.12: a message, or one of a rule's texts."""

    text: str | None = None
    id: str | None = None
    arguments: tuple[str, ...] | None = None


class Configuration(msgspec.Struct, gc=False):
    """Section 3.50."""

    level: str | None = None


class Properties(msgspec.Struct):
    """The property bags (section 3.8) of rules and results: each tool its own, so values are checked where they are used."""

    security_severity: object = msgspec.field(name="security-severity", default=None)
    issue_severity: object = None
    """Bandit's and sast-scan's own word."""
    tags: object = None
    purls: object = None
    cvssv2_vector: object = None
    cvssv2_score: object = None
    cvssv3_vector: object = None
    cvssv3_score: object = msgspec.field(name="cvssv3_baseScore", default=None)


class Rule(msgspec.Struct, rename="camel"):
    """Section 3.49."""

    id: str | None = None
    guid: str | None = None
    name: str | None = None
    short_description: Text | None = None
    full_description: Text | None = None
    help_uri: str | None = None
    default_configuration: Configuration | None = None
    message_strings: dict[str, Text] | None = None
    deprecated_ids: tuple[str, ...] | None = None
    properties: Properties | None = None


class Component(msgspec.Struct, rename="camel"):
    """Section 3.19: the tool, or an extension of it."""

    name: str | None = None
    version: str | None = None
    semantic_version: str | None = None
    rules: tuple[Rule | None, ...] | None = None
    global_message_strings: dict[str, Text] | None = None


class Tool(msgspec.Struct):
    """Section 3.18."""

    driver: Component | None = None
    extensions: tuple[Component | None, ...] | None = None


class Artifact(msgspec.Struct, gc=False):
    """Section 3.4: a file, by address or by its index among the run's artifacts."""

    uri: str | None = None
    index: int | None = None


class Region(msgspec.Struct, rename="camel", gc=False):
    """Section 3.30."""

    start_line: int | None = None


class Physical(msgspec.Struct, rename="camel", gc=False):
    """Section 3.29."""

    artifact_location: Artifact | None = None
    region: Region | None = None


class Logical(msgspec.Struct, rename="camel", gc=False):
    """Section 3.33."""

    fully_qualified_name: str | None = None
    name: str | None = None


class Location(msgspec.Struct, rename="camel"):
    """Section 3.28."""

    physical_location: Physical | None = None
    logical_locations: tuple[Logical | None, ...] | None = None


class Suppression(msgspec.Struct, gc=False):
    """Section 3.35."""

    status: str | None = None


class Extension(msgspec.Struct, gc=False):
    """Section 3.54: which component a rule belongs to."""

    index: int | None = None


class RuleReference(msgspec.Struct, rename="camel"):
    """Section 3.52."""

    id: str | None = None
    index: int | None = None
    guid: str | None = None
    tool_component: Extension | None = None


class Provenance(msgspec.Struct, gc=False):
    """Section 3.48."""

    first_detected: str | None = msgspec.field(name="firstDetectionTimeUtc", default=None)


class Result(msgspec.Struct, rename="camel"):
    """Section 3.27: one raw entry."""

    rule_id: str | None = None
    rule_index: int | None = None
    rule: RuleReference | None = None
    kind: str | None = None
    level: str | None = None
    message: Text | None = None
    locations: tuple[Location | None, ...] | None = None
    suppressions: tuple[Suppression | None, ...] | None = None
    baseline_state: str | None = None
    provenance: Provenance | None = None
    properties: Properties | None = None


class Invocation(msgspec.Struct, rename="camel", gc=False):
    """Section 3.20."""

    execution_successful: bool | None = None
    start_time_utc: str | None = None
    end_time_utc: str | None = None


class Version(msgspec.Struct, rename="camel", gc=False):
    """Section 3.23: the repository that was looked at."""

    repository_uri: str | None = None


class Listed(msgspec.Struct, gc=False):
    """Section 3.24."""

    location: Artifact | None = None


class RunProperties(msgspec.Struct, rename="camel"):
    """What Trivy says about an image."""

    image_name: str | None = None
    repo_tags: tuple[str, ...] | None = None
    repo_digests: tuple[str, ...] | None = None
    image_id: str | None = msgspec.field(name="imageID", default=None)


class External(msgspec.Struct):
    """Section 3.15: parts of the run kept in other files."""

    results: tuple[object, ...] | None = None


class Run(msgspec.Struct, rename="camel"):
    """Section 3.14."""

    tool: Tool | None = None
    results: tuple[Result | None, ...] | None = None
    invocations: tuple[Invocation | None, ...] | None = None
    version_control_provenance: tuple[Version | None, ...] | None = None
    artifacts: tuple[Listed | None, ...] | None = None
    properties: RunProperties | None = None
    external_property_file_references: External | None = None


class Log(msgspec.Struct):
    """The whole file."""

    runs: tuple[Run | None, ...] | None = None
