"""What an accepted package says of the indicators, as the making of a record."""

from datetime import datetime
from pathlib import Path

import msgspec

from generator.difference.sides import INDICATORS
from generator.errors import ConfigError
from generator.indicators.records import LARGEST, IndicatorMaking
from generator.model.indicator_history import IndicatorPoint
from generator.pipeline.indicators import RecordOutcome, record_indicators
from generator.seal import manifest as seal


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
