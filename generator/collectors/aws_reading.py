"""One call of the table, asked about all of its subjects, and its replies put together for a file.

Lists are kept as encoded entries, not as objects, so that a hundred thousand findings cost their JSON and no more. Where paging
is interrupted, the token of the next page stays in the file, as AWS writes it: whoever reads the file sees that there is more.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import msgspec

from generator.collectors.aws_call import AwsCall, CallSubject, Merge, Parameters
from generator.collectors.aws_errors import FAILURES, AwsErrorKind, AwsFault, fault, is_identity
from generator.collectors.aws_redaction import Cleaner
from generator.collectors.base import CollectedRedaction

MOST_BYTES = 512 << 20
"""Of one file. A reader holds it in memory."""
MOST_PAGES = 20_000
_MOST_EMPTY = 500
"""Pages in a row that hold nothing. Filters make some; no answer is made of nothing else."""
_TIRED = 3
"""Refusals in a row after which the same question is not asked about anything else."""
_TOKENS = ("nextToken", "NextToken", "Marker", "NextMarker", "ContinuationToken")
_NOT_CONTENT = {"ResponseMetadata", *_TOKENS}


class Client(Protocol):
    """A boto3 client as far as it is used."""

    def can_paginate(self, operation_name: str) -> bool:
        """Does the operation come in pages?"""

    def get_paginator(self, operation_name: str) -> Any:
        """Its pages."""


class FailedCall(msgspec.Struct, frozen=True, kw_only=True):
    """A question without an answer: which call, and about what."""

    call: AwsCall
    about: str
    fault: AwsFault


class RawAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes one file."""

    call: AwsCall
    content: Iterator[bytes]
    """Piece by piece, an entry of a list a line."""
    pages: int
    items: int
    complete: bool
    about: str = ""
    """With `Merge.EACH`: what the reply is about."""
    redactions: tuple[CollectedRedaction, ...] = ()


@dataclass(slots=True)
class PendingCall:
    """One call while it is asked. `found` and `faults` grow as `answers` is walked through."""

    client: Client
    call: AwsCall
    subjects: Sequence[CallSubject]
    most_bytes: int = MOST_BYTES
    later_subjects: list[CallSubject] = field(default_factory=list)
    faults: list[FailedCall] = field(default_factory=list)

    def answers(self) -> Iterator[RawAnswer]:
        """The files, one at a time."""
        if self.call.merge is Merge.EACH:
            for subject in self._subjects():
                reply = _Merged()
                if self._ask(subject, reply):
                    yield reply.finish(self.call, about=subject.name)
            return
        whole = _Merged()
        for subject in self._subjects():
            self._ask_into(whole, subject)
            if self._is_too_large(whole):
                break
        if whole.pages or whole.faulty:
            yield whole.finish(self.call)

    @property
    def identity_lost(self) -> bool:
        """Are the credentials no longer good?"""
        return any(is_identity(call.fault) for call in self.faults[-1:])

    def _subjects(self) -> Iterator[CallSubject]:
        """Each once, the newest first, as many as the row allows; ends early where every question is refused."""
        wanted = _distinct(self.subjects)
        if self.call.most is not None and len(wanted) > self.call.most:
            left = len(wanted) - self.call.most
            self._note(f"the {self.call.most} newest of {len(wanted)} were asked about, {left} were not", "most")
            wanted = wanted[: self.call.most]
        for index, subject in enumerate(wanted):
            if self.identity_lost or self._tired():
                self._note(f"{len(wanted) - index} more were not asked about, since the last were refused", "tired")
                return
            yield subject

    def _tired(self) -> bool:
        last = self.faults[-_TIRED:]
        return len(last) == _TIRED and all(call.fault.kind in (AwsErrorKind.REFUSED, AwsErrorKind.NOT_ENABLED) for call in last)

    def _note(self, message: str, code: str) -> None:
        self.faults.append(
            FailedCall(call=self.call, about="", fault=AwsFault(kind=AwsErrorKind.SHORTENED, code=code, message=message))
        )

    def _ask_into(self, whole: "_Merged", subject: CallSubject) -> None:
        if self.call.merge is Merge.LISTS:
            self._ask(subject, whole)
            return
        merged = _Merged()
        reply = self._ask(subject, merged)
        last = self.faults[-1].fault if not reply else None
        whole.take(subject.parameters, merged, last)

    def _ask(self, subject: CallSubject, into: "_Merged") -> bool:
        """Read every page of one question; False where it was not answered at all."""
        before, followed = into.pages, _Followed()
        parameters = {**self.call.parameters, **subject.parameters}
        try:
            for paths, reply in _pages(self.client, self.call, parameters):
                into.add(reply, paths)
                self._find(parameters, reply)
                if not followed.leads_on(into):
                    into.cut()
                    self._note("its pages lead in a circle or hold nothing; what came before is kept", "pages")
                    break
                if self._is_too_large(into):
                    break
        except FAILURES as error:
            self._fail(subject, fault(error), into)
        return into.pages > before

    def _is_too_large(self, into: "_Merged") -> bool:
        if into.size <= self.most_bytes and into.pages < MOST_PAGES:
            return False
        into.cut()
        if not any(call.fault.code == "too large" for call in self.faults):
            self._note(f"the answer is larger than {self.most_bytes >> 20} MiB and was cut off", "too large")
        return True

    def _find(self, parameters: Parameters, reply: Mapping[str, Any]) -> None:
        if self.call.finds is not None:
            self.later_subjects.extend(self.call.finds(parameters, reply))

    def _fail(self, subject: CallSubject, aws_fault: AwsFault, into: "_Merged") -> None:
        self.faults.append(FailedCall(call=self.call, about=_about(subject), fault=aws_fault))
        if aws_fault.kind is not AwsErrorKind.ABSENT:
            into.cut()


