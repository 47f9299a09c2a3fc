"""Adding content to a workspace, and listing it.

The condensed file is written beside the old one; replacing the lock is the one step that makes it count. So whatever breaks
off in the middle, what was there before still does.
"""

import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from heapq import merge
from pathlib import Path

import msgspec

from generator.content.base import Condensed, ContentKind
from generator.content.fetching import LARGEST, Fetch, check_address, download, source_of
from generator.content.lock import FOLDER, Lock, LockEntry, Original, read_lock, write_lock
from generator.content.registry import KINDS, kind_of
from generator.content.sorted_lines import SortedLines, key_of
from generator.content.unpacking import unpacked
from generator.errors import ConfigError
from generator.file_loading import refuse_links

_HEAD = 1 << 16


class Added(msgspec.Struct, frozen=True, kw_only=True):
    """What adding one original did."""

    entry: LockEntry
    original: Original
    known: bool
    """It was there already; nothing changed."""
    notes: tuple[str, ...] = ()


class ContentListing(msgspec.Struct, frozen=True, kw_only=True):
    """One kind, as `atopack content list` shows it."""

    kind: ContentKind
    entry: LockEntry | None
    fault: str
    """Why it cannot be used; empty where it can, or where there is none."""


def add(root: Path, name: str, sources: Sequence[str], added: date, *, fetch: Fetch = download) -> Iterator[Added]:
    """Add originals of one kind, one after the other. `fetch` gets an https address.

    Raises:
        ConfigError: an original is not there, not of this kind, damaged, or older than what is there; it changes nothing.
    """
    kind = kind_of(name)
    _own_folder(root / FOLDER)
    _own_folder(root / FOLDER / kind.name)
    for source in sources:
        with _original(root, source, fetch) as (path, label):
            try:
                yield _add(root, kind, path, label, added)
            except ConfigError as error:
                raise ConfigError(error.what, where=error.where or label, next_step=error.next_step) from error


def listed(root: Path) -> tuple[ContentListing, ...]:
    """Every kind, with what is there of it.

    Raises:
        ConfigError: the lock cannot be read.
    """
    lock = read_lock(root)
    return tuple(_listed(root, kind, lock.entry(kind.name)) for kind in KINDS)


def _listed(root: Path, kind: ContentKind, entry: LockEntry | None) -> ContentListing:
    fault = ""
    if entry is not None:
        try:
            SortedLines.open(root, entry)
        except ConfigError as error:
            fault = f"{error.what}; {error.next_step}"
    return ContentListing(kind=kind, entry=entry, fault=fault)


def _own_folder(path: Path) -> None:
    refuse_links(path, where=str(path), next_step="put a folder in its place")
    path.mkdir(exist_ok=True)


@contextmanager
def _original(root: Path, source: str, fetch: Fetch) -> Iterator[tuple[Path, str]]:
    """The file of an original, and the name under which it is remembered."""
    if "://" in source:
        check_address(source)
        with tempfile.TemporaryDirectory(dir=root / FOLDER, prefix=".download-") as folder:
            path = Path(folder) / "original"
            fetch(source, path)
            yield path, _readable(source_of(source))
        return
    path = Path(source)
    if not path.is_file():
        raise ConfigError("there is no such file", where=source, next_step="check the path")
    yield path, _readable(path.name)


def _readable(name: str) -> str:
    return name if name.isprintable() else ascii(name)


def _add(root: Path, kind: ContentKind, path: Path, label: str, added: date) -> Added:
    size = path.stat().st_size
    if size > LARGEST:
        raise ConfigError(f"the file is larger than {LARGEST >> 30} GiB", next_step="add the publisher's smaller files")
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    lock = read_lock(root)
    there, lost = _there(root, lock.entry(kind.name))
    known = there.entry if there else None
    again = next((candidate for candidate in known.originals if candidate.sha256 == sha256), None) if known else None
    if known and again:
        return Added(entry=known, original=again, known=True)
    condensed = _condensed(kind, path)
    original = Original(
        source=label,
        sha256=sha256,
        size=size,
        dated=condensed.dated,
        dated_by=condensed.dated_by,
        records=len(condensed.lines),
        added=added,
    )
    entry = _written(root, kind, there, condensed, original)
    _replace(root, lock, entry)
    return Added(entry=entry, original=original, known=False, notes=tuple(note for note in (condensed.note, lost) if note))


def _there(root: Path, entry: LockEntry | None) -> tuple[SortedLines | None, str]:
    """What can be built on; a damaged file cannot, and then its originals have to be added again."""
    if entry is None:
        return None, ""
    try:
        return SortedLines.open(root, entry), ""
    except ConfigError as error:
        names = ", ".join(original.source for original in entry.originals)
        return None, f"{error.what} and was left out; what came from {names} has to be added again"


def _condensed(kind: ContentKind, path: Path) -> Condensed:
    with unpacked(path, largest=_HEAD, member=kind.member) as stream:
        head = stream.read(_HEAD)
    if not kind.recognizes(head):
        other = next((content_kind.name for content_kind in KINDS if content_kind.recognizes(head)), None)
        step = f"it looks like {other}: atopack content add {other} FILE" if other else "check which file was downloaded"
        raise ConfigError(f"this is not a file of the kind `{kind.name}` ({kind.title})", next_step=step)
    with unpacked(path, largest=kind.largest, member=kind.member) as stream:
        condensed = kind.condense(stream)
    if not condensed.lines:
        raise ConfigError("it holds no record", next_step="check which file was downloaded")
    return condensed


def _written(root: Path, kind: ContentKind, there: SortedLines | None, condensed: Condensed, original: Original) -> LockEntry:
    """The new condensed file, in its place."""
    if there and not kind.merges and condensed.dated < there.entry.dated:
        raise ConfigError(
            f"it is of {condensed.dated.isoformat()}, and one of {there.entry.dated.isoformat()} is there already",
            next_step=f"to go back, remove the folder {FOLDER}/{kind.name} first",
        )
    kept = there if there and kind.merges else None
    others = kept.entry.originals if kept else ()
    dated = max((condensed.dated, kept.entry.dated)) if kept else condensed.dated
    temporary = root / FOLDER / kind.name / ".new"
    digest, size, records = hashlib.sha256(), 0, 0
    with temporary.open("wb") as file:
        for line in _last_of_each(merge(kept or (), condensed.lines)):
            digest.update(line + b"\n")
            size += file.write(line + b"\n")
            records += 1
    entry = LockEntry(
        kind=kind.name,
        dated=dated,
        records=records,
        sha256=digest.hexdigest(),
        size=size,
        originals=tuple(
            sorted((*others, original), key=lambda entry_file: (entry_file.source, entry_file.dated, entry_file.sha256))
        ),
    )
    temporary.replace(root / entry.path)
    return entry


def _last_of_each(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Of lines with equal keys the last: the latest change, as their order has it."""
    last, last_key = b"", b""
    for line in lines:
        key = key_of(line)
        if last and key != last_key:
            yield last
        last, last_key = line, key
    if last:
        yield last


def _replace(root: Path, lock: Lock, entry: LockEntry) -> None:
    """Make it count; an older state of the same day is of no use to anybody and goes."""
    write_lock(root, lock.with_entry(entry))
    before = lock.entry(entry.kind)
    if before and before.dated == entry.dated and before.path != entry.path:
        (root / before.path).unlink(missing_ok=True)
