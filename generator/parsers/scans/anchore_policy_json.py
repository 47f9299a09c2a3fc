"""Anchore's policy evaluation of images: Engine and Enterprise, anchorectl, and the gates file of Iron Bank's pipeline.

https://docs.anchore.com, "Policy checks". Version 1 keys its evaluations by digest and tag and holds the triggers in a table;
anchorectl and version 2 list them.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import msgspec

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans.anchore_gates import LISTED, NOT_LISTED, AnchoreGate, result
from generator.parsers.scans.dates import moment
from generator.parsers.scans.entries import digest, digests, escaped, fold
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import named

_Cell = str | bool | int | float | dict[str, msgspec.Raw] | None
"""`Whitelisted` is false or an object; all others are text."""
_NEXT = "export the evaluation again: rows cannot be read without their header"
_SCANNER = "Anchore"
_NOTHING = "no evaluation in the file lists what its gates found, not even an empty list"
_PART = "{n} of the evaluations in the file do not list what their gates found"

_EVALUATED = {"imageDigest", "evaluatedTag", "policyId"}
_EVALUATION = {"detail", "digest", "last_evaluation", "policyId", "status", "tag"}


class _AnchorePolicyTable(msgspec.Struct):
    """The triggers of one image as rows."""

    header: tuple[str, ...] | None = None
    rows: tuple[tuple[_Cell, ...] | None, ...] | None = None
    row_count: int | None = None


class _AnchorePolicyTableOf(msgspec.Struct):
    """What stands under an image's id."""

    result: _AnchorePolicyTable | None = None


class _AnchorePolicyInner(msgspec.Struct):
    result: msgspec.Raw = msgspec.field(default_factory=msgspec.Raw)
    image_digest: str | None = None
    image_id: str | None = None


class _AnchorePolicyDetail(msgspec.Struct):
    result: _AnchorePolicyInner | None = None


class _AnchorePolicyTaggedEvaluation(msgspec.Struct):
    """One evaluation of the API of version 1, under digest and tag."""

    detail: _AnchorePolicyDetail | None = None
    last_evaluation: str | None = None

    @property
    def inner(self) -> _AnchorePolicyInner:
        """The evaluation's result."""
        return (self.detail.result if self.detail else None) or _AnchorePolicyInner()


class _AnchorePolicyFindings(msgspec.Struct):
    """What stands under `details` in newer versions."""

    findings: tuple[AnchoreGate | None, ...] | None = None


class _AnchorePolicyEvaluation(msgspec.Struct, rename="camel"):
    """One evaluation of version 2, and of anchorectl."""

    evaluation_time: str | None = None
    last_evaluation: str | None = None
    details: tuple[AnchoreGate | None, ...] | _AnchorePolicyFindings | None = None
    detail: tuple[AnchoreGate | None, ...] | None = None
    digest: str | None = None
    tag: str | None = None

    @property
    def gates(self) -> tuple[AnchoreGate | None, ...] | None:
        """The triggers; None where the evaluation lists none at all, not even an empty list."""
        if isinstance(self.details, _AnchorePolicyFindings):
            return self.details.findings
        return self.detail if self.details is None else self.details


class _AnchorePolicyEvaluations(msgspec.Struct, rename="camel"):
    """The whole file of version 2."""

    evaluated_tag: str | None = None
    image_digest: str | None = None
    evaluations: tuple[_AnchorePolicyEvaluation | None, ...] | None = None


_ByTag = dict[str, tuple[_AnchorePolicyTaggedEvaluation | None, ...] | None]


def recognizes(document: Document) -> bool:
    members = document.members
    if members:
        evaluated = "evaluations" in members and not _EVALUATED.isdisjoint(members)
        return evaluated or _is_gates_file(document)
    return len(_EVALUATION.intersection(document.first_members)) >= 3 or _is_by_digest(document)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    reader = _AnchorePolicyReader(ScanAccumulator(evidence, _SCANNER), evidence)
    if _is_gates_file(document):
        reader.gates_file(document)
    elif document.members:
        report = document.decode(document.data, _AnchorePolicyEvaluations)
        reader.listed(report.evaluations, report.evaluated_tag, report.image_digest, "/evaluations")
    elif _is_by_digest(document):
        reader.by_digest(document)
    else:
        reader.listed(document.decode(document.data, tuple[_AnchorePolicyEvaluation | None, ...]), None, None, "")
    return reader.finish()


def _is_by_digest(document: Document) -> bool:
    return any(key.startswith("sha256:") for key in document.first_members)


def _is_gates_file(document: Document) -> bool:
    image_id = next(filter(digest, document.members), None)
    inner = document.members_of(document.members[image_id]) if image_id else {}
    return "result" in inner and {"header", "rows"}.issubset(document.members_of(inner["result"]))


