"""Reads and adds records of indicators in `history/indicators/`. Only `atopack monitor` and `atopack accept` add any."""

from collections.abc import Iterator
from pathlib import Path

from generator.errors import ConfigError
from generator.file_loading import require_regular
from generator.indicators.records import (
    FOLDER,
    IMPORTED,
    LARGEST,
    MOST,
    chained,
    decoded,
    decoded_import,
    encoded,
    name_of,
)
from generator.model.indicator_history import IndicatorHistory, IndicatorRecord, KeptRecord, RecordFault
from generator.version import VERSION


def history_of(root: Path, system: str) -> IndicatorHistory:
    """All records of a workspace. What cannot be read is a fault and stops nothing."""
    own = [decoded(path, data, system) if data is not None else _unread(path) for path, data in _files(root, FOLDER)]
    foreign = [
        decoded_import(path, data) if data is not None else _unread(path) for path, data in _files(root, f"{FOLDER}/{IMPORTED}")
    ]
    faults = [each for each in (*own, *foreign) if isinstance(each, RecordFault)]
    return chained(
        [each for each in own if isinstance(each, KeptRecord)],
        faults,
        [each for each in foreign if isinstance(each, KeptRecord)],
    )


def record_files(root: Path) -> Iterator[tuple[str, bytes | None]]:
    """Path and bytes of every record, imported ones as well; no bytes of one that cannot be read."""
    yield from _files(root, FOLDER)
    yield from _files(root, f"{FOLDER}/{IMPORTED}")


def keep(root: Path, record: IndicatorRecord) -> Path:
    """Write a record; nothing is ever overwritten.

    Raises:
        ConfigError: a link lies on the way, or a record of that name is there.
    """
    folder = root
    for part in FOLDER.split("/"):
        folder = folder / part
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise ConfigError("a link or file where a folder was expected", where=str(folder), next_step="make a folder of it")
    folder.mkdir(parents=True, exist_ok=True)
    data = encoded(record, f"atopack {VERSION}")
    place = folder / name_of(record, data)
    try:
        with place.open("xb") as file:
            file.write(data)
    except FileExistsError as error:
        raise ConfigError("this record is there already", where=str(place), next_step="nothing is to be done") from error
    return place


def _files(root: Path, folder: str) -> Iterator[tuple[str, bytes | None]]:
    """Path and bytes; no bytes where it is a link, too large or cannot be read."""
    place = root / folder
    parts = [root.joinpath(*folder.split("/")[: index + 1]) for index in range(len(folder.split("/")))]
    if any(part.is_symlink() for part in parts) or not place.is_dir():
        return
    for path in sorted(place.glob("*.json"))[-MOST:]:
        name = path.relative_to(root).as_posix()
        try:
            whole = None if path.is_symlink() or require_regular(path).st_size > LARGEST else path.read_bytes()
        except OSError:
            whole = None
        yield name, whole


def _unread(path: str) -> RecordFault:
    return RecordFault(path=path, what="it is a link or no file, larger than 4 MiB, or cannot be read")
