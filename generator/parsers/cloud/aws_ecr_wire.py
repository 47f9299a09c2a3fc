"""What Amazon ECR answers, as far as it is read: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/Welcome.html."""

import msgspec

from generator.parsers.cloud.moments import Written
from generator.parsers.cloud.settings import listed, spelled


class ScanOnPush(msgspec.Struct, rename="camel", gc=False):
    """A repository's own setting."""

    scan_on_push: bool | None = None


class EcrEncryption(msgspec.Struct, rename="camel", gc=False):
    """At rest."""

    encryption_type: str | None = None
    kms_key: str | None = None

    @property
    def named(self) -> str | None:
        """Whose key: AES256 is S3's own, a key of KMS is named."""
        if self.encryption_type == "AES256":
            return "provider-owned"
        return self.kms_key or ("provider-managed" if self.encryption_type else None)


class Filter(msgspec.Struct, gc=False):
    """A pattern of names."""

    filter: str | None = None


class EcrRepository(msgspec.Struct, rename="camel"):
    """One repository."""

    repository_arn: str
    repository_name: str
    repository_uri: str | None = None
    image_tag_mutability: str | None = None
    image_tag_mutability_exclusion_filters: tuple[Filter, ...] | None = None
    image_scanning_configuration: ScanOnPush | None = None
    encryption_configuration: EcrEncryption | None = None

    @property
    def immutability(self) -> str | None:
        """`immutable`, `mutable`, `immutable with exclusion of dev-*`."""
        excluded = [each.filter for each in self.image_tag_mutability_exclusion_filters or ()]
        immutability = spelled(self.image_tag_mutability)
        return f"{immutability} of {listed(excluded)}" if immutability and excluded else immutability


class ScanStatus(msgspec.Struct, gc=False):
    """Of one image."""

    status: str | None = None


class EcrScanSummary(msgspec.Struct, rename="camel", gc=False):
    """Of the last scan."""

    image_scan_completed_at: Written = None


class EcrImage(msgspec.Struct, rename="camel"):
    """One image by its digest."""

    repository_name: str
    image_digest: str
    registry_id: str | None = None
    image_tags: tuple[str, ...] | None = None
    image_pushed_at: Written = None
    last_recorded_pull_time: Written = None
    image_scan_status: ScanStatus | None = None
    image_scan_findings_summary: EcrScanSummary | None = None
    subject_manifest_digest: str | None = None
    image_status: str | None = None
    image_manifest_media_type: str | None = None

    @property
    def lists_platforms(self) -> bool:
        """Is it an index, or Docker's list of manifests?"""
        return self.image_manifest_media_type in _LISTS


_LISTS = frozenset({"application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json"})


class RepositoryScanning(msgspec.Struct, rename="camel"):
    """How one repository is scanned in effect."""

    repository_name: str
    repository_arn: str | None = None
    scan_on_push: bool | None = None
    scan_frequency: str | None = None


class EcrFailure(msgspec.Struct, rename="camel", gc=False):
    """A repository about which there is no answer."""

    repository_name: str | None = None
    failure_code: str | None = None
    failure_reason: str | None = None

    @property
    def why(self) -> str:
        """In Amazon ECR's own words."""
        return ": ".join(part for part in (self.failure_code, self.failure_reason) if part) or "no answer"


class EcrScanRule(msgspec.Struct, rename="camel"):
    """Which repositories are scanned when."""

    scan_frequency: str | None = None
    repository_filters: tuple[Filter, ...] | None = None

    @property
    def matched(self) -> str:
        """Patterns of names."""
        return listed(each.filter for each in self.repository_filters or ()) or ""


class Scanning(msgspec.Struct, rename="camel"):
    """The registry's rules."""

    scan_type: str | None = None
    rules: tuple[EcrScanRule, ...] | None = None


class EcrReply(msgspec.Struct, rename="camel"):
    """Any of the six."""

    repositories: tuple[EcrRepository, ...] = ()
    image_details: tuple[EcrImage, ...] = ()
    scanning_configurations: tuple[RepositoryScanning, ...] = ()
    failures: tuple[EcrFailure, ...] | None = None
    scanning_configuration: Scanning | None = None
    policy_text: str | None = None
    registry_id: str | None = None