class _AnchorePolicyReader:
    """Folds evaluations of every shape."""

    __slots__ = ("_accumulator", "_evidence", "_missing", "_read", "_taken")

    def __init__(self, accumulator: ScanAccumulator, evidence: EvidenceFile) -> None:
        self._accumulator = accumulator
        self._evidence = evidence
        self._taken: list[datetime] = []
        self._read = 0
        self._missing = 0

    def listed(
        self,
        evaluations: Iterable[_AnchorePolicyEvaluation | None] | None,
        tag: str | None,
        image_digest: str | None,
        pointer: str,
    ) -> None:
        """Evaluations of anchorectl and version 2."""
        for index, evaluation in enumerate(evaluations or ()):
            if evaluation:
                gates = evaluation.gates
                name, key = evaluation.tag or tag, "detail" if evaluation.details is None else "details"
                self._date(evaluation.evaluation_time or evaluation.last_evaluation)
                self._fold(gates, name, evaluation.digest or image_digest, f"{pointer}/{index}/{key}")

    def by_digest(self, document: Document) -> None:
        """Evaluations of version 1, by digest, then tag."""
        for index, images in enumerate(document.decode(document.data, tuple[dict[str, _ByTag | None] | None, ...])):
            for image_digest, by_tag in (images or {}).items():
                for tag, evaluations in (by_tag or {}).items():
                    for nth, evaluation in enumerate(evaluations or ()):
                        if evaluation:
                            self._tagged(document, evaluation, tag, image_digest, f"/{index}/{escaped(tag)}/{nth}")

    def gates_file(self, document: Document) -> None:
        """One table under an image's id."""
        for image_id, table in document.decode(document.data, dict[str, _AnchorePolicyTableOf]).items():
            self._table(table.result, None, None, f"/{image_id}/result")

    def finish(self) -> ScanSnapshot:
        """The snapshot: assessed where at least one evaluation lists its triggers."""
        because = _PART.format(n=self._missing) if self._missing else None
        taken = min(self._taken, default=None)
        return self._accumulator.finish(taken, assessed=self._read > 0, because=because if self._read else _NOTHING)

    def _tagged(
        self, document: Document, evaluation: _AnchorePolicyTaggedEvaluation, tag: str, image_digest: str, pointer: str
    ) -> None:
        self._date(evaluation.last_evaluation)
        raw = evaluation.inner.result
        place = f"{pointer}/detail/result/result"
        tables = document.decode(raw, dict[str, object], place=place) if bytes(raw) else {}
        image_ids = [image_id for image_id in tables if digest(image_id)]
        if not image_ids:
            self._fold(None, tag, image_digest, place)
        for image_id in image_ids:
            table = document.decode(document.members_of(raw)[image_id], _AnchorePolicyTableOf, place=place).result
            self._table(table, tag, image_digest, f"{place}/{image_id}/result")

    def _table(self, table: _AnchorePolicyTable | None, tag: str | None, image_digest: str | None, place: str) -> None:
        complete = table is not None and table.rows is not None
        rows = tuple(_gates(table, place)) if table and complete else None
        if table and table.rows is not None:
            self._accumulator.counts.compare("row", stated=table.row_count, listed=len(table.rows))
        self._fold(rows, tag, image_digest, f"{place}/rows")

    def _date(self, text: str | None) -> None:
        evaluated = moment(text)
        if evaluated:
            self._taken.append(evaluated)

    def _fold(
        self, gates: tuple[AnchoreGate | None, ...] | None, tag: str | None, image_digest: str | None, place: str
    ) -> None:
        target = self._accumulator.target(_target(gates or (), tag, image_digest, self._evidence))
        if gates is None:
            self._missing += 1
            return
        self._read += 1
        fold(self._accumulator, gates, place, lambda gate, at: result(gate, target, at))


def _target(
    gates: Iterable[AnchoreGate | None], tag: str | None, image_digest: str | None, evidence: EvidenceFile
) -> ScanTarget:
    first = next((gate for gate in gates if gate), None) or AnchoreGate()
    name = tag or first.tag or evidence.target or image_digest
    return named(name, TargetKind.IMAGE, evidence, digests=digests(image_digest, name), image_id=digest(first.image_id))


def _gates(table: _AnchorePolicyTable, place: str) -> Iterator[AnchoreGate | None]:
    """The rows of a table as triggers.

    Raises:
        ParseError: the header does not name the trigger.
    """
    columns = {name.lower(): index for index, name in enumerate(table.header or ())}
    if table.rows and "trigger_id" not in columns:
        raise ParseError("the header does not name the column Trigger_Id", where=f"{place}/header", next_step=_NEXT)
    for row in table.rows or ():
        yield _gate({name: row[index] for name, index in columns.items() if index < len(row)}) if row is not None else None


def _gate(row: Mapping[str, _Cell]) -> AnchoreGate:
    texts = {name: value for name, value in row.items() if isinstance(value, str)}
    return AnchoreGate(
        trigger_id=texts.get("trigger_id"),
        gate=texts.get("gate"),
        trigger=texts.get("trigger"),
        text=texts.get("check_output"),
        action=texts.get("gate_action"),
        tag=texts.get("repo_tag"),
        image_id=texts.get("image_id"),
        listed=LISTED if row.get("whitelisted") else NOT_LISTED,
    )
