"""`atopack collect aws`: registries, scan findings, posture and what runs, as an AWS account answers for it.

boto3 finds the credentials (profile, environment, instance or pod role) and repeats what was throttled, in its standard mode
(https://docs.aws.amazon.com/boto3/latest/guide/retries.html). Every reply is kept in the shape in which AWS gives it, scans
under `evidence/scans/aws/`, everything else under `evidence/cloud/`. A service that refuses or is switched off is recorded.

A file about an image of Amazon ECR names it by the reference by which it is pulled,
https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import boto3  # type: ignore[import-untyped]
import msgspec
from botocore.config import Config  # type: ignore[import-untyped]

from generator.collectors.aws_call import AwsCall, CallSubject, Merge
from generator.collectors.aws_calls import GLOBAL, IDENTITY, SERVICES
from generator.collectors.aws_errors import FAILURES, AwsErrorKind, fault
from generator.collectors.aws_reading import Client, FailedCall, PendingCall, RawAnswer
from generator.collectors.base import (
    Clock,
    CollectError,
    CollectionRefusal,
    CollectorInfo,
    Kept,
    RawFile,
    Sidecar,
    dated_folder,
    folder_name,
    write_sidecar,
)
from generator.collectors.collection import Collection
from generator.collectors.file_names import short
from generator.errors import ConfigError
from generator.limits import QUOTED
from generator.text import shortened, visible
from generator.version import VERSION

RECORD = "collection"
"""`collection.sidecar.json`: the whole run's record, in the folder of each region."""
_COLLECTOR = CollectorInfo(name="atopack collect aws", version=VERSION)
_CALM = {"mode": "standard", "total_max_attempts": 5}
_MOST_NOTES = 2000
_REGION = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
"""It becomes a part of a host's name, and of a folder's."""
_SUFFIXES = {"aws": "amazonaws.com", "aws-us-gov": "amazonaws.com", "aws-cn": "amazonaws.com.cn"}


class AwsRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What a person asks for."""

    workspace: Path
    regions: tuple[str, ...] = ()
    """Empty for the profile's own."""
    profile: str | None = None
    services: tuple[str, ...] = ()
    """Names of `SERVICES`; empty for all."""
    endpoint: str | None = None
    """Another address for every service: a test's, or that of an account behind a proxy of its own."""


def collect(request: AwsRequest, clock: Clock, progress: Callable[[str], None]) -> Collection:
    """Ask an account, region by region.

    Raises:
        ConfigError: no credentials, no such profile, no region, or the workspace cannot be written to.
        CollectError: AWS does not accept the credentials, or they ran out on the way; what was read by then is kept.
    """
    run = _AwsRun(request, clock, progress)
    lost = run.everything()
    if lost is not None:
        raise CollectError(
            f"AWS no longer accepts the credentials ({lost}); what was read before is kept",
            where=", ".join(str(folder) for folder in run.folders),
            next_step="log in again, then collect again",
        )
    return Collection(
        folders=tuple(run.folders), kept=tuple(run.kept), refused=tuple(run.refused), notes=tuple(run.notes[:_MOST_NOTES])
    )


@dataclass(slots=True)
class _RegionCollection:
    """One region while it is asked."""

    name: str
    region: str
    """The region whose endpoint answers."""
    places: dict[str, Path] = field(default_factory=dict)
    refused: list[CollectionRefusal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)


