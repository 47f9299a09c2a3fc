"""A file as the replies in it: one as the command line of AWS prints it, several after one another, or the collector's rows.

A question is recognized by what only its reply holds. The collector puts replies that do not say what they are about beside the
parameters that were asked for, and errors where there is no reply: `{"answers": [{"parameters": …, "answer": …}]}`. Where
such a file holds errors only, or a list is empty whose key others use too, the file's own name tells:
`s3-get-bucket-encryption.json`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from generator.errors import ParseError
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.late_patterns import late_re

_TOKENS = ("nextToken", "NextToken", "Marker", "NextMarker", "ContinuationToken")
_BETWEEN = late_re(rb"(?<=\n\})\r?\n(?=\{)")
"""Between two indented values: inside of one no `}` and `{` stand in first place of two lines, without a comma."""
NEXT = "collect it again with `atopack collect aws`, or with `aws … --output json`"
MORE_PAGES = "the reply carries a token for the next page: what stands on it is missing, unless another file holds it"


class CloudOperation(msgspec.Struct, frozen=True, kw_only=True):
    """An operation of a service, and how its reply is recognized."""

    operation: str
    """`eks describe-cluster`."""
    key: str
    """The member of its reply that holds what was asked for."""
    mark: str = ""
    """A member of it, or of the first entry where it is a list; empty where the key alone tells."""
    about: str = ""
    """The parameter that names what it was asked about, where the reply need not say it."""
    companions: str = ""
    """A member that has to stand beside the key, and that says what the reply is about."""
    named_by: tuple[str, ...] = ()
    """Members of what it holds that say what it is about all the same."""
    shared: bool = False
    """The key is used elsewhere: an empty list or one of mere names tells nothing."""
    faults: frozenset[str] = frozenset()
    """Errors that only this question is answered with."""

    @property
    def file(self) -> str:
        """`eks-describe-cluster`: how its file begins."""
        return self.operation.replace(" ", "-")


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """One reply, or why there is none."""

    question: CloudOperation
    raw: bytes | msgspec.Raw = b"{}"
    subject: str = ""
    """The parameter's value, where the collector noted it."""
    place: str = ""
    """A JSON pointer to it in the file."""
    more: bool = False
    """Does the reply itself say that there is more?"""
    code: str = ""
    """The error's; empty for a reply."""
    why: str = ""
    alone: bool = True
    """A file of its own, not one of the collector's rows."""
    members: Mapping[str, msgspec.Raw] = msgspec.field(default_factory=dict)

    @property
    def is_absent(self) -> bool:
        """Is the thing gone, or the setting not made? That is an answer, other than a refusal."""
        return self.why.startswith("absent")


_NO_ANSWER = msgspec.Raw()


class _ReplyError(msgspec.Struct, gc=False):
    kind: str = ""
    code: str = ""
    message: str = ""


class _ReplyRow(msgspec.Struct):
    parameters: dict[str, object] | None = None
    answer: msgspec.Raw = _NO_ANSWER
    error: _ReplyError | None = None


def is_reply(document: Document, questions: Sequence[CloudOperation]) -> bool:
    """Is the first reply of the file one to any of these questions?"""
    if document.container is FileContainer.JSON_STREAM:
        first = _BETWEEN.split(document.data, maxsplit=1)[0].strip()
        try:
            return _operation(document, document.members_of(first), questions) is not None
        except ParseError:
            return False
    members = document.members
    return (_operation_of_rows(document, members, questions) or _operation(document, members, questions)) is not None


def replies(document: Document, questions: Sequence[CloudOperation]) -> Iterator[Reply]:
    """All replies of a file, in its order.

    Raises:
        ParseError: broken content, or a reply to a question that is none of these.
    """
    for place, text in _values(document):
        members = document.members_of(text)
        question = _operation_of_rows(document, members, questions)
        if question is not None:
            yield from _rows(document, members["answers"], question, place)
            continue
        question = _operation(document, members, questions)
        if question is None:
            raise ParseError("a reply to another question than the one before", where=place, next_step=NEXT)
        yield Reply(question=question, raw=text, place=place, more=_has_more(members), members=members)


def _values(document: Document) -> Iterator[tuple[str, bytes]]:
    if document.container is FileContainer.JSON_STREAM:
        yield from ((f"value {at}#", text) for at, text in enumerate(_BETWEEN.split(document.data.strip()), start=1))
    elif document.container is FileContainer.JSON_LINES:
        yield from ((f"line {at}#", line) for at, line in enumerate(document.data.splitlines(), start=1) if line.strip())
    else:
        yield "", document.data


