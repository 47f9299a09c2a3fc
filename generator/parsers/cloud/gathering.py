"""What the replies of one file say, put together: a thing that two of its replies tell of is one."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from msgspec.structs import replace

from generator.errors import ParseError
from generator.model.cloud import CloudResource, CloudSnapshot, ResourceKind
from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.parsers.cloud.aws_names import Arn, AwsLocation, arn_of, folder_place
from generator.parsers.cloud.replies import MORE_PAGES, CloudOperation, Reply, replies
from generator.parsers.cloud.settings import settings
from generator.parsers.document import Document

T = TypeVar("T")
PROVIDER = "AWS"
_NOT_NAMED = "the reply does not say what it is about"
_NAME_IT = "name it: `target:` beside the file's glob under `evidence:` in system.yaml, or in its sidecar"
_NO_NUMBER = "this account"


class CloudGathering:
    """One file while it is read."""

    def __init__(self, document: Document, evidence: EvidenceFile, questions: Sequence[CloudOperation]) -> None:
        self.folder = folder_place(evidence.path)
        """Account and region of the folder, for replies that do not say them."""
        self._document = document
        self._evidence = evidence
        self._questions = questions
        self._asked: dict[str, None] = {}
        self._places: Counter[AwsLocation] = Counter()
        self._resources: dict[tuple[ResourceKind, str], CloudResource] = {}
        self._missing: list[tuple[str, str]] = []

    def answered(self) -> Iterator[Reply]:
        """The replies; refusals are noted, and what no longer exists is none.

        Raises:
            ParseError: see `replies`; or nothing says what a reply is about.
        """
        for reply in replies(self._document, self._questions):
            self._asked[self._called(reply) if reply.alone else reply.question.operation] = None
            if reply.more:
                self.missing(self._called(reply), MORE_PAGES)
            if not reply.code or reply.code in reply.question.faults:
                yield reply
            elif not reply.is_absent:
                self.missing(self._called(reply), reply.why)

    def read(self, reply: Reply, type_: type[T]) -> T:
        """The reply as a typed value."""
        return self._document.decode(reply.raw, type_, place=reply.place.removesuffix("#"))

    def subject(self, reply: Reply) -> str:
        """What a reply is about that need not say it: as the collector noted it, else as a person says.

        Raises:
            ParseError: it is not stated.
        """
        subject = reply.subject or self._companions(reply) or self._evidence.target
        if not subject:
            raise ParseError(_NOT_NAMED, where=reply.place or f"/{reply.question.key}", next_step=_NAME_IT)
        return subject

    def source(self, place: str) -> EvidenceSource:
        """A place in the file."""
        return EvidenceSource(self._evidence.sha256, self._evidence.path, place.removesuffix("#"))

    def seen(self, place: AwsLocation) -> None:
        """A reply names its own account or region."""
        self._places[place] += 1

    def seen_in(self, arn: Arn) -> None:
        """See `seen`."""
        self.seen(AwsLocation(arn.account, arn.region))

    @property
    def account(self) -> str:
        """Whose replies these are, as far as was seen."""
        return _agreed_value(self.folder.account, [(location.account, count) for location, count in self._places.items()])

    @property
    def region(self) -> str:
        """See `account`."""
        return _agreed_value(self.folder.region, [(location.region, count) for location, count in self._places.items()])

    def missing(self, what: str, why: str) -> None:
        """Something that was asked for and is not in the file."""
        self._missing.append((what, why))

    def add(self, resource: CloudResource) -> None:
        """One thing, or more about it. What is said first stands."""
        arn = arn_of(resource.identifier)
        if arn is not None and arn.account:
            self.seen_in(arn)
        key = resource.kind, resource.identifier
        known = self._resources.get(key)
        self._resources[key] = resource if known is None else _joined(known, resource)

    def add_account(self, pairs: Iterable[tuple[str, str | None]], place: str, account: str | None = None) -> None:
        """Something that is set for a whole account."""
        number = account or self.folder.account
        if account:
            self.seen(AwsLocation(account))
        self.add(
            CloudResource(
                kind=ResourceKind.ACCOUNT,
                identifier=number or _NO_NUMBER,
                name=number or _NO_NUMBER,
                settings=settings(pairs),
                source=self.source(place),
            )
        )

    def snapshot(self, *, region: str | None = None) -> CloudSnapshot:
        """What was gathered. `region` where the service has one for all."""
        return CloudSnapshot(
            evidence=self._evidence,
            provider=PROVIDER,
            account=self.account,
            region=self.region if region is None else region,
            operation=", ".join(sorted(self._asked)),
            taken=self._evidence.collected,
            resources=tuple(
                sorted(self._resources.values(), key=lambda resource: (resource.kind, resource.name, resource.identifier))
            ),
            not_collected=tuple(dict.fromkeys(self._missing)),
        )

    def _called(self, reply: Reply) -> str:
        """`eks describe-cluster prod`: two replies about two things are two questions."""
        question = reply.question
        return f"{question.operation} {self._name(reply)}".strip() if question.about else question.operation

    def _name(self, reply: Reply) -> str:
        return reply.subject or (self._name_in(reply) if reply.question.named_by else self.subject(reply))

    def _companions(self, reply: Reply) -> str:
        """The member beside the key that says what it is about."""
        raw = reply.members.get(reply.question.companions)
        return self._document.decode(raw, str, place=reply.place) if raw is not None else ""

    def _name_in(self, reply: Reply) -> str:
        """What the reply calls itself."""
        inner = self._document.members_of(reply.members.get(reply.question.key, b""))
        names = [self._document.decode(inner[key], str, place=reply.place) for key in reply.question.named_by if key in inner]
        return "/".join(names)


def _agreed_value(folder: str, values: Sequence[tuple[str, int]]) -> str:
    """What the replies say; where they say several (an organization's account lists others'), the folder's, else the most."""
    counts: Counter[str] = Counter()
    for name, count in values:
        if name:
            counts[name] += count
    if not counts or folder in counts:
        return folder
    return min(counts, key=lambda name: (-counts[name], name))


def _joined(resource: CloudResource, two: CloudResource) -> CloudResource:
    return replace(
        resource,
        addresses=tuple(sorted({*resource.addresses, *two.addresses})),
        host_names=tuple(sorted({*resource.host_names, *two.host_names})),
        public=two.public if resource.public is None else resource.public,
        product=resource.product or two.product,
        version=resource.version or two.version,
        os_name=resource.os_name or two.os_name,
        location=resource.location or two.location,
        tags=tuple(sorted({*resource.tags, *two.tags})),
        settings=tuple(sorted({*resource.settings, *two.settings})),
    )
