"""The JSON of Prisma Cloud's `twistcli` and Jenkins plug-in as far as it is read.

https://docs.prismacloud.io, "Scan images with twistcli". `riskFactors` is a list or an object, depending on the version, and
is not read; neither are packages without a finding.
"""

import msgspec

from generator.model.scan import Disposition

SCANNER = "Prisma Cloud"
_DISPOSITIONS = {"not affected": Disposition.NOT_AFFECTED}
"""All others are open: `fixed in 1.2` means that a fixed version exists, not that it is installed."""


class PrismaVulnerability(msgspec.Struct, rename="camel", gc=False):
    """A raw entry: one vulnerability of one package, or of several that one source is built into."""

    id: str | None = None
    status: str | None = None
    """`fixed in 1.2`, `open`, `affected`, `will not fix` … as the vendor of the package puts it."""
    cvss: float | None = None
    vector: str | None = None
    severity: str | None = None
    description: str | None = None
    package_name: str | None = None
    package_version: str | None = None
    package_path: str | None = None
    discovered_date: str | None = None


class PrismaCompliance(msgspec.Struct, gc=False):
    """A raw entry: a check that failed. Those that pass are not listed."""

    id: str | int | None = None
    title: str | None = None
    severity: str | None = None
    cause: str | None = None
    description: str | None = None


class PrismaDistribution(msgspec.Struct):
    """How many entries there are, whether they are listed or not."""

    total: int | None = None


class PrismaEntity(msgspec.Struct):
    type: str | None = None
    id: str | None = None
    name: str | None = None
    repository: str | None = None
    digest: str | None = None
    distro: str | None = None


class PrismaResult(PrismaEntity, rename="camel"):
    """The result for one image, host or code repository."""

    vulnerabilities: tuple[PrismaVulnerability | None, ...] | None = None
    compliances: tuple[PrismaCompliance | None, ...] | None = None
    packages: tuple[msgspec.Raw, ...] | None = None
    vulnerability_distribution: PrismaDistribution | None = None
    compliance_distribution: PrismaDistribution | None = None
    scan_time: str | None = None


class PrismaReport(msgspec.Struct, rename="camel"):
    """The whole file, or in the Jenkins variant one of its entries."""

    results: tuple[PrismaResult | None, ...] | None = None
    entity_info: PrismaEntity | None = None
    scan_time: str | None = None


def fixed_version(status: str | None) -> str | None:
    """`fixed in 1.2, 1.3` names the versions that fix it; any other status names none."""
    words = (status or "").strip()
    return words[len("fixed in ") :].strip() or None if words.lower().startswith("fixed in ") else None


def disposition(status: str) -> Disposition:
    """Whether the entry counts."""
    return _DISPOSITIONS.get(status.strip().lower(), Disposition.OPEN)
