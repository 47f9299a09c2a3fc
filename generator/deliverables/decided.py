"""What people wrote and decided, as a delivery hands it on: the files themselves, and who decided what and when.

An assessor who reads that somebody accepted a risk or named a module has to see the entry with its name and its day. Copies are
redacted where a rule of `decisions/redactions.yaml` names them; who and when are read from the copy, so that nothing that was
cut out comes back in an index.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from generator import strict_yaml
from generator.deliverables.material import Made
from generator.errors import ConfigError
from generator.limits import DOCUMENT_BYTES
from generator.model.grouping import grouped
from generator.model.identifiers import Sha256
from generator.parsers.scans.format_mapping import FOLDER as FORMATS_FOLDER
from generator.seal import manifest as seal
from generator.strict_yaml import StrictYamlFile, YamlPath
from generator.text import counted
from generator.workspace.decision_files import DECISION_FILES
from generator.workspace.folder import NARRATIVES, Workspace

KIND = "decision"
_SYSTEM = "system.yaml"
_NAMES = ("by", "approver", "approved-by", "accepted-by", "reviewed-by", "stated-by", "decided-by")
_OWNERS = frozenset({"decisions/waivers.yaml", "decisions/secret-waivers.yaml"})
"""Files whose `owner` is the person who accepts; elsewhere it owns an asset or a task."""
_ROLES = ("role", "approver-role")
_DAYS = ("date", "decided", "confirmed", "approved", "accepted", "validated", "status-checked", "day", "submitted")
"""In this order, the day of a decision."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*$", re.DOTALL | re.MULTILINE)
_KNOWN: Mapping[str, str] = {f"decisions/{row.name}": row.decides for row in DECISION_FILES}
_FIXED: Mapping[str, str] = {
    _SYSTEM: "what people state about the system",
    NARRATIVES: "how a control is implemented, and who approved the text",
    FORMATS_FOLDER: "how a report that no reader knows is read",
    "": "a file that a decision names",
}


