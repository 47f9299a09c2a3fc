"""What a sidecar, `<file>.sidecar.json`, says of how an evidence file came to be; a broken one says nothing and is a gap."""

import codecs
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path

import msgspec

from generator.errors import ConfigError, GeneratorError, MissingFileError
from generator.limits import QUOTED
from generator.model.evidence import DatedBy, Gap, GapKind, ScanStatement
from generator.model.system import ScanSettings
from generator.strict_yaml import misfit_of, record_of
from generator.text import shortened
from generator.workspace.scan_statements import moment, statement

SIDECAR = ".sidecar.json"


class _SidecarWire(msgspec.Struct, rename="kebab"):
    """What is read of a sidecar; `_NOT_READ` names what else is written into one."""

    collected: str | None = None
    target: str | None = None
    scanner_version: str | None = None
    database_updated: str | None = None
    authenticated: bool | None = None
    privileged: bool | None = None
    configuration: str | None = None
    command: object = None
    """A line of text; whatever else stands there is left alone, since it is written for people."""
    complete: object = None
    """`false` where the API refused a part; whatever else stands there is left alone."""


_NOT_READ = """by note collector source clusterUid identity start end resourceVersion pages items refused
notInstalled redactions notes sha256 size""".split()
"""What people and collectors write into a sidecar for other people."""
_EXAMPLE = "2026-11-20T09:00:00Z"
_LONGEST_COMMAND = 2_000
"""Characters of a command that are kept."""
_SIDECAR_KEYS = (*_SidecarWire.__struct_encode_fields__, *_NOT_READ)


class SidecarData(msgspec.Struct, frozen=True):
    """What counts of it."""

    collected: datetime | None = None
    target: str | None = None
    scan: ScanStatement | None = None
    gap: Gap | None = None
    command: str = ""
    complete: bool | None = None


def read_sidecar(name: str, file: Path, root: Path) -> SidecarData:
    """The sidecar of the evidence file `name`, whose bytes lie in `file`; `root` is the workspace's folder."""
    try:
        raw = file.read_bytes().removeprefix(codecs.BOM_UTF8)
        values = msgspec.json.decode(raw)
        wire = _wire_of(values)
        unknown = _unknown_keys(name, values)
        collected = _moment_of("collected", wire.collected, _collected)
        scan = statement(_scan_of(wire), DatedBy.SIDECAR, root)
    except _SidecarValueError as error:
        return SidecarData(gap=_gap(name, error.where, f"the sidecar cannot be read: {error.what}", error.next_step))
    except MissingFileError as error:
        gap = _gap(name, "configuration", error.what, error.next_step, GapKind.NAMED_NOT_THERE)
        return SidecarData(collected, wire.target, gap=gap)
    except ConfigError as error:
        return SidecarData(collected, wire.target, gap=_gap(name, "configuration", error.what, error.next_step))
    except (OSError, ValueError, OverflowError, msgspec.DecodeError, RecursionError) as error:
        step = f'write {{"collected": "{_EXAMPLE}"}} into it'
        return SidecarData(gap=_gap(name, "", f"the sidecar cannot be read ({type(error).__name__})", step))
    command = wire.command[:_LONGEST_COMMAND] if isinstance(wire.command, str) else ""
    return SidecarData(
        collected, wire.target, scan, unknown, command, complete=wire.complete if isinstance(wire.complete, bool) else None
    )


class _SidecarValueError(GeneratorError):
    """A value of a sidecar is not of its kind; names the key."""


def _wire_of(values: object) -> _SidecarWire:
    try:
        return msgspec.convert(values, _SidecarWire)
    except msgspec.ValidationError as error:
        misfit = misfit_of(values, _SidecarWire)
        raise _SidecarValueError(misfit.what, where=misfit.key, next_step=misfit.next_step) from error


def _collected(text: str) -> datetime:
    return believable(as_utc(datetime.fromisoformat(text)))


def _moment_of(key: str, text: str | None, read: Callable[[str], datetime]) -> datetime | None:
    if text is None:
        return None
    try:
        return read(text)
    except (ValueError, OverflowError) as error:
        what = f"`{key}` must be a day and time like {_EXAMPLE}; found `{shortened(text, QUOTED)}`"
        raise _SidecarValueError(what, where=f"key {key}", next_step=f"write a day and time like {_EXAMPLE} here") from error


def _gap(name: str, place: str, reason: str, next_step: str, kind: GapKind = GapKind.UNREADABLE) -> Gap:
    """About the sidecar of a file."""
    return Gap(path=f"{name}{SIDECAR}", place=place, kind=kind, reason=reason, next_step=next_step)


def _unknown_keys(name: str, keys: Iterable[str]) -> Gap | None:
    """A gap that names keys that are not read: a misspelled key would otherwise have no effect, unnoticed."""
    unknown = [key for key in keys if key not in _SIDECAR_KEYS]
    if not unknown:
        return None
    reason = f"the sidecar says {', '.join(f'`{shortened(key, QUOTED)}`' for key in unknown[:5])}, which is not read"
    near = {key: get_close_matches(key.replace("_", "-").lower(), _SidecarWire.__struct_encode_fields__, 1) for key in unknown}
    meant = [f"`{alike[0]}` instead of `{shortened(key, QUOTED)}`" for key, alike in near.items() if alike][:5]
    known = f"known keys: {', '.join(_SidecarWire.__struct_encode_fields__)}"
    step = f"write {', '.join(meant)}" if meant else f"remove it; {known}"
    return _gap(name, "", reason, step, GapKind.UNRECOGNIZED)


def _scan_of(wire: _SidecarWire) -> ScanSettings:
    return record_of(ScanSettings, wire, database_updated=_moment_of("database-updated", wire.database_updated, moment))


def as_utc(moment: datetime) -> datetime:
    """Aware and in UTC; a moment without zone is taken as UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def believable(moment: datetime) -> datetime:
    """OSCAL's dates are four digits long, and nothing was collected before computers kept time.

    Raises:
        ValueError: a year outside 1970 to 2999.
    """
    if not 1970 <= moment.year < 3000:
        raise ValueError(f"the year {moment.year} is not one in which this can have been collected")
    return moment
