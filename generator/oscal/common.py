"""What all five documents share: cited evidence, and how text and times are written."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import lru_cache
from urllib.parse import quote

from msgspec.structs import replace

from generator.ids import UuidFactory
from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.identifiers import Sha256
from generator.model.places import Places
from generator.oscal import types as o
from generator.text import is_plain

NS = "urn:atopack:ns:oscal"
"""Our own namespace, for facts that neither NIST nor FedRAMP has a property for."""

_SHORT, _KEPT = 80, 1 << 13
"""Characters of a value that is shared by all that have it, and how many of these are kept."""
NO_TEXT = "(no text given)"
"""Stands where OSCAL demands text and none was written."""
OUTSTANDING = "Not stated yet. Say it in system.yaml."
"""Stands where OSCAL demands text that is still outstanding."""


_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]")
"""Control characters, lone surrogates, and what turns the direction of text around or hides in it."""


@lru_cache(maxsize=4096)
def moment(value: datetime | date) -> str:
    """A timestamp with zone, as OSCAL's dateTime-with-timezone demands; a day is its first moment in UTC."""
    if not isinstance(value, datetime):
        value = datetime.combine(value, time(), UTC)
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def text(value: str) -> str:
    """OSCAL strings: no control characters, no white space around; what is empty is said to be."""
    if is_plain(value):
        return value.strip() or NO_TEXT
    return _UNFIT.sub(" ", value).strip() or NO_TEXT


def line(value: str) -> str:
    """One line: titles and property values must not hold line breaks (OSCAL datatype `string`)."""
    if value and value.isascii() and value.isprintable() and "  " not in value and value[0] != " " != value[-1]:
        return value
    return " ".join(text(value).split())


def token(value: str) -> str:
    """OSCAL datatype `token`: letters, digits, `.`, `-` and `_`, not beginning with a digit, `.` or `-`."""
    kept = "".join(char if char.isascii() and (char.isalnum() or char in "._-") else "-" for char in value)
    return kept if kept[:1].isalpha() or kept[:1] == "_" else f"_{kept}"


def prop(name: str, value: str, ns: str | None = None, remarks: str | None = None) -> o.Property:
    """A property with a clean one-line value."""
    if remarks is None and len(value) <= _SHORT:
        return _short_prop(name, value, ns)
    return o.Property(name=name, value=line(value), ns=ns, remarks=remarks)


def single_prop(name: str, value: str, ns: str | None = None) -> o.Property:
    """The same where hardly any other item has the value: an identifier takes no room among those that are kept."""
    return o.Property(name=name, value=line(value), ns=ns)


@lru_cache(_KEPT)
def _short_prop(name: str, value: str, ns: str | None) -> o.Property:
    """Thousands of items share most of their properties: a rating, a scanner, a day."""
    return o.Property(name=name, value=line(value), ns=ns)


def known_prop(name: str, value: str | None, ns: str | None = None) -> tuple[o.Property, ...]:
    """The property where its value is known; else none."""
    return (prop(name, value, ns),) if value else ()


@lru_cache(_KEPT)
def by_tool(uuid: str) -> tuple[o.Origin, ...]:
    """The origin of what a scanner or this tool reports."""
    return (o.Origin(actors=(o.Actor(type="tool", actor_uuid=uuid),)),)


def yes_no(value: bool | None) -> str | None:  # noqa: FBT001 - what is put into words
    """`yes` or `no`, for `known_prop`; None where it is not known."""
    return None if value is None else "yes" if value else "no"


def some(names: Sequence[str], most: int) -> str:
    """The first of these, and how many more there are."""
    left = len(names) - most
    return ", ".join(names[:most]) + (f" and {left:,} more" if left > 0 else "")


