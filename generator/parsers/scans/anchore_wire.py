"""Anchore's vulnerability report as far as it is read.

https://docs.anchore.com, "Image vulnerabilities" of the API. Version 1 writes names with underscores, version 2 and anchorectl
in camel case; envelope and entries need not agree. Where Anchore knows nothing it writes the text "None", and -1 as a score.
"""

import msgspec


class Score(msgspec.Struct, gc=False):
    """CVSS of one version."""

    base: float | None = msgspec.field(name="base_score", default=None)
    base_camel: float | None = msgspec.field(name="baseScore", default=None)

    @property
    def score(self) -> float | None:
        """The base score."""
        return self.base if self.base is not None else self.base_camel


class Data(msgspec.Struct):
    """What NVD or a vendor says about one identifier."""

    id: str | None = None
    v2: Score | None = msgspec.field(name="cvss_v2", default=None)
    v3: Score | None = msgspec.field(name="cvss_v3", default=None)
    v2_camel: Score | None = msgspec.field(name="cvssV2", default=None)
    v3_camel: Score | None = msgspec.field(name="cvssV3", default=None)


class VectorOf(msgspec.Struct, gc=False):
    """A vector in the `extra` part."""

    vector_string: str | None = None


class ExtraData(msgspec.Struct):
    """NVD's vectors for one identifier."""

    id: str | None = None
    cvss_v2: VectorOf | None = None
    cvss_v3: VectorOf | None = None


class Extra(msgspec.Struct):
    """What Enterprise adds when asked for details."""

    description: str | None = None
    nvd_data: tuple[ExtraData | None, ...] | None = None


class Vulnerability(msgspec.Struct):
    """One raw entry, names with underscores."""

    vuln: str | None = None
    package: str | None = None
    package_name: str | None = None
    package_version: str | None = None
    package_path: str | None = None
    fix: str | None = None
    severity: str | None = None
    url: str | None = None
    feed_group: str | None = None
    will_not_fix: bool | None = None
    detected_at: str | None = None
    nvd_data: tuple[Data | None, ...] | None = None
    vendor_data: tuple[Data | None, ...] | None = None
    extra: Extra | None = None


class CamelVulnerability(Vulnerability, rename="camel"):
    """One raw entry, names in camel case: a renaming holds for the fields that stand below it only."""

    package_name: str | None = None
    package_version: str | None = None
    package_path: str | None = None
    feed_group: str | None = None
    will_not_fix: bool | None = None
    detected_at: str | None = None
    nvd_data: tuple[Data | None, ...] | None = None
    vendor_data: tuple[Data | None, ...] | None = None


class Envelope(msgspec.Struct):
    """The report around the entries, which are decoded by the names they use."""

    vulnerabilities: msgspec.Raw = msgspec.field(default_factory=msgspec.Raw)
    image_digest: str | None = None
    image_digest_camel: str | None = msgspec.field(name="imageDigest", default=None)
    image_tag: str | None = msgspec.field(name="imageFullTag", default=None)
    vulnerability_type: str | None = None
    vulnerability_type_camel: str | None = msgspec.field(name="vulnerabilityType", default=None)