class _Followed:
    """The pages of one question: botocore sees a token that comes twice in a row, and no longer circle."""

    def __init__(self) -> None:
        self._tokens: set[str] = set()
        self._entries = 0
        self._empty = 0

    def leads_on(self, into: "_Merged") -> bool:
        """Is what follows the page that was just added worth asking for?"""
        self._empty = self._empty + 1 if into.entries == self._entries else 0
        self._entries = into.entries
        token = into.token
        known = token in self._tokens
        self._tokens.add(token)
        return not token or not (known or self._empty >= _MOST_EMPTY)


class _Merged:
    """Replies put together: lists as encoded entries, everything else as the first reply has it."""

    def __init__(self) -> None:
        self.pages = 0
        self.size = 0
        self.complete = True
        self.faulty = False
        self._whole: dict[str, Any] = {}
        self._entries = 0
        self._next: tuple[str, Any] | None = None
        self._left: tuple[str, Any] | None = None
        self._cleaner = Cleaner()

    def add(self, reply: Mapping[str, Any], paths: Sequence[str]) -> None:
        """One more page."""
        content = self._cleaner.clean({key: value for key, value in reply.items() if key not in _NOT_CONTENT})
        self._next = next(((key, reply[key]) for key in _TOKENS if reply.get(key)), None)
        self.pages += 1
        if isinstance(content, dict):
            self._join(self._whole, content, "", frozenset(paths))

    def cut(self) -> None:
        """There is more that was not read. The token of the next page, where one was given, says so in the file."""
        self.complete = False
        self._left = self._left or self._next

    def take(self, parameters: Parameters, merged: "_Merged", fault_: AwsFault | None) -> None:
        """A whole reply, or why there is none, beside what was asked."""
        row: dict[str, Any] = {"parameters": parameters}
        if fault_ is None:
            row["answer"] = msgspec.Raw(merged.encoded())
        else:
            row["error"] = {"kind": fault_.kind.value, "code": fault_.code, "message": fault_.message}
        self.pages += merged.pages
        # NOTE: a refusal of a question about nothing in particular is in the record of the collection, and no content.
        self.faulty = self.faulty or (fault_ is not None and (bool(parameters) or fault_.kind is AwsErrorKind.ABSENT))
        self.complete = self.complete and merged.complete
        self._cleaner.add(merged.redactions)
        self._extend(self._whole.setdefault("answers", []), [row])

    @property
    def redactions(self) -> tuple[CollectedRedaction, ...]:
        """What was taken out."""
        return self._cleaner.redactions

    @property
    def entries(self) -> int:
        """Of all lists together."""
        return self._entries

    @property
    def token(self) -> str:
        """Of the page behind the last; empty where there is none."""
        return str(self._next[1]) if self._next else ""

    def encoded(self) -> bytes:
        """The JSON."""
        return msgspec.json.encode(self._all())

    def _all(self) -> dict[str, Any]:
        return {**self._whole, **({self._left[0]: self._left[1]} if self._left is not None else {})}

    def finish(self, call: AwsCall, *, about: str = "") -> RawAnswer:
        """The file."""
        return RawAnswer(
            call=call,
            content=_pieces(self._all()),
            pages=self.pages,
            items=self._entries,
            complete=self.complete,
            about=about,
            redactions=self.redactions,
        )

    def _join(self, into: dict[str, Any], reply: dict[str, Any], above: str, paths: frozenset[str]) -> None:
        for key, value in reply.items():
            path = f"{above}{key}"
            if path in paths and isinstance(value, list):
                self._extend(into.setdefault(key, []), value)
            elif isinstance(value, dict) and any(known_path.startswith(f"{path}.") for known_path in paths):
                self._join(into.setdefault(key, {}), value, f"{path}.", paths)
            else:
                into.setdefault(key, value)

    def _extend(self, into: list[msgspec.Raw], entries: Sequence[object]) -> None:
        encoded = [msgspec.Raw(msgspec.json.encode(piece)) for piece in entries]
        into.extend(encoded)
        self._entries += len(encoded)
        self.size += sum(len(memoryview(piece)) for piece in encoded)


