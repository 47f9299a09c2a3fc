"""Amazon Inspector's findings as far as they are read.

https://docs.aws.amazon.com/inspector/v2/APIReference/API_Finding.html; Amazon ECR repeats them as enhanced findings.
"""

import msgspec


class InspectorScore(msgspec.Struct, rename="camel", gc=False):
    base_score: float | None = None
    scoring_vector: str | None = None
    source: str | None = None
    version: str | None = None


class InspectorVulnerablePackage(msgspec.Struct, rename="camel", gc=False):
    """One package that the vulnerability is in."""

    name: str | None = None
    version: str | None = None
    epoch: int | str | None = None
    release: str | None = None
    fixed_in_version: str | None = None
    file_path: str | None = None
    remediation: str | None = None


class InspectorPackageVulnerability(msgspec.Struct, rename="camel"):
    """What is known about the vulnerability, and where it is."""

    vulnerability_id: str | None = None
    related_vulnerabilities: tuple[str | None, ...] | None = None
    cvss: tuple[InspectorScore | None, ...] | None = None
    vulnerable_packages: tuple[InspectorVulnerablePackage | None, ...] | None = None


class InspectorFile(msgspec.Struct, rename="camel", gc=False):
    """A place in the code."""

    file_path: str | None = None
    start_line: int | None = None


class InspectorCodeVulnerability(msgspec.Struct, rename="camel"):
    """A weakness in the code of a function or repository."""

    rule_id: str | None = None
    detector_id: str | None = None
    cwes: tuple[str | None, ...] | None = None
    file_path: InspectorFile | None = None


class InspectorRecommendation(msgspec.Struct, rename="camel", gc=False):
    text: str | None = None


class InspectorRemediation(msgspec.Struct, gc=False):
    recommendation: InspectorRecommendation | None = None


class InspectorImage(msgspec.Struct, gc=False):
    platform: str | None = None


class InspectorInstance(msgspec.Struct, gc=False):
    platform: str | None = None
    v4: tuple[str | None, ...] | None = msgspec.field(name="ipV4Addresses", default=None)
    v6: tuple[str | None, ...] | None = msgspec.field(name="ipV6Addresses", default=None)


class InspectorDetails(msgspec.Struct, rename="camel", gc=False):
    """Details of a resource, by its type."""

    aws_ecr_container_image: InspectorImage | None = None
    aws_ec2_instance: InspectorInstance | None = msgspec.field(name="awsEc2Instance", default=None)


class InspectorResource(msgspec.Struct, gc=False):
    """What the finding is about."""

    id: str | None = None
    type: str | None = None
    details: InspectorDetails | None = None

    @property
    def platform(self) -> str:
        """`DEBIAN_12`; empty where the resource has none."""
        details = self.details or InspectorDetails()
        machine = details.aws_ecr_container_image or details.aws_ec2_instance
        return (machine.platform or "") if machine else ""

    @property
    def addresses(self) -> tuple[str | None, ...]:
        """Of a virtual machine."""
        instance = (self.details or InspectorDetails()).aws_ec2_instance or InspectorInstance()
        return (*(instance.v4 or ()), *(instance.v6 or ()))


class InspectorFinding(msgspec.Struct, rename="camel"):
    """One vulnerability on one resource, in one package or more."""

    type: str | None = None
    title: str | None = None
    description: str | None = None
    severity: str | None = None
    status: str | None = None
    first_observed_at: str | float | None = None
    updated_at: str | float | None = None
    remediation: InspectorRemediation | None = None
    package_vulnerability_details: InspectorPackageVulnerability | None = None
    code_vulnerability_details: InspectorCodeVulnerability | None = None
    resources: tuple[InspectorResource | None, ...] | None = None
