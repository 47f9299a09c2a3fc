"""What a generated document held when it was written: the base of a three-way merge. It travels inside the document.

Shown is what a reader saw, said is what a narrative stated: a proposal from evidence is shown and was stated by no person.
"""

from collections.abc import Iterable, Mapping

import msgspec

from generator.errors import ConfigError
from generator.model.narrative import BlockKind, Content, Grid, Span, TextBlock

VERSION = 1
_STEP = "name the file as `atopack build` wrote it with --base"


class FieldBase(msgspec.Struct, frozen=True, kw_only=True):
    """A place inside a line."""

    shown: str
    """With its prompt, where nothing was stated."""
    text: str
    """Empty where nothing was stated."""


class BoxesBase(msgspec.Struct, frozen=True, kw_only=True):
    """A row of check boxes."""

    shown: tuple[str, ...]
    """Values that were ticked."""
    checked: tuple[str, ...]
    offered: tuple[str, ...]
    """Values that have a box: FedRAMP's form has fewer of them for policies."""


ValuePath = tuple[str | tuple[tuple[str, ...], str], ...]
"""Keys from the top of a file; an entry of a list is known by what its keys say: `(("name",), "Example Mail")`."""


class ValueTarget(msgspec.Struct, frozen=True, kw_only=True):
    """The key that says a value, and how its words are written there."""

    file: str
    path: ValuePath
    form: str
    """`text`, `list`, `day`, `number`, `yes-no`, or the name of a list of words."""


class ValueBase(msgspec.Struct, frozen=True, kw_only=True):
    """A value that system.yaml or a decision says; without a target, a change in the document is reported only."""

    shown: str
    place: str
    """`Table 3.1, Service Model`."""
    key: str
    """Where to say it: `system.service-model`."""
    target: ValueTarget | None = None


class EditRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The base."""

    system: str
    as_of: str
    prompt: str
    """What an empty region shows."""
    regions: tuple[str, ...]
    """Tags of all regions, in the order of the document."""
    texts: Mapping[str, tuple[Content, ...]]
    """By tag; those with text."""
    fields: Mapping[str, FieldBase]
    boxes: Mapping[str, BoxesBase]
    """By `status:CM-8`, `origination:CM-8`."""
    outside: frozenset[str]
    """Fingerprints of the paragraphs that stood outside of all regions."""
    values: Mapping[str, ValueBase] = msgspec.field(default_factory=dict)
    """By tag."""
    ticked: frozenset[str] = frozenset()
    """Fingerprints of the rows with a ticked box that no tag names."""
    pictures: int = 0
    """How many stood outside of all regions."""
    document: str | None = None
    """Its path in the package; None where its tables hold no values that have a key."""


class _BlockRecord(msgspec.Struct, omit_defaults=True):
    k: str = ""
    """Empty for a table."""
    l: int = 0  # noqa: E741 - the level
    n: int = 1
    s: list[tuple[str, int, str]] = []
    r: list[list[list[tuple[str, int, str]]]] = []


class _RecordBase(msgspec.Struct, omit_defaults=True):
    version: int
    system: str
    as_of: str
    prompt: str
    regions: list[str]
    texts: dict[str, list[_BlockRecord]]
    fields: dict[str, tuple[str, str]]
    boxes: dict[str, tuple[list[str], list[str], list[str]]]
    outside: list[str]
    values: dict[str, tuple[str, str, str]] = {}
    targets: dict[str, tuple[str, list[str | tuple[list[str], str]], str]] = {}
    ticked: list[str] = []
    pictures: int = 0
    document: str | None = None


def encode(record: EditRecord) -> str:
    """The record as text, the same for the same record."""
    wire = _RecordBase(
        version=VERSION,
        system=record.system,
        as_of=record.as_of,
        prompt=record.prompt,
        regions=list(record.regions),
        texts={tag: [_block(text_block) for text_block in content] for tag, content in sorted(record.texts.items())},
        fields={tag: (field_base.shown, field_base.text) for tag, field_base in sorted(record.fields.items())},
        boxes={tag: (list(box.shown), list(box.checked), list(box.offered)) for tag, box in sorted(record.boxes.items())},
        outside=sorted(record.outside),
        values={tag: (value_base.shown, value_base.place, value_base.key) for tag, value_base in sorted(record.values.items())},
        targets={
            tag: (value_base.target.file, [_step(part) for part in value_base.target.path], value_base.target.form)
            for tag, value_base in sorted(record.values.items())
            if value_base.target is not None
        },
        ticked=sorted(record.ticked),
        pictures=record.pictures,
        document=record.document,
    )
    return msgspec.json.encode(wire).decode()


def decode(text: str, where: str) -> EditRecord:
    """The record of a document.

    Raises:
        ConfigError: damaged, or of another version of this program.
    """
    try:
        wire = msgspec.json.decode(text, type=_RecordBase)
        texts = {tag: tuple(_content(block) for block in blocks) for tag, blocks in wire.texts.items()}
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        what = f"its record of what was generated is damaged: {error}"
        raise ConfigError(what, where=where, next_step=_STEP) from error
    if wire.version != VERSION:
        raise ConfigError("it was written by another version of atopack", where=where, next_step=_STEP)
    return EditRecord(
        system=wire.system,
        as_of=wire.as_of,
        prompt=wire.prompt,
        regions=tuple(wire.regions),
        texts=texts,
        fields={tag: FieldBase(shown=shown, text=content) for tag, (shown, content) in wire.fields.items()},
        boxes={
            tag: BoxesBase(shown=tuple(shown), checked=tuple(content), offered=tuple(offered))
            for tag, (shown, content, offered) in wire.boxes.items()
        },
        outside=frozenset(wire.outside),
        values={
            tag: ValueBase(shown=shown, place=place, key=key, target=_target(wire.targets.get(tag)))
            for tag, (shown, place, key) in wire.values.items()
        },
        ticked=frozenset(wire.ticked),
        pictures=wire.pictures,
        document=wire.document,
    )


def _step(part: str | tuple[tuple[str, ...], str]) -> str | tuple[list[str], str]:
    return part if isinstance(part, str) else (list(part[0]), part[1])


def _target(wire: tuple[str, list[str | tuple[list[str], str]], str] | None) -> ValueTarget | None:
    if wire is None:
        return None
    file, path, form = wire
    return ValueTarget(
        file=file, path=tuple(part if isinstance(part, str) else (tuple(part[0]), part[1]) for part in path), form=form
    )


def _block(text_block: Content) -> _BlockRecord:
    if isinstance(text_block, Grid):
        return _BlockRecord(r=[[_spans(cell) for cell in row] for row in text_block.rows])
    return _BlockRecord(k=text_block.kind.value, l=text_block.level, n=text_block.number, s=_spans(text_block.spans))


def _spans(spans: Iterable[Span]) -> list[tuple[str, int, str]]:
    return [(span.text, span.bold + 2 * span.italic + 4 * span.code, span.url) for span in spans]


def _content(record: _BlockRecord) -> Content:
    if not record.k:
        return Grid(rows=tuple(tuple(_read(cell) for cell in row) for row in record.r))
    return TextBlock(kind=BlockKind(record.k), spans=_read(record.s), level=record.l, number=record.n)


def _read(spans: Iterable[tuple[str, int, str]]) -> tuple[Span, ...]:
    return tuple(
        Span(text=text, bold=bool(look & 1), italic=bool(look & 2), code=bool(look & 4), url=url) for text, look, url in spans
    )
