"""`decisions/indicators.yaml`: what named persons say of the Key Security Indicators of FedRAMP 20x.

```yaml
- id: KSI-CED-RAT
  status: implemented            # implemented | partial | not-implemented: only a person says it
  implementation: Everybody is trained each year; results are reviewed.
  by: A. Lovelace
  role: Information System Security Officer
  date: 2026-11-02
  reviews:                       # the part that is no machine's, each with its own cadence
    - what: How effective the training is
      by: A. Lovelace
      role: Information System Security Officer
      date: 2026-11-02
      every-months: 12
      evidence: [evidence/documents/training-2026.pdf]
  assessments:                   # what the assessor wrote, unchanged
    - {file: decisions/assessment/KSI-CED-RAT.md, sha256: "…", by: Larkspur Assessments, date: 2026-11-10}
```
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

import msgspec

from generator import strict_yaml
from generator.errors import ConfigError, MissingFileError
from generator.facts.future_decisions import not_there, not_yet
from generator.frameworks.fedramp_20x import indicators
from generator.indicators.statements import FILE
from generator.limits import QUOTED
from generator.model.evidence import EvidenceSource, Gap, GapKind
from generator.model.identifiers import Sha256
from generator.model.indicator import AssessorText, IndicatorStatement, IndicatorStatus, StatedReview
from generator.strict_yaml import Strict, StrictYamlFile
from generator.text import shortened

_STATUS = {
    "implemented": IndicatorStatus.IMPLEMENTED,
    "partial": IndicatorStatus.PARTIAL,
    "not-implemented": IndicatorStatus.NOT_IMPLEMENTED,
}
_MOST_MONTHS = 36
_ROW_STEP = "write the text, and the name and the role of the person who states it"


class _ReviewRow(Strict, kw_only=True):
    what: str
    by: str
    role: str
    day: date = msgspec.field(name="date")
    every_months: int
    evidence: tuple[str, ...] = ()


class _AssessmentRow(Strict, kw_only=True):
    file: str
    sha256: str
    by: str
    day: date = msgspec.field(name="date")


class _IndicatorRow(Strict, kw_only=True):
    id: str
    status: Literal["implemented", "partial", "not-implemented"] | None = None
    implementation: str | tuple[str, ...] = ()
    by: str
    role: str
    day: date = msgspec.field(name="date")
    reviews: tuple[_ReviewRow, ...] = ()
    assessments: tuple[_AssessmentRow, ...] = ()


SCHEMA = list[_IndicatorRow]
"""The whole file, for its JSON schema."""


class WrittenFiles(msgspec.Struct, frozen=True, kw_only=True):
    """The files that entries name."""

    evidence: Callable[[str], EvidenceSource]
    """A file of the package by its path, or raises `ConfigError`."""
    text: Callable[[str], bytes]
    """The bytes of a file of the workspace, or raises `ConfigError`; `MissingFileError` where it is not there."""


class StatedIndicators(msgspec.Struct, frozen=True, kw_only=True):
    """What the file says as of a day."""

    statements: Mapping[str, IndicatorStatement]
    """By id."""
    gaps: tuple[Gap, ...] = ()
    """What is of a later day, and what names an indicator that the table does not have."""


def read_indicators(text: str, *, as_of: date, files: WrittenFiles) -> StatedIndicators:
    """Read and check the file; an entry of an unknown indicator, and what is of a later day, is a gap and does not count.

    Raises:
        ConfigError: names file, line and key: broken YAML, an unknown key, no name, two entries for one indicator, a
        cadence
            that is none, a status without a text.
    """
    written, rows = strict_yaml.load_list(text, FILE, _IndicatorRow)
    known = {indicator.id: indicator for indicator in indicators()}
    reader = _IndicatorReader(written=written, files=files, sha256=hashlib.sha256(text.encode()).hexdigest(), as_of=as_of)
    statements: dict[str, IndicatorStatement] = {}
    gaps: list[Gap] = []
    for index, row in enumerate(rows):
        name = row.id.strip().upper()
        if any(name == earlier.id.strip().upper() for earlier in rows[:index]):
            raise written.error((index, "id"), f"{name} is stated twice", "keep one of the two")
        statement, doubts = reader.statement(name, row, index)
        gaps += doubts
        if name not in known:
            gaps.append(_unknown(name, written.line((index,))))
        elif statement.day > as_of:
            gaps.append(not_yet(f"{statement.by} stated {name}", statement.day, statement.place))
        else:
            statements[name] = statement
    return StatedIndicators(statements=statements, gaps=tuple(gaps))


class _IndicatorReader(msgspec.Struct, frozen=True, kw_only=True):
    written: StrictYamlFile
    files: WrittenFiles
    sha256: str
    as_of: date

    def statement(self, name: str, row: _IndicatorRow, index: int) -> tuple[IndicatorStatement, list[Gap]]:
        """One entry, and what of it does not count."""
        texts = (row.implementation,) if isinstance(row.implementation, str) else row.implementation
        self.written.require_texts((index,), {"by": row.by, "role": row.role}, _ROW_STEP)
        if row.status and not any(text.strip() for text in texts):
            step = "say how it is achieved, or why it is not and at which risk for customers"
            raise self.written.error((index, "implementation"), "a status without a text", step)
        gaps: list[Gap] = []
        assessments = tuple(self._assessments(row.assessments, index, gaps))
        return (
            IndicatorStatement(
                id=name,
                status=_STATUS[row.status] if row.status else None,
                implementation=tuple(text.strip() for text in texts if text.strip()),
                by=row.by.strip(),
                role=row.role.strip(),
                day=row.day,
                reviews=tuple(self._reviews(row.reviews, index, gaps)),
                assessments=assessments,
                place=self.written.place((index,)),
            ),
            gaps,
        )

    def _reviews(self, rows: Sequence[_ReviewRow], index: int, gaps: list[Gap]) -> Iterator[StatedReview]:
        for at, row in enumerate(rows):
            path = (index, "reviews", at)
            self.written.require_texts(path, {"what": row.what, "by": row.by, "role": row.role}, _ROW_STEP)
            if any(row.what.strip() == earlier.what.strip() for earlier in rows[:at]):
                raise self.written.error(path, "the same is stated twice", "keep the newest of the two")
            if not 1 <= row.every_months <= _MOST_MONTHS:
                what = f"`every-months` is {row.every_months}"
                step = f"write after how many months it is stated again: 1 to {_MOST_MONTHS}"
                raise self.written.error((*path, "every-months"), what, step)
            if row.day > self.as_of:
                gaps.append(not_yet(f"{row.by.strip()} stated it", row.day, self.written.place(path)))
                continue
            yield StatedReview(
                what=row.what.strip(),
                by=row.by.strip(),
                role=row.role.strip(),
                day=row.day,
                every_months=row.every_months,
                source=EvidenceSource(Sha256(self.sha256), FILE, f"line {self.written.line(path)}"),
                evidence=tuple(self._evidence(row.evidence, path)),
            )

    def _evidence(self, paths: Sequence[str], path: tuple[str | int, ...]) -> Iterator[EvidenceSource]:
        for at, name in enumerate(paths):
            with self.written.at((*path, "evidence", at)):
                yield self.files.evidence(name)

    def _assessments(self, rows: Sequence[_AssessmentRow], index: int, gaps: list[Gap]) -> Iterator[AssessorText]:
        """IVV-CSO-ICP: the text as the assessor gave it. One that is not what its entry pins is left out, and said."""
        for at, row in enumerate(rows):
            path = (index, "assessments", at)
            self.written.require_texts(path, {"by": row.by}, _ROW_STEP)
            try:
                with self.written.at((*path, "file")):
                    data = self.files.text(row.file)
            except MissingFileError as error:
                gaps.append(not_there(error))
                continue
            found = hashlib.sha256(data).hexdigest()
            if row.day > self.as_of:
                gaps.append(not_yet(f"{row.by.strip()} assessed it", row.day, self.written.place(path)))
            elif found != row.sha256.lower():
                gaps.append(self._changed(row, path, found))
            else:
                with self.written.at((*path, "file")):
                    yield _assessor_text(row, data, found)

    def _changed(self, row: _AssessmentRow, path: tuple[str | int, ...], found: str) -> Gap:
        reason = (
            f"the assessor's text `{shortened(row.file, QUOTED)}` is not what was imported (its SHA-256 is {found}), so it is "
            "in no document"
        )
        step = "restore the assessor's file, or import the new text with its own hash (IVV-CSO-ICP: without modification)"
        place = f"line {self.written.line(path)}"
        return Gap(path=FILE, place=place, kind=GapKind.CONTRADICTED, reason=reason, next_step=step)


def _assessor_text(row: _AssessmentRow, data: bytes, sha256: str) -> AssessorText:
    source = EvidenceSource(Sha256(sha256), row.file)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if not text.strip():
        raise ConfigError("the assessor's text is empty, or no text in UTF-8", next_step="ask the assessor for a text file")
    return AssessorText(text=text, by=row.by.strip(), day=row.day, source=source)


def _unknown(name: str, line: int) -> Gap:
    reason = (
        f"`{shortened(name, QUOTED)}` is no indicator of the rules that this program knows; the entry stays and does not count"
    )
    step = "correct the id; where versions of the rules differ is listed on the page Indicators of the report"
    return Gap(path=FILE, place=f"line {line}", kind=GapKind.UNDECIDED, reason=reason, next_step=step)