class Decider(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """A person with the decisions of one file."""

    name: str
    role: str = ""
    days: tuple[str, ...] = ()
    """As the file says them, each once, in order."""
    lines: tuple[int, ...] = ()
    """Where the person's entries begin."""


class DecidedFile(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """One file."""

    path: str
    """In the workspace and in the delivery."""
    sha256: Sha256
    decides: str
    entries: int
    deciders: tuple[Decider, ...] = ()
    unnamed: tuple[int, ...] = ()
    """Lines of entries without a name."""
    remark: str = ""


def decided_paths(workspace: Workspace) -> Iterator[str]:
    """system.yaml, every file below decisions/, and the texts of narratives/; no links, no hidden files.

    Raises:
        ConfigError: a file is larger than any decision.
    """
    root = workspace.root
    paths = [root / _SYSTEM, *sorted((root / "decisions").rglob("*")), *sorted((root / NARRATIVES).rglob("*.md"))]
    for path in paths:
        inside = path.relative_to(root)
        hidden = any(part.startswith((".", "~$")) for part in inside.parts)
        linked = any((root / above).is_symlink() for above in (inside, *inside.parents))
        note = inside.parts[0] == NARRATIVES and path.name.casefold().startswith("readme.")
        if hidden or linked or note or not path.is_file():
            continue
        if path.stat().st_size > DOCUMENT_BYTES:
            what = f"larger than {DOCUMENT_BYTES >> 20} MB, which no delivery hands on as a decision"
            raise ConfigError(what, where=inside.as_posix(), next_step="move it into the evidence, and name it there")
        yield inside.as_posix()


def decided_documents(workspace: Workspace) -> Made:
    """Path to bytes and title, redacted where there is a copy."""
    return {path: (workspace.place(path).read_bytes(), _title(path)) for path in decided_paths(workspace)}


def who_decided(documents: Made) -> tuple[DecidedFile, ...]:
    """Each file with its deciders and their days, in the order of paths."""
    return tuple(_file(path, data) for path, (data, _) in sorted(documents.items()))


def summary(file: DecidedFile) -> str:
    """`12 entries, 2 of them without a name`."""
    if not file.entries:
        return file.remark
    unnamed = f", {counted(len(file.unnamed), 'of them without a name', 'of them without a name')}" if file.unnamed else ""
    return f"{counted(file.entries, 'entry', 'entries')}{unnamed}"


def _title(path: str) -> str:
    folder = path.partition("/")[0]
    return _KNOWN.get(path) or _FIXED.get(path) or _FIXED.get(path.rpartition("/")[0]) or _FIXED.get(folder) or _FIXED[""]


class _Named(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    role: str
    day: str
    line: int


def _file(path: str, data: bytes) -> DecidedFile:
    sha256 = seal.entry(path, data, kind=KIND, title="").sha256
    plain = DecidedFile(path=path, sha256=sha256, decides=_title(path), entries=0)
    if path not in _KNOWN and not path.startswith(f"{NARRATIVES}/"):
        return plain
    try:
        written, first = _read(path, data)
    except (ConfigError, UnicodeDecodeError):
        # NOTE: what the package was built from was read; only a cut can have made it unreadable, and a note of a person.
        return msgspec.structs.replace(plain, remark="its entries cannot be read in this copy")
    if written is None:
        return plain
    entries = list(_entries(written.value))
    named = [each for place in entries for each in _named(written, place, path in _OWNERS, first)]
    lines = {written.line(place) + first for place in entries}
    starts = {each.line for each in named}
    return msgspec.structs.replace(
        plain,
        entries=len(entries),
        deciders=tuple(_deciders(named)),
        unnamed=() if path.endswith(".md") else tuple(sorted(lines - starts)),
    )


def _read(path: str, data: bytes) -> tuple[StrictYamlFile | None, int]:
    """The values, and how many lines stand above them."""
    text = data.decode("utf-8-sig")
    if path.endswith(".yaml"):
        return strict_yaml.load(text, path), 0
    front = _FRONT.match(text)
    return (strict_yaml.load(front[1], path), 1) if front else (None, 0)


def _entries(value: object) -> Iterator[YamlPath]:
    """Entries of a list, of the lists of a group; a group without lists is one entry."""
    if isinstance(value, list):
        yield from ((index,) for index in range(len(value)))
    elif isinstance(value, dict):
        lists = [key for key, held in value.items() if isinstance(held, list) and any(isinstance(each, dict) for each in held)]
        yield from ((key, index) for key in lists for index in range(len(value[key])))
        if not lists:
            yield ()


def _named(written: StrictYamlFile, place: YamlPath, owners: bool, first: int) -> Iterator[_Named]:  # noqa: FBT001 - of the file
    entry: object = written.value
    for part in place:
        entry = entry[part]  # type: ignore[index] # as it was found
    line = written.line(place) + first
    roles = () if written.file.startswith(f"{NARRATIVES}/") else _ROLES  # there it is who is responsible for a control
    whole = _first_day(entry)
    for group in _groups(entry):
        names = [group.get(key) for key in (*_NAMES, *(("owner",) if owners else ()))]
        role = next((str(group[key]) for key in roles if group.get(key)), "")
        for name in names:
            for each in name if isinstance(name, list) else [name]:
                if isinstance(each, str) and each.strip():
                    yield _Named(name=each.strip(), role=role, day=_first_day(group) or whole, line=line)


def _first_day(group: object) -> str:
    says = [str(group.get(key, "")) for key in _DAYS] if isinstance(group, dict) else []
    return next((text for text in says if _DAY.fullmatch(text)), "")


def _groups(value: object) -> Iterator[Mapping[str, object]]:
    if isinstance(value, dict):
        yield value
        for held in value.values():
            yield from _groups(held)
    elif isinstance(value, list):
        for held in value:
            yield from _groups(held)


def _deciders(named: Sequence[_Named]) -> Iterator[Decider]:
    people = grouped(((each.name, each.role), each) for each in named)
    for (name, role), rows in sorted(people.items()):
        yield Decider(
            name=name,
            role=role,
            days=tuple(sorted({row.day for row in rows if row.day})),
            lines=tuple(sorted({row.line for row in rows})),
        )
