"""What AWS services say alike in their answers: resources, moments, versions of packages, pages.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html and
https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html: a container image's ARN holds all parts of the
reference by which it is pulled.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.late_patterns import late_re
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.dates import epoch_moment, latest_of, moment
from generator.parsers.scans.hosts import other_names

MORE_PAGES = "the export is one page of several (it carries a token for the next page), so it does not hold every finding"

_DIGITS = late_re(r"\d{9,12}(?:\.\d+)?", re.ASCII)
_IMAGE = late_re(
    r"arn:(?P<partition>aws[a-z-]*):ecr:(?P<region>[a-z0-9-]+):(?P<account>\d{12})"
    r":repository/(?P<repository>[a-z0-9._/-]+)/(?P<digest>sha256:[0-9a-f]{64})",
    re.ASCII,
)
_SUFFIXES = {"aws": "amazonaws.com", "aws-us-gov": "amazonaws.com", "aws-cn": "amazonaws.com.cn"}
_WITH_SYSTEM = late_re(r"(?P<name>.*\S) \((?P<system>[^()]+)\)")
"""How Trivy names an image in its Security Hub template: `registry/cart:1 (alpine 3.20.1)`."""
_KINDS = {
    "AwsEcrContainerImage": TargetKind.IMAGE,
    "AWS_ECR_CONTAINER_IMAGE": TargetKind.IMAGE,
    "Container": TargetKind.IMAGE,
    "AwsEc2Instance": TargetKind.HOST,
    "AWS_EC2_INSTANCE": TargetKind.HOST,
    "AWS::EC2::Instance": TargetKind.HOST,
    "CODE_REPOSITORY": TargetKind.REPOSITORY,
}
_NO_FIX = {"", "NotAvailable"}


def target(identifier: str, type_: str, *, platform: str = "", addresses: Iterable[str | None] = ()) -> ScanTarget:
    """A resource by its ARN or id; a container image by the reference by which it is pulled; an instance with its addresses."""
    return _target(identifier, type_, platform, tuple(addresses))


@lru_cache(1 << 14)
def _target(identifier: str, type_: str, platform: str, addresses: tuple[str | None, ...]) -> ScanTarget:
    kind = _KINDS.get(type_, TargetKind.CLOUD)
    if kind is not TargetKind.IMAGE:
        own = (identifier.rpartition("/")[2], *addresses) if kind is TargetKind.HOST else ()
        return ScanTarget(name=identifier, kind=kind, os_name=system(platform), other_names=other_names(identifier, *own))
    named = _WITH_SYSTEM.fullmatch(identifier)
    name, os_name = (named["name"], named["system"]) if named else (image_reference(identifier) or identifier, system(platform))
    digest = name.rpartition("@")[2]
    return ScanTarget(name=name, kind=kind, digests=(digest,) if digest.startswith("sha256:") else (), os_name=os_name)


def image_reference(arn: str) -> str | None:
    """`arn:aws:ecr:REGION:ACCOUNT:repository/cart/sha256:…` as `ACCOUNT.dkr.ecr.REGION.amazonaws.com/cart@sha256:…`.

    None for anything else, and in partitions whose registries have other names.
    """
    match = _IMAGE.fullmatch(arn)
    suffix = _SUFFIXES.get(match["partition"]) if match else None
    if match is None or suffix is None:
        return None
    return f"{match['account']}.dkr.ecr.{match['region']}.{suffix}/{match['repository']}@{match['digest']}"


def system(platform: str) -> str | None:
    """`ALPINE_LINUX_3_8` is alpine linux 3.8."""
    return re.sub(r"(?<=\d)_(?=\d)", ".", platform).replace("_", " ").lower() or None


def version(number: str | None, epoch: str | int | None, release: str | None) -> str | None:
    """The whole version of a package, as its own package manager writes it: `1:2.9.4-7+b3`."""
    if not number:
        return None
    before = "" if epoch in (None, "", 0, "0") else f"{epoch}:"
    return f"{before}{number}-{release}" if release else f"{before}{number}"


def fixed_version(text: str | None) -> str | None:
    """The version that fixes it; None where AWS knows of none."""
    return None if text is None or text in _NO_FIX else text


def when(value: str | float | None) -> datetime | None:
    """A moment as the services and the command line write it: ISO 8601 text or seconds since 1970."""
    if isinstance(value, str):
        if not _DIGITS.fullmatch(value.strip()):
            return moment(value)
        value = float(value)
    return epoch_moment(value)


def score(text: str | None) -> float | None:
    """A CVSS base score written as text; None for what is none."""
    number = cvss_scores.number(text or "")
    return number if number is not None and 0 <= number <= 10 else None


def exported(evidence: EvidenceFile, moments: Iterable[datetime | None]) -> datetime | None:
    """When a list of findings was exported, which none says of itself: the evidence's own date, else its newest change.

    The list is the state on the day it was asked for; a finding that has not changed since last year still stands in it.
    """
    return evidence.collected or latest_of(moments)


def first_entry(document: Document, raw: msgspec.Raw | None) -> Mapping[str, msgspec.Raw] | None:
    """Keys of the first object in a list inside a document; none where it is empty; None where it is no list of objects."""
    if raw is None or bytes(memoryview(raw)[:64]).lstrip()[:1] != b"[":
        return None
    entries = document.decode(raw, list[msgspec.Raw])
    return next((keys for entry in entries if (keys := document.members_of(entry))), None) if entries else {}


def is_named(document: Document, *words: str) -> bool:
    """Does the file's name or its folder's hold one of the words? Only for content that names no tool at all."""
    return any(word in part.lower() for part in document.name.split("/")[-2:] for word in words)
