"""Trivy's JSON as far as it is read, shared by its report and its Kubernetes report.

https://trivy.dev/latest/docs/configuration/reporting/#json and `pkg/types/report.go` of aquasecurity/trivy. What is not
named here is not decoded: in particular a secret's `Match` and `Code`, a check's `Code` and the image's configuration never
reach the model, because they may hold the secret itself.
"""

import msgspec


class TrivyOs(msgspec.Struct, rename="pascal", gc=False):
    """The operating system of an image."""

    family: str = ""
    name: str = ""
    end_of_life: bool | None = msgspec.field(name="EOSL", default=None)
    """Left out where it is false, and where Trivy does not know the system."""


class TrivyMetadata(msgspec.Struct, rename="pascal"):
    os: TrivyOs | None = msgspec.field(name="OS", default=None)
    image_id: str = msgspec.field(name="ImageID", default="")
    repo_tags: tuple[str, ...] | None = None
    repo_digests: tuple[str, ...] | None = None
    reference: str = ""

    def references(self) -> tuple[str, ...]:
        """Names of an image, as far as it knows them: the one asked for, its tags, its repositories with digest."""
        return tuple(name for name in (self.reference, *(self.repo_tags or ()), *(self.repo_digests or ())) if name)

    def names(self, image: str) -> bool:
        """Is it about this image? A cluster writes the registry, an image's own tags may leave it out."""
        return any(image == name or image.endswith(f"/{name}") for name in self.references())

    def digests(self, name: str) -> tuple[str, ...]:
        """Registry digests of an image: of its repositories, and of its name where that is pinned."""
        references = (reference for reference in (*(self.repo_digests or ()), name) if "@sha256:" in reference)
        return tuple(sorted({reference.rpartition("@")[2] for reference in references}))

    def system(self) -> str | None:
        """`debian 12.5`; None where no operating system was found."""
        return f"{self.os.family} {self.os.name}".strip() or None if self.os else None


class TrivyPackageIdentifier(msgspec.Struct, gc=False):
    purl: str = msgspec.field(name="PURL", default="")


class TrivyScore(msgspec.Struct, rename="pascal", gc=False):
    """CVSS of one source, up to one score per version."""

    v2_vector: str = ""
    v2_score: float | None = None
    v3_vector: str = ""
    v3_score: float | None = None
    v40_vector: str = ""
    v40_score: float | None = None


class TrivyVulnerability(msgspec.Struct, rename="pascal", gc=False):
    """`DetectedVulnerability`. What is long and repeated stays undecoded until it is known to be needed."""

    identifier: str = msgspec.field(name="VulnerabilityID", default="")
    vendor_ids: tuple[str, ...] | None = msgspec.field(name="VendorIDs", default=None)
    pkg_name: str = ""
    pkg_path: str = ""
    pkg_identifier: TrivyPackageIdentifier | None = None
    installed_version: str = ""
    fixed_version: str = ""
    status: str = ""
    severity: str = ""
    title: msgspec.Raw = msgspec.Raw()
    description: msgspec.Raw = msgspec.Raw()
    cvss: msgspec.Raw = msgspec.field(name="CVSS", default=msgspec.Raw())
    cwes: msgspec.Raw = msgspec.field(name="CweIDs", default=msgspec.Raw())


class TrivyMisconfiguration(msgspec.Struct, rename="pascal", gc=False):
    """`DetectedMisconfiguration`."""

    identifier: str = msgspec.field(name="ID", default="")
    title: str = ""
    description: str = ""
    message: str = ""
    resolution: str = ""
    severity: str = ""
    status: str = ""


class TrivySecret(msgspec.Struct, rename="pascal", gc=False):
    """`DetectedSecret` without the secret."""

    identifier: str = msgspec.field(name="RuleID", default="")
    category: str = ""
    severity: str = ""
    title: str = ""


class TrivyLicense(msgspec.Struct, rename="pascal", gc=False):
    """`DetectedLicense`."""

    identifier: str = msgspec.field(name="Name", default="")
    severity: str = ""
    category: str = ""
    pkg_name: str = ""
    file_path: str = ""


class TrivyModified(msgspec.Struct, rename="pascal"):
    """`ModifiedFinding`: an entry that .trivyignore or a VEX statement has taken off the list."""

    type: str = ""
    status: str = ""
    finding: msgspec.Raw = msgspec.field(default_factory=msgspec.Raw)
    """Of the shape that `type` names; empty where there is none."""


class TrivyPackage(msgspec.Struct, rename="pascal", gc=False):
    """One entry of `--list-all-pkgs`."""

    name: str = ""
    version: str = ""
    release: str = ""
    """Of an RPM, which Trivy keeps apart from the version."""
    identifier: TrivyPackageIdentifier | None = None

    @property
    def full_version(self) -> str:
        """`3.0.7-27.el9`; without the epoch, which no certificate names."""
        return f"{self.version}-{self.release}" if self.version and self.release else self.version


class TrivyMisconfigurationCounts(msgspec.Struct, rename="pascal", gc=False):
    """`MisconfSummary`: checks by how they ended; those that passed are not listed."""

    failures: int | None = None


class TrivyResult(msgspec.Struct, rename="pascal"):
    """What was found in one part of the target: its system packages, a lock file, a manifest."""

    target: str = ""
    class_: str = msgspec.field(name="Class", default="")
    type: str = ""
    packages: tuple[TrivyPackage | None, ...] | None = None
    vulnerabilities: tuple[TrivyVulnerability | None, ...] | None = None
    misconfigurations: tuple[TrivyMisconfiguration | None, ...] | None = None
    misconfiguration_counts: TrivyMisconfigurationCounts | None = msgspec.field(name="MisconfSummary", default=None)
    secrets: tuple[TrivySecret | None, ...] | None = None
    licenses: tuple[TrivyLicense | None, ...] | None = None
    modified: tuple[TrivyModified | None, ...] | None = msgspec.field(name="ExperimentalModifiedFindings", default=None)

    def system_image(self) -> tuple[str, str] | None:
        """(image, operating system) from a target such as `shop/cart:1.2 (debian 12.5)`; None where it is not one."""
        name, separator, version = self.target.rpartition(f" ({self.type} ")
        if self.class_ not in {"", "os-pkgs"} or not (self.type and separator and version.endswith(")")):
            return None
        return name, f"{self.type} {version[:-1]}"
