"""`previous/<date>/poam-ids.json`: the numbers that items of an accepted package got, by the id that they had in it.

Written by `atopack accept` where system.yaml has `poam.id-prefix`, and never changed after that.
"""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from generator.errors import ConfigError
from generator.ledger.numbered_ids import numbers_of
from generator.oscal.poam_reading import read_poam
from generator.text import indented_json

FILE = "poam-ids.json"
_MOST_BYTES = 1 << 26


class _NumbersFile(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    ids: dict[str, str]
    """Hash to number."""


def read_numbers(folder: Path) -> dict[str, str]:
    """The numbers of one accepted package; none where it has no such file.

    Raises:
        ConfigError: it is not what `accept` writes, or gives two items one number.
    """
    path = folder / FILE
    if not path.exists() and not path.is_symlink():
        return {}
    where, step = f"{folder.parent.name}/{folder.name}/{FILE}", "put the file back as `atopack accept` wrote it"
    if path.is_symlink() or not path.is_file() or path.stat().st_size > _MOST_BYTES:
        raise ConfigError("no file of numbers, or a link, which is never followed", where=where, next_step=step)
    try:
        ids = msgspec.json.decode(path.read_bytes(), type=_NumbersFile).ids
    except msgspec.DecodeError as error:
        raise ConfigError(f"this is no file of numbers: {error}", where=where, next_step=step) from error
    if len(set(ids.values())) != len(ids):
        raise ConfigError("two items have one number", where=where, next_step=step)
    return ids


def write_numbers(staging: Path, previous: Path, plan: str, prefix: str, day: str) -> None:
    """Give numbers to the items of the accepted plan in `staging` that have none and that no earlier package has.

    Raises:
        ConfigError: the plan, or a file of an earlier package, is not what was accepted.
    """
    handed_in, taken = set[str](), list[str]()
    for folder in _earlier(previous, day):
        numbers = read_numbers(folder)
        taken += numbers.values()
        if (folder / plan).is_file():
            items = read_poam((folder / plan).read_bytes(), where=f"{previous.name}/{folder.name}/{plan}").items
            handed_in.update(item.poam_id for item in items)
    items = read_poam((staging / plan).read_bytes(), where=plan).items
    numbers = numbers_of(items, prefix, handed_in=handed_in, taken=taken)
    (staging / FILE).write_bytes(indented_json(_NumbersFile(ids=numbers)))


def _earlier(previous: Path, day: str) -> Iterator[Path]:
    for folder in sorted(previous.glob("*")) if previous.is_dir() and not previous.is_symlink() else ():
        if folder.is_dir() and not folder.is_symlink() and folder.name < day:
            yield folder
