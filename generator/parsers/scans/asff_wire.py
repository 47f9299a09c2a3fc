"""AWS Security Finding Format as far as it is read.

https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html
"""

import msgspec


class AsffSeverity(msgspec.Struct, rename="pascal", gc=False):
    """A word, and in old findings a number from 0 to 100."""

    label: str | None = None
    normalized: float | None = None


class AsffProvider(msgspec.Struct, rename="pascal"):
    """What the product itself said, before a person changed it in Security Hub."""

    severity: AsffSeverity | None = None


class AsffRecommendation(msgspec.Struct, rename="pascal", gc=False):
    text: str | None = None


class AsffRemediation(msgspec.Struct, rename="pascal"):
    recommendation: AsffRecommendation | None = None


class AsffReason(msgspec.Struct, rename="pascal", gc=False):
    """Why a control has the status it has."""

    reason_code: str | None = None


class AsffCompliance(msgspec.Struct, rename="pascal"):
    """The outcome of a control's check."""

    status: str | None = None
    status_reasons: tuple[AsffReason | None, ...] | None = None
    related_requirements: tuple[str | None, ...] | None = None
    """`NIST.800-53.r5 AC-4(26)`, beside requirements of other frameworks."""


class AsffWorkflow(msgspec.Struct, rename="pascal", gc=False):
    """What people have done about it."""

    status: str | None = None


class AsffProductFields(msgspec.Struct, gc=False):
    inspector_status: str | None = msgspec.field(name="aws/inspector/FindingStatus", default=None)
    image_platform: str | None = msgspec.field(
        name="aws/inspector/resources/1/resourceDetails/awsEcrContainerImageDetails/platform", default=None
    )
    host_platform: str | None = msgspec.field(
        name="aws/inspector/resources/1/resourceDetails/awsEc2InstanceDetails/platform", default=None
    )


class AsffContainer(msgspec.Struct, rename="pascal", gc=False):
    """A container, in findings of tools outside of AWS."""

    image_name: str | None = None


class AsffInstance(msgspec.Struct, gc=False):
    v4: tuple[str | None, ...] | None = msgspec.field(name="IpV4Addresses", default=None)
    v6: tuple[str | None, ...] | None = msgspec.field(name="IpV6Addresses", default=None)


class AsffOther(msgspec.Struct, gc=False):
    """What Trivy's template for Security Hub adds."""

    cve: str | None = msgspec.field(name="CVE ID", default=None)
    package: str | None = msgspec.field(name="PkgName", default=None)
    installed: str | None = msgspec.field(name="Installed Package", default=None)
    patched: str | None = msgspec.field(name="Patched Package", default=None)
    score_3: str | None = msgspec.field(name="NvdCvssScoreV3", default=None)
    vector_3: str | None = msgspec.field(name="NvdCvssVectorV3", default=None)
    score_2: str | None = msgspec.field(name="NvdCvssScoreV2", default=None)
    vector_2: str | None = msgspec.field(name="NvdCvssVectorV2", default=None)


class AsffNamed(msgspec.Struct, rename="pascal", gc=False):
    """What IAM calls a user, role, key's owner, group or policy."""

    user_name: str | None = None
    principal_name: str | None = None
    role_name: str | None = None
    group_name: str | None = None
    policy_name: str | None = None

    @property
    def name(self) -> str:
        """The first of them; empty where there is none."""
        names = (self.user_name, self.principal_name, self.role_name, self.group_name, self.policy_name)
        return next((name for name in names if name), "")


class AsffDetails(msgspec.Struct, rename="pascal"):
    aws_iam_user: AsffNamed | None = None
    aws_iam_role: AsffNamed | None = None
    aws_iam_access_key: AsffNamed | None = None
    aws_iam_group: AsffNamed | None = None
    aws_iam_policy: AsffNamed | None = None
    container: AsffContainer | None = None
    instance: AsffInstance | None = msgspec.field(name="AwsEc2Instance", default=None)
    other: AsffOther | None = None


class AsffResource(msgspec.Struct, rename="pascal"):
    """What the finding is about."""

    type: str | None = None
    id: str | None = None
    region: str | None = None
    details: AsffDetails | None = None

    @property
    def principal(self) -> str:
        """`AwsIamUser/ada`: who in the account, where the details name it."""
        own = self.details or AsffDetails()
        records = (own.aws_iam_user, own.aws_iam_role, own.aws_iam_access_key, own.aws_iam_group, own.aws_iam_policy)
        name = next((record.name for record in records if record and record.name), "")
        return "/".join(filter(None, (self.type, name))) if name else ""


class AsffVulnerablePackage(msgspec.Struct, rename="pascal", gc=False):
    """One package that the vulnerability is in."""

    name: str | None = None
    version: str | None = None
    epoch: int | str | None = None
    release: str | None = None
    fixed_in_version: str | None = None
    file_path: str | None = None
    remediation: str | None = None


class AsffScore(msgspec.Struct, rename="pascal", gc=False):
    version: str | None = None
    base_score: float | None = None
    base_vector: str | None = None
    source: str | None = None


class AsffVulnerability(msgspec.Struct, rename="pascal"):
    """What is known about a vulnerability, and where it is."""

    id: str | None = None
    vulnerable_packages: tuple[AsffVulnerablePackage | None, ...] | None = None
    cvss: tuple[AsffScore | None, ...] | None = None
    related_vulnerabilities: tuple[str | None, ...] | None = None


class AsffFinding(msgspec.Struct, rename="pascal"):
    id: str | None = None
    generator_id: str | None = None
    aws_account_id: str | None = None
    types: tuple[str | None, ...] | None = None
    first_observed_at: str | float | None = None
    created_at: str | float | None = None
    updated_at: str | float | None = None
    severity: AsffSeverity | None = None
    title: str | None = None
    description: str | None = None
    remediation: AsffRemediation | None = None
    product_fields: AsffProductFields | None = None
    finding_provider_fields: AsffProvider | None = None
    resources: tuple[AsffResource | None, ...] | None = None
    compliance: AsffCompliance | None = None
    workflow: AsffWorkflow | None = None
    record_state: str | None = None
    vulnerabilities: tuple[AsffVulnerability | None, ...] | None = None
    sample: bool | None = None