@dataclass(slots=True)
class Citations:
    """The evidence that one document cites, gathered while it is written: each file once."""

    ids: UuidFactory
    files: dict[Sha256, EvidenceFile]
    """By sha256."""
    places: Places = field(default_factory=Places)
    _used: dict[Sha256, str] = field(default_factory=dict)
    _by_path: dict[str, Sha256] = field(default_factory=dict)

    def holds(self, source: EvidenceSource) -> bool:
        """Is its file part of the package? What a decision names (an assessor's report) need not be."""
        return source.sha256 in self.files

    def href(self, source: EvidenceSource) -> str:
        """`#uuid` of the back-matter resource of the source's file."""
        return self._href(source.sha256)

    def href_of(self, file: EvidenceFile) -> str:
        """The same, of a whole file."""
        return self._href(file.sha256)

    def _href(self, sha256: Sha256) -> str:
        if sha256 not in self._used:
            self._used[sha256] = self.ids.object("resource", sha256)
        return _to(self._used[sha256])

    def links(self, sources: Iterable[EvidenceSource], *, most: int = 20, every_file: bool = False) -> tuple[o.Link, ...]:
        """Links to some sources, each place once; what comes after `most` is counted in the text of the last. With `every_file`
        each file has a link, however many there are: a document that numbers the files cites them sentence by sentence."""
        ordered = sorted({source for source in sources if self.holds(source)})
        first = {source.sha256: source for source in reversed(ordered)} if every_file else {}
        others = [source for source in ordered if source != first.get(source.sha256)]
        kept = sorted((*first.values(), *others[: max(most - len(first), 0)]))
        rows = [_link(self.href(source), _place(source)) for source in kept]
        if len(ordered) > len(kept):
            rows[-1] = replace(rows[-1], text=f"{rows[-1].text}; and {len(ordered) - len(kept)} more places")
        return tuple(rows)

    def at(self, path: str, place: str) -> EvidenceSource | None:
        """A place in a file of the package by its path in the workspace; None where the package does not hold it."""
        if not self._by_path:
            self._by_path.update((file.path, file.sha256) for file in self.files.values())
        sha256 = self._by_path.get(path)
        return EvidenceSource(sha256=sha256, path=path, place=place) if sha256 else None

    def include(self, other: "Citations") -> None:
        """Also list what another document cites: used where one document takes over the other's observations."""
        self._used.update(other._used)  # noqa: SLF001 - the same class

    def back_matter(self) -> o.BackMatter | None:
        """Of a document that has no other resources than what it cites."""
        resources = self.resources()
        return o.BackMatter(resources=resources) if resources else None

    def resources(self) -> tuple[o.Resource, ...]:
        """All cited files, sorted by path."""
        cited = sorted(self._used, key=lambda sha256: self.files[sha256].path)
        return tuple(self.resource(self.files[sha256], self._used[sha256]) for sha256 in cited)

    def resource(self, file: EvidenceFile, uuid: str) -> o.Resource:
        """A file of the package as a resource."""
        dated = f"collected {moment(file.collected)} (dated by {file.dated_by})" if file.collected else "undated"
        return o.Resource(
            uuid=uuid,
            title=line(file.path),
            description=f"{_nature(file)}, {file.size} bytes, {dated}.",
            props=(prop("type", "evidence"), *([prop("redacted-from", file.original, NS)] if file.original else [])),
            rlinks=(
                o.Rlink(
                    href=f"../{quote_path(self.places.of(file.path))}",
                    media_type=file.media_type,
                    hashes=(o.Hash(algorithm="SHA-256", value=file.sha256),),
                ),
            ),
        )


@lru_cache(_KEPT)
def _to(uuid: str) -> str:
    """What all documents write of one file of the evidence, and what stands in the rows of many."""
    return f"#{uuid}"


@lru_cache(_KEPT)
def _link(href: str, place: str) -> o.Link:
    return o.Link(href=href, rel="evidence", text=line(place))


def _nature(file: EvidenceFile) -> str:
    if file.original is None:
        return "Evidence as collected"
    return f"Redacted copy of evidence; the file as collected has the SHA-256 {file.original}"


def quote_path(path: str) -> str:
    """A path as a URI reference; the separators stay."""
    return quote(path, safe="/._-~@+,=()!$'*")


def _place(source: EvidenceSource) -> str:
    return f"{source.path} {source.place}".strip()