def _pieces(whole: Mapping[str, Any]) -> Iterator[bytes]:
    """JSON for people and for tools that compare lines, without ever being in memory twice."""
    before = b"{"
    for key, value in whole.items():
        yield before + b"\n " + msgspec.json.encode(key) + b": "
        yield from _entries(value) if isinstance(value, list) and value else (msgspec.json.encode(value),)
        before = b","
    yield b"\n}\n" if whole else b"{}\n"


def _entries(values: Sequence[object]) -> Iterator[bytes]:
    before = b"["
    for value in values:
        yield before + b"\n  " + msgspec.json.encode(value)
        before = b","
    yield b"\n ]"


def _pages(client: Client, call: AwsCall, parameters: Parameters) -> Iterator[tuple[list[str], Mapping[str, Any]]]:
    """Replies, each with the paths of the lists that grow from page to page."""
    if not client.can_paginate(call.operation):
        reply = getattr(client, call.operation)(**parameters)
        yield [key for key, value in reply.items() if isinstance(value, list)], reply
        return
    limits = {"PageSize": call.page} if call.page is not None else {}
    pages = client.get_paginator(call.operation).paginate(**parameters, PaginationConfig=limits)
    paths = [result_key.expression for result_key in pages.result_keys]
    for reply in pages:
        yield paths, reply


def _distinct(subjects: Sequence[CallSubject]) -> list[CallSubject]:
    """Without repetitions, highest rank first; the order of equals is the order in which they were found."""
    once = {msgspec.json.encode(subject.parameters, order="sorted"): subject for subject in subjects}
    return sorted(once.values(), key=lambda subject: subject.rank, reverse=True)


def _about(subject: CallSubject) -> str:
    """`repositoryName=cart imageDigest=sha256:…`, short enough for a line."""
    words = (f"{key}={value}" for key, value in subject.parameters.items() if not isinstance(value, dict | list))
    inner = (f"{key}={value}" for part in subject.parameters.values() if isinstance(part, dict) for key, value in part.items())
    lists = (f"{key}={', '.join(map(str, value))}" for key, value in subject.parameters.items() if isinstance(value, list))
    return " ".join((*words, *inner, *lists))[:300]
