"""Names of AWS: ARNs, regions and accounts, and the folders in which a person or the collector keeps replies.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html and
https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html.
"""

import ipaddress
import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import msgspec

GLOBAL = "global"
"""The region of what answers for all regions at once."""

_ARN = re.compile(
    r"arn:(?P<partition>aws[a-z-]*):(?P<service>[a-z0-9-]+):(?P<region>[a-z0-9-]*):(?P<account>\d{12}|):(?P<resource>\S+)",
    re.ASCII,
)
_ACCOUNT = re.compile(r"\d{12}", re.ASCII)
_REGION = re.compile(r"[a-z]{2}(?:-[a-z]+)+-\d+", re.ASCII)
_PARTITIONS = (("us-gov-", "aws-us-gov"), ("cn-", "aws-cn"), ("us-iso-", "aws-iso"), ("us-isob-", "aws-iso-b"))
_SUFFIXES = {"aws": "amazonaws.com", "aws-us-gov": "amazonaws.com", "aws-cn": "amazonaws.com.cn"}


class Arn(msgspec.Struct, frozen=True):
    """One resource's name, taken apart."""

    partition: str
    service: str
    region: str
    account: str
    resource: str
    """`cluster/prod`, `loadbalancer/app/front/1f2e`."""

    def __str__(self) -> str:
        return f"arn:{self.partition}:{self.service}:{self.region}:{self.account}:{self.resource}"


class AwsLocation(msgspec.Struct, frozen=True):
    """Account and region; each empty where nothing says it."""

    account: str = ""
    region: str = ""

    def arn(self, service: str, resource: str) -> Arn | None:
        """The name of a resource here; None where it is not known where here is."""
        if not (self.account and self.region) or self.region == GLOBAL:
            return None
        return Arn(partition(self.region), service, self.region, self.account, resource)


def arn_of(text: str | None) -> Arn | None:
    """An ARN, where the text is one."""
    match = _ARN.fullmatch(text) if text else None
    return Arn(*match.groups()) if match else None


def partition(region: str) -> str:
    """`aws-us-gov` of `us-gov-west-1`."""
    return next((name for start, name in _PARTITIONS if region.startswith(start)), "aws")


def region_of(zone: str | None) -> str:
    """`us-gov-west-1` of `us-gov-west-1a`, and of a local zone's name; empty where it is none."""
    match = _REGION.match(zone) if zone else None
    return match[0] if match else ""


def folder_place(path: str) -> AwsLocation:
    """Account and region out of the folders below `evidence/cloud/`: `…/123456789012/us-east-1/2026-11-25/a.json`."""
    folders = PurePosixPath(path).parts[:-1]
    below = next((folders[at + 2 :] for at in range(len(folders) - 1) if folders[at : at + 2] == ("evidence", "cloud")), ())
    account = next((each for each in below if _ACCOUNT.fullmatch(each)), "")
    region = next((each for each in below if each == GLOBAL or _REGION.fullmatch(each)), "")
    return AwsLocation(account, region)


def repository_name(place: AwsLocation, repository: str) -> str:
    """`123456789012.dkr.ecr.us-east-1.amazonaws.com/cart`: how images of it are called; else its own name."""
    suffix = _SUFFIXES.get(partition(place.region))
    if not (place.account and place.region and suffix) or place.region == GLOBAL:
        return repository
    return f"{place.account}.dkr.ecr.{place.region}.{suffix}/{repository}"


def addresses(texts: Iterable[str | None]) -> tuple[str, ...]:
    """The IP addresses among texts, sorted, each once."""
    return tuple(sorted({text for text in texts if text and _is_address(text)}))


def names(texts: Iterable[str | None]) -> tuple[str, ...]:
    """Names without the empty ones, sorted, each once."""
    return tuple(sorted({text for text in texts if text}))


def host(url: str | None) -> str | None:
    """`https://ABC.gr7.us-east-1.eks.amazonaws.com` -> its host."""
    try:
        return urlsplit(url).hostname if url else None
    except ValueError:
        return None


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
