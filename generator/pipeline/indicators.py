"""The Key Security Indicators of FedRAMP 20x, judged where the system goes for it, and the records that validations leave."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from generator.checks.judging import summary
from generator.checks.reporting import of_the_system
from generator.difference.sides import INDICATORS
from generator.errors import ConfigError
from generator.frameworks.fedramp_cr26 import CertificationClass
from generator.indicators.decisions import StatedIndicators, read_indicators
from generator.indicators.judging import IndicatorBasis, judged_indicators
from generator.indicators.records import LARGEST, IndicatorMaking, record_of
from generator.indicators.rules import rule_gaps, rules_of, texts_for
from generator.indicators.trend import trend_of
from generator.model.evidence import Gap, GapKind
from generator.model.facts import SystemFacts
from generator.model.indicator import IndicatorAssessment, IndicatorStatus
from generator.model.indicator_history import IndicatorPoint, IndicatorTrend, RecordFault
from generator.model.posture import Posture, PostureState
from generator.pipeline.load import Loaded
from generator.seal import manifest as seal
from generator.workspace.evidence_origins import evidence_origins
from generator.workspace.indicator_files import written_files
from generator.workspace.indicator_records import history_of, keep

_FILE = "indicators.yaml"


class JudgedIndicators(msgspec.Struct, frozen=True, kw_only=True):
    """Of a system on a day."""

    assessment: IndicatorAssessment | None
    """None where the system does not go for 20x."""
    trend: IndicatorTrend | None = None
    """By the records up to the day."""
    gaps: tuple[Gap, ...] = ()


def indicators_of_system(loaded: Loaded, facts: SystemFacts, postures: Sequence[Posture]) -> JudgedIndicators:
    """Judge them by the verdicts that there are.

    Raises:
        ConfigError: `decisions/indicators.yaml` is wrong.
    """
    workspace = loaded.workspace
    if workspace.system.indicator_class is None:
        return JudgedIndicators(assessment=None)
    lines = loaded.content.fedramp_rules()
    rules, stated = rules_of(lines), _stated(loaded)
    basis = IndicatorBasis(
        certification=CertificationClass(workspace.system.indicator_class),
        as_of=facts.as_of,
        postures={posture.requirement.id: posture for posture in of_the_system(postures)},
        results=facts.rule_results,
        origins=evidence_origins(workspace, facts),
        statements=stated.statements,
        rules=rules,
        summary=summary,
        texts=texts_for(lines, workspace.system.indicator_class),
    )
    assessment = judged_indicators(basis)
    trend = trend_of(assessment, history_of(workspace.root, workspace.system.id), facts.as_of)
    gaps = (*stated.gaps, *rule_gaps(rules), *_faults(trend.faults), *_not_shown(assessment))
    return JudgedIndicators(assessment=assessment, trend=trend, gaps=gaps)


class RecordOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a validation left a record."""

    path: Path | None
    """The record; None where none was added."""
    because: str = ""
    """Why none was, as a clause."""


def record_indicators(root: Path, system: str, made: IndicatorMaking, taken: datetime) -> RecordOutcome:
    """Add the record of a validation that ran at this moment, unless there is a reason not to.

    Raises:
        ConfigError: the folder of the records is none.
    """
    record = record_of(made, history_of(root, system), taken=taken, system=system)
    if isinstance(record, str):
        return RecordOutcome(path=None, because=record)
    return RecordOutcome(path=keep(root, record))


def _not_shown(assessment: IndicatorAssessment) -> Iterator[Gap]:
    """Indicators that a person states as implemented, where the evidence fails them or does not show them."""
    for result in assessment.results:
        statement, state = result.statement, result.posture.state
        if statement is None or statement.status is not IndicatorStatus.IMPLEMENTED or state is PostureState.ENFORCED:
            continue
        contradicted = state is PostureState.NOT_ENFORCED
        verb = "contradicts" if contradicted else "does not show"
        file, _, line = statement.place.partition(", ")
        yield Gap(
            path=file,
            place=line,
            kind=GapKind.CONTRADICTED if contradicted else GapKind.UNDECIDED,
            reason=f"{statement.by} states {result.id} as implemented, and the evidence {verb} it: {result.posture.summary}",
            next_step="correct the status or the text, or collect the evidence that shows it",
        )


def _faults(faults: Sequence[RecordFault]) -> Iterator[Gap]:
    for fault in faults:
        step = "restore the record from a package that was handed in; records are never edited, moved or taken out"
        yield Gap(path=fault.path, kind=GapKind.CONTRADICTED, reason=fault.what, next_step=step)


def _stated(loaded: Loaded) -> StatedIndicators:
    text = loaded.workspace.decision(_FILE)
    if text is None:
        return StatedIndicators(statements={})
    return read_indicators(text, as_of=loaded.as_of, files=written_files(loaded.workspace))


class _AcceptedIndicator(msgspec.Struct, rename="camel", kw_only=True):
    id: str
    state: str
    subjects: int
    passes: int
    fails: int
    unknown: int
    methods_counted: int
    stated: tuple[dict[str, object], ...] = ()


class _AcceptedRules(msgspec.Struct, kw_only=True):
    mapped: str
    added: str | None = None


class _AcceptedIndicators(msgspec.Struct, rename="camel", kw_only=True):
    system: str
    as_of: str
    certification_class: str
    rules: _AcceptedRules
    evidence: tuple[str, ...]
    indicators: tuple[_AcceptedIndicator, ...]


def record_accepted(package: Path, workspace: Path, taken: datetime) -> RecordOutcome | None:
    """Add the record of a package that was accepted at this moment; None where it has no indicators.

    Its files were compared with manifest and sums when it was accepted.

    Raises:
        ConfigError: the file cannot be read, or the folder of the records is none.
    """
    place = package / INDICATORS
    if not place.is_file() or place.is_symlink() or not _is_listed(package):
        return None
    if place.stat().st_size > LARGEST * 8:
        raise ConfigError("larger than is read", where=str(place), next_step="build the package again")
    try:
        read = msgspec.json.decode(place.read_bytes(), type=_AcceptedIndicators)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigError(f"the file cannot be read: {error}", where=str(place), next_step="build the package again") from error
    making = IndicatorMaking(
        points=tuple(map(_point, read.indicators)),
        evidence=tuple(sorted(set(read.evidence))),
        as_of=datetime.fromisoformat(read.as_of).date(),
        by="accept",
        certification=read.certification_class,
        rules=read.rules.added or read.rules.mapped,
    )
    return record_indicators(workspace, read.system, making, taken)


def _is_listed(package: Path) -> bool:
    manifest = seal.read(package)
    return manifest is not None and any(row.path == INDICATORS for row in manifest.files)


def _point(row: _AcceptedIndicator) -> IndicatorPoint:
    return IndicatorPoint(
        id=row.id,
        state=row.state,
        subjects=row.subjects,
        passes=row.passes,
        fails=row.fails,
        unknown=row.unknown,
        methods=row.methods_counted,
        stated=len(row.stated),
    )