def _operation(
    document: Document, members: Mapping[str, msgspec.Raw], questions: Sequence[CloudOperation]
) -> CloudOperation | None:
    return next(
        (
            question
            for question in questions
            if question.key in members
            and (not question.companions or question.companions in members)
            and _fits(document, members[question.key], question)
        ),
        None,
    )


def _fits(document: Document, raw: msgspec.Raw, question: CloudOperation, *, certain: bool = False) -> bool:
    """Does the member look like this question's? `certain` where the parameters have said so already."""
    start = bytes(memoryview(raw)[:1])
    if start == b"{":
        return question.mark in document.members_of(raw) if question.mark else True
    if start != b"[":
        return not question.mark and start == b'"'
    entries = document.decode(raw, list[msgspec.Raw])
    first = next((keys for entry in entries if (keys := document.members_of(entry))), None)
    if first is not None:
        return question.mark in first if question.mark else not question.shared
    names_only = all(bytes(memoryview(entry)[:1]) == b'"' for entry in entries)
    return (
        names_only and (not entries or not question.mark) and (certain or not question.shared or _is_named(document, question))
    )


def _is_named(document: Document, question: CloudOperation) -> bool:
    """Does the file's name, or its folder's, say which service was asked?"""
    service, operation = question.operation.split(" ", 1)
    folder, name = ("", *document.name.lower().split("/"))[-2:]
    return (
        name.startswith(question.file) or (operation in name and service in folder) or service in re.split(r"[^a-z0-9]+", name)
    )


def _operation_of_rows(
    document: Document, members: Mapping[str, msgspec.Raw], questions: Sequence[CloudOperation]
) -> CloudOperation | None:
    raw = members.get("answers")
    if raw is None or bytes(memoryview(raw)[:1]) != b"[":
        return None
    entries = [document.members_of(row) for row in document.decode(raw, list[msgspec.Raw])]
    if not entries or not all("parameters" in row and ("answer" in row or "error" in row) for row in entries):
        return None
    parameters = document.members_of(entries[0]["parameters"])
    fitting = [row for row in questions if (row.about in parameters if row.about else row.faults and not parameters)]
    answered = next((document.members_of(row["answer"]) for row in entries if "answer" in row), None)
    if answered is not None:
        return next(
            (row for row in fitting if row.key in answered and _fits(document, answered[row.key], row, certain=True)), None
        )
    return _operation_of_error(document, entries, fitting)


def _operation_of_error(
    document: Document, entries: Sequence[Mapping[str, msgspec.Raw]], questions: Sequence[CloudOperation]
) -> CloudOperation | None:
    """Nothing was answered: some errors are one question's own, else the file's name has to tell."""
    codes = {
        bytes(memoryview(document.members_of(entry["error"]).get("code", b""))).strip(b'"').decode("utf-8", "replace")
        for entry in entries
    }
    name = document.name.rpartition("/")[2]
    return next((question for question in questions if question.faults & codes or name.startswith(question.file)), None)


def _rows(document: Document, raw: msgspec.Raw, question: CloudOperation, place: str) -> Iterator[Reply]:
    rows = document.decode(raw, tuple[_ReplyRow, ...], place=f"{place}/answers")
    for index, row in enumerate(rows):
        parameter = (row.parameters or {}).get(question.about)
        subject, where = parameter if isinstance(parameter, str) else "", f"{place}/answers/{index}"
        if not memoryview(row.answer).nbytes or row.error is not None:
            error = row.error or _ReplyError()
            why = ": ".join(part for part in (error.kind, error.code, error.message) if part) or "no answer"
            yield Reply(question=question, subject=subject, place=where, code=error.code or "none", why=why, alone=False)
            continue
        members = document.members_of(row.answer)
        if question.key not in members:
            raise ParseError(f"an answer without `{question.key}`", where=where, next_step=NEXT)
        yield Reply(
            question=question,
            raw=row.answer,
            subject=subject,
            place=f"{where}/answer",
            more=_has_more(members),
            alone=False,
            members=members,
        )


def _has_more(members: Mapping[str, msgspec.Raw]) -> bool:
    return any(bytes(memoryview(members[key])[:3]) not in (b"nul", b'""') for key in _TOKENS if key in members)