class _AwsRun:
    def __init__(self, request: AwsRequest, clock: Clock, progress: Callable[[str], None]) -> None:
        self._request = request
        self._clock = clock
        self._progress = progress
        self._session = _session(request.profile)
        self._regions = request.regions or ((self._session.region_name,) if self._session.region_name else ())
        if not self._regions:
            raise ConfigError("no region is named", next_step="name one with --region, or set one in the profile")
        for name in self._regions:
            if not _REGION.fullmatch(name):
                what = f"`{shortened(visible(name), QUOTED)}` is no name of a region"
                raise ConfigError(what, next_step="write it as AWS does: us-gov-west-1")
        self._began = clock()
        self._account, self._arn = self._identity()
        self.folders: list[Path] = []
        self.kept: list[Kept] = []
        self.refused: list[CollectionRefusal] = []
        self.notes: list[str] = []

    def everything(self) -> str | None:
        """Ask all regions; the reason where the credentials ran out on the way."""
        chosen = [name for name, _ in SERVICES if not self._request.services or name in self._request.services]
        rows = [
            (_RegionCollection(name, name), [service for service in chosen if service not in GLOBAL]) for name in self._regions
        ]
        rows.append((_RegionCollection("global", self._regions[0]), [service for service in chosen if service in GLOBAL]))
        for region, services in rows:
            lost = self._region(region, services) if services else None
            if lost is not None:
                return lost
        return None

    def _region(self, region: _RegionCollection, services: Sequence[str]) -> str | None:
        table, lost = dict(SERVICES), None
        for service in services:
            self._progress(f"{region.name} {service}")
            lost = self._service(region, service, table[service])
            if lost is not None:
                break
        self._record(region)
        return lost

    def _service(self, region: _RegionCollection, service: str, calls: Sequence[AwsCall]) -> str | None:
        try:
            client = self._client(service, region.region)
        except FAILURES as error:
            region.refused.append(_refusal(FailedCall(call=calls[0], about="", fault=fault(error)), region.name))
            return None
        subjects: dict[str, list[CallSubject]] = defaultdict(list)
        for call in calls:
            subject = subjects[call.over] if call.over else [CallSubject(slot="", parameters={})]
            question = PendingCall(client, call, subject)
            self._call(region, question)
            for call_subject in question.later_subjects:
                subjects[call_subject.slot].append(call_subject)
            if question.identity_lost:
                return question.faults[-1].fault.why
        return None

    def _call(self, region: _RegionCollection, question: PendingCall) -> None:
        start, attempts = self._clock(), 0
        for answer in question.answers():
            new, attempts = question.faults[attempts:], len(question.faults)
            self._keep(region, answer, start, tuple(_refusal(call, region.name) for call in new if _is_refusal(call)))
            start = self._clock()
        region.refused.extend(_refusal(call, region.name) for call in question.faults if _is_refusal(call))
        if question.call.merge is not Merge.ANSWERS:
            absent = (call for call in question.faults if call.fault.kind is AwsErrorKind.ABSENT)
            region.notes.extend(f"{call.call.action} {call.about}: {call.fault.why}" for call in absent)

    def _keep(
        self, region: _RegionCollection, answer: RawAnswer, start: datetime, refused: tuple[CollectionRefusal, ...]
    ) -> None:
        sidecar = Sidecar(
            collector=_COLLECTOR,
            collected=self._began,
            command=f"aws {answer.call.service} {answer.call.operation.replace('_', '-')} --region {region.region}",
            source=f"AWS account {self._account}, {region.name}",
            target=_image_reference(answer.about, region.name, self._arn) if answer.about else None,
            identity=self._arn,
            start=start,
            end=self._clock(),
            pages=answer.pages,
            items=answer.items,
            complete=answer.complete,
            refused=refused,
            redactions=answer.redactions,
        )
        with RawFile(self._folder(region, answer.call.place), _file_name(answer.call, answer.about)) as raw:
            for piece in answer.content:
                raw.write(piece)
            region.kept.append(raw.keep(sidecar))

    def _folder(self, region: _RegionCollection, place: str) -> Path:
        """Made when the first file needs it."""
        if place not in region.places:
            above = "evidence/cloud" if place == "cloud" else "evidence/scans/aws"
            below = f"{above}/{folder_name(self._account)}/{folder_name(region.name)}"
            region.places[place] = dated_folder(self._request.workspace, below, self._began)
            self.folders.append(region.places[place])
        return region.places[place]

    def _record(self, region: _RegionCollection) -> None:
        sidecar = Sidecar(
            collector=_COLLECTOR,
            collected=self._began,
            command=f"atopack collect aws --region {region.region}",
            source=f"AWS account {self._account}, {region.name}",
            identity=self._arn,
            start=self._began,
            end=self._clock(),
            items=len(region.kept),
            complete=not region.refused,
            refused=tuple(region.refused),
            notes=tuple(region.notes[:_MOST_NOTES]),
        )
        write_sidecar(self._folder(region, "cloud") / RECORD, sidecar)
        self.kept += region.kept
        self.refused += region.refused
        self.notes += [f"{region.name}: {note}" for note in region.notes]

    def _identity(self) -> tuple[str, str]:
        """Account and ARN of whoever asks: the proof that the credentials work, before any folder is made."""
        try:
            reply = getattr(self._client(IDENTITY.service, self._regions[0]), IDENTITY.operation)()
        except FAILURES as error:
            aws_fault = fault(error)
            raise CollectError(
                f"AWS does not say who you are ({aws_fault.why})",
                next_step="check --profile and the region, and log in (`aws sts get-caller-identity` must answer)",
            ) from error
        return str(reply["Account"]), str(reply["Arn"])

    def _client(self, service: str, region: str) -> Client:
        settings = Config(retries=_CALM, connect_timeout=10, read_timeout=60, user_agent_extra=f"atopack/{VERSION}")
        client: Client = self._session.client(service, region_name=region, endpoint_url=self._request.endpoint, config=settings)
        return client


def _session(profile: str | None) -> Any:
    try:
        return boto3.Session(profile_name=profile)
    except FAILURES as error:
        raise ConfigError(fault(error).message, next_step="name a profile of `aws configure list-profiles`") from error


def _is_refusal(call: FailedCall) -> bool:
    return call.fault.kind is not AwsErrorKind.ABSENT


def _refusal(call: FailedCall, region: str) -> CollectionRefusal:
    return CollectionRefusal(
        resource=f"{call.call.service} {call.call.operation.replace('_', '-')}",
        verb=call.call.action,
        status=call.fault.status,
        why=call.fault.why,
        scope=" ".join(filter(None, (region, call.about))),
    )


def _file_name(call: AwsCall, about: str) -> str:
    """`ecr-describe-images.json`; about one image, its repository and digest stand behind."""
    if not about:
        return f"{call.file}.json"
    repository, _, digest = about.partition("/")[2].rpartition("@")
    return f"{call.file}-{short(repository)}@{digest.replace(':', '-')}.json"


def _image_reference(about: str, region: str, arn: str) -> str | None:
    """`ACCOUNT.dkr.ecr.REGION.amazonaws.com/cart@sha256:…` of `ACCOUNT/cart@sha256:…`; None where it is not known."""
    registry, _, rest = about.partition("/")
    suffix = _SUFFIXES.get(arn.split(":")[1]) if arn.count(":") > 1 else None
    return f"{registry}.dkr.ecr.{region}.{suffix}/{rest}" if registry and suffix else None
