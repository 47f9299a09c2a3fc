"""Anchore's policy evaluations as far as they are read: lists of triggers, or a table whose header names its columns."""

from collections.abc import Iterator, Mapping

import msgspec

from generator.errors import ParseError
from generator.parsers.scans.anchore_gates import LISTED, NOT_LISTED, Gate

Cell = str | bool | int | float | dict[str, msgspec.Raw] | None
"""`Whitelisted` is false or an object; all others are text."""
_NEXT = "export the evaluation again: rows cannot be read without their header"


class Table(msgspec.Struct):
    """The triggers of one image as rows."""

    header: tuple[str, ...] | None = None
    rows: tuple[tuple[Cell, ...] | None, ...] | None = None


class TableOf(msgspec.Struct):
    """What stands under an image's id."""

    result: Table | None = None


class _Inner(msgspec.Struct):
    result: msgspec.Raw = msgspec.field(default_factory=msgspec.Raw)
    image_digest: str | None = None
    image_id: str | None = None


class _Detail(msgspec.Struct):
    result: _Inner | None = None


class TaggedEvaluation(msgspec.Struct):
    """One evaluation of the API of version 1, under digest and tag."""

    detail: _Detail | None = None
    last_evaluation: str | None = None

    @property
    def inner(self) -> _Inner:
        """The evaluation's result."""
        return (self.detail.result if self.detail else None) or _Inner()


class Findings(msgspec.Struct):
    """What stands under `details` in newer versions."""

    findings: tuple[Gate | None, ...] | None = None


class Evaluation(msgspec.Struct, rename="camel"):
    """One evaluation of version 2, and of anchorectl."""

    evaluation_time: str | None = None
    last_evaluation: str | None = None
    details: tuple[Gate | None, ...] | Findings | None = None
    detail: tuple[Gate | None, ...] | None = None
    digest: str | None = None
    tag: str | None = None

    @property
    def gates(self) -> tuple[Gate | None, ...] | None:
        """The triggers; None where the evaluation lists none at all, not even an empty list."""
        if isinstance(self.details, Findings):
            return self.details.findings
        return self.detail if self.details is None else self.details


class Evaluations(msgspec.Struct, rename="camel"):
    """The whole file of version 2."""

    evaluated_tag: str | None = None
    image_digest: str | None = None
    evaluations: tuple[Evaluation | None, ...] | None = None


def gates(table: Table, place: str) -> Iterator[Gate | None]:
    """The rows of a table as triggers.

    Raises:
        ParseError: the header does not name the trigger.
    """
    columns = {name.lower(): index for index, name in enumerate(table.header or ())}
    if table.rows and "trigger_id" not in columns:
        raise ParseError("the header does not name the column Trigger_Id", where=f"{place}/header", next_step=_NEXT)
    for row in table.rows or ():
        yield _gate({name: row[index] for name, index in columns.items() if index < len(row)}) if row is not None else None


def _gate(row: Mapping[str, Cell]) -> Gate:
    texts = {name: value for name, value in row.items() if isinstance(value, str)}
    return Gate(
        trigger_id=texts.get("trigger_id"),
        gate=texts.get("gate"),
        trigger=texts.get("trigger"),
        text=texts.get("check_output"),
        action=texts.get("gate_action"),
        tag=texts.get("repo_tag"),
        image_id=texts.get("image_id"),
        listed=LISTED if row.get("whitelisted") else NOT_LISTED,
    )
