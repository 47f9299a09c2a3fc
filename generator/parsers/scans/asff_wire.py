"""AWS Security Finding Format as far as it is read.

https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html
"""

import msgspec


class Severity(msgspec.Struct, rename="pascal", gc=False):
    """A word, and in old findings a number from 0 to 100."""

    label: str | None = None
    normalized: float | None = None


class Provider(msgspec.Struct, rename="pascal"):
    """What the product itself said, before a person changed it in Security Hub."""

    severity: Severity | None = None


class Recommendation(msgspec.Struct, rename="pascal", gc=False):
    """What to do."""

    text: str | None = None
    url: str | None = None


class Remediation(msgspec.Struct, rename="pascal"):
    """What to do."""

    recommendation: Recommendation | None = None


class Reason(msgspec.Struct, rename="pascal", gc=False):
    """Why a control has the status it has."""

    reason_code: str | None = None


class Compliance(msgspec.Struct, rename="pascal"):
    """The outcome of a control's check."""

    status: str | None = None
    status_reasons: tuple[Reason | None, ...] | None = None
    related_requirements: tuple[str | None, ...] | None = None
    """`NIST.800-53.r5 AC-4(26)`, beside requirements of other frameworks."""


class Workflow(msgspec.Struct, rename="pascal", gc=False):
    """What people have done about it."""

    status: str | None = None


class ProductFields(msgspec.Struct, gc=False):
    """What Amazon Inspector adds."""

    inspector_status: str | None = msgspec.field(name="aws/inspector/FindingStatus", default=None)
    image_platform: str | None = msgspec.field(
        name="aws/inspector/resources/1/resourceDetails/awsEcrContainerImageDetails/platform", default=None
    )
    host_platform: str | None = msgspec.field(
        name="aws/inspector/resources/1/resourceDetails/awsEc2InstanceDetails/platform", default=None
    )


class Container(msgspec.Struct, rename="pascal", gc=False):
    """A container, in findings of tools outside of AWS."""

    image_name: str | None = None


class Instance(msgspec.Struct, gc=False):
    """A virtual machine."""

    v4: tuple[str | None, ...] | None = msgspec.field(name="IpV4Addresses", default=None)
    v6: tuple[str | None, ...] | None = msgspec.field(name="IpV6Addresses", default=None)


class Other(msgspec.Struct, gc=False):
    """What Trivy's template for Security Hub adds."""

    cve: str | None = msgspec.field(name="CVE ID", default=None)
    package: str | None = msgspec.field(name="PkgName", default=None)
    installed: str | None = msgspec.field(name="Installed Package", default=None)
    patched: str | None = msgspec.field(name="Patched Package", default=None)
    score_3: str | None = msgspec.field(name="NvdCvssScoreV3", default=None)
    vector_3: str | None = msgspec.field(name="NvdCvssVectorV3", default=None)
    score_2: str | None = msgspec.field(name="NvdCvssScoreV2", default=None)
    vector_2: str | None = msgspec.field(name="NvdCvssVectorV2", default=None)


class Details(msgspec.Struct, rename="pascal"):
    """Details of a resource."""

    container: Container | None = None
    instance: Instance | None = msgspec.field(name="AwsEc2Instance", default=None)
    other: Other | None = None


class Resource(msgspec.Struct, rename="pascal"):
    """What the finding is about."""

    type: str | None = None
    id: str | None = None
    region: str | None = None
    details: Details | None = None


class VulnerablePackage(msgspec.Struct, rename="pascal", gc=False):
    """One package that the vulnerability is in."""

    name: str | None = None
    version: str | None = None
    epoch: int | str | None = None
    release: str | None = None
    fixed_in_version: str | None = None
    file_path: str | None = None
    remediation: str | None = None


class Score(msgspec.Struct, rename="pascal", gc=False):
    """A CVSS score."""

    version: str | None = None
    base_score: float | None = None
    base_vector: str | None = None
    source: str | None = None


class Vendor(msgspec.Struct, rename="pascal", gc=False):
    """Who tells of the vulnerability."""

    url: str | None = None
    vendor_created_at: str | None = None


class Vulnerability(msgspec.Struct, rename="pascal"):
    """What is known about a vulnerability, and where it is."""

    id: str | None = None
    vulnerable_packages: tuple[VulnerablePackage | None, ...] | None = None
    cvss: tuple[Score | None, ...] | None = None
    vendor: Vendor | None = None
    reference_urls: tuple[str | None, ...] | None = None
    related_vulnerabilities: tuple[str | None, ...] | None = None


class Finding(msgspec.Struct, rename="pascal"):
    """One finding."""

    generator_id: str | None = None
    aws_account_id: str | None = None
    types: tuple[str | None, ...] | None = None
    first_observed_at: str | float | None = None
    created_at: str | float | None = None
    updated_at: str | float | None = None
    severity: Severity | None = None
    title: str | None = None
    description: str | None = None
    remediation: Remediation | None = None
    product_fields: ProductFields | None = None
    finding_provider_fields: Provider | None = None
    resources: tuple[Resource | None, ...] | None = None
    compliance: Compliance | None = None
    workflow: Workflow | None = None
    record_state: str | None = None
    vulnerabilities: tuple[Vulnerability | None, ...] | None = None
    sample: bool | None = None
