"""Grype's JSON as far as it is read.

https://github.com/anchore/grype, `grype/presenter/models`. `matchDetails` changed shape several times and is not read; neither
are an image's manifest and configuration.
"""

import msgspec


class GrypeMetrics(msgspec.Struct, rename="camel", gc=False):
    """The numbers of a CVSS score."""

    base_score: float | None = None


class GrypeScore(msgspec.Struct, gc=False):
    version: str = ""
    vector: str = ""
    source: str = ""
    metrics: GrypeMetrics | None = None


class GrypeOldScore(msgspec.Struct, rename="camel", gc=False):
    """A CVSS score of early versions (0.7)."""

    vector: str = ""
    base_score: float | None = None


class GrypeExploited(msgspec.Struct, rename="camel", gc=False):
    """An entry of CISA's Known Exploited Vulnerabilities catalog."""

    due_date: str | None = None


class GrypeFix(msgspec.Struct, gc=False):
    """Whether a fixed version exists."""

    versions: tuple[str, ...] | None = None
    state: str = ""


class GrypeAdvice(msgspec.Struct, rename="camel", gc=False):
    """What one database says of a vulnerability, whatever it was found in."""

    id: str = ""
    namespace: str = ""
    description: str = ""
    cvss: tuple[GrypeScore | None, ...] | None = None
    cvss_v2: GrypeOldScore | None = None
    cvss_v3: GrypeOldScore | None = None
    """One score each, in early versions (0.7)."""
    known_exploited: tuple[GrypeExploited | None, ...] | None = None


class GrypeVulnerability(msgspec.Struct, rename="camel", gc=False):
    """The vulnerability of a match. What is long and repeated stays undecoded until it is known to be needed."""

    id: str = ""
    namespace: str = ""
    severity: str = ""
    fix: GrypeFix | None = None
    fixed_in_version: str = ""
    """`fix` of early versions (0.7)."""
    description: msgspec.Raw = msgspec.Raw()
    cvss: msgspec.Raw = msgspec.Raw()
    cvss_v2: msgspec.Raw = msgspec.Raw()
    cvss_v3: msgspec.Raw = msgspec.Raw()
    known_exploited: msgspec.Raw = msgspec.Raw()

    def advice(self) -> tuple[tuple[str, msgspec.Raw], ...]:
        """The undecoded members of `GrypeAdvice`, with their names in the file."""
        return (
            ("description", self.description),
            ("cvss", self.cvss),
            ("cvssV2", self.cvss_v2),
            ("cvssV3", self.cvss_v3),
            ("knownExploited", self.known_exploited),
        )


class GrypeLocation(msgspec.Struct, gc=False):
    """Where a package was found."""

    path: str = ""


class GrypeArtifact(msgspec.Struct, gc=False):
    name: str = ""
    version: str = ""
    purl: str = ""
    locations: tuple[GrypeLocation | None, ...] | None = None


class GrypeMatch(msgspec.Struct, rename="camel", gc=False):
    vulnerability: GrypeVulnerability = msgspec.field(default_factory=GrypeVulnerability)
    artifact: GrypeArtifact = msgspec.field(default_factory=GrypeArtifact)
    related_vulnerabilities: msgspec.Raw = msgspec.Raw()
    """A list of `GrypeAdvice`, or null."""


class GrypeImage(msgspec.Struct, rename="camel"):
    """`source.target` of an image."""

    user_input: str = ""
    image_id: str = msgspec.field(name="imageID", default="")
    tags: tuple[str, ...] | None = None
    repo_digests: tuple[str, ...] | None = None


class GrypeOrigin(msgspec.Struct):
    """What was scanned: an object for an image, plain text for everything else."""

    type: str = ""
    target: GrypeImage | str | None = None


class GrypeDistro(msgspec.Struct):
    name: str = ""
    version: str = ""


class GrypeDatabase(msgspec.Struct):
    """The vulnerability database; `error` is text or an object."""

    built: str | None = None
    error: str | dict[str, object] | None = None
    status: "GrypeDatabase | None" = None
    """Where version 6 of the database keeps the others."""

    @property
    def failed(self) -> bool:
        """An error of Go's is written as `{}` where it has no fields of its own, so an empty object is one too."""
        return self.error is not None and self.error != ""


class GrypeDescriptor(msgspec.Struct):
    name: str = ""
    version: str | None = None
    timestamp: str | None = None
    configuration: msgspec.Raw = msgspec.Raw()
    db: GrypeDatabase | None = None


class GrypeReport(msgspec.Struct, rename="camel"):
    matches: tuple[GrypeMatch | None, ...] | None = None
    ignored_matches: tuple[GrypeMatch | None, ...] | None = None
    source: GrypeOrigin | None = None
    distro: GrypeDistro | None = None
    descriptor: GrypeDescriptor = msgspec.field(default_factory=GrypeDescriptor)
