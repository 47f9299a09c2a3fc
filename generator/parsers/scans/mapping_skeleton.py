"""A mapping file to start from, made of the shape of a report: fields are guessed by their names, for a person to correct."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.parsers.scans.format_mapping import KEY
from generator.parsers.shape import FileShape
from generator.text import counted

_ID = (
    "ruleid vulnerabilityid vulnid checkid checkcode pluginid findingid issueid cveid cve rule identifier id key code ref"
).split()
_GUESSES: Mapping[str, Sequence[str]] = {
    "id": _ID,
    "severity": "severity level priority risk criticality rating sev rank risklevel riskrating severitylevel".split(),
    "title": "title name summary message rulename checkname issuename headline msg description".split(),
    "description": "description details longdescription detail text".split(),
    "solution": "solution remediation recommendation fix remedy mitigation resolution howtofix".split(),
    "target": "image imagename host hostname asset assetname repository repo project resource ip ipaddress target".split(),
    "package": "package packagename component library dependency artifact module".split(),
    "version": "version packageversion installedversion installed rev".split(),
    "fixed": "fixedversion fixversion fixedin patchedversion fixed patched".split(),
    "place": "file filename path location line port".split(),
    "status": "status state".split(),
    "date": "firstseen firstfound firstobserved firstdetected detected discovered found created createdat date".split(),
}
"""Names by field, in small letters and without signs, the likelier first."""

_HINTS = (
    "# severities: {WORD: high}       # where the tool has other words than critical, high, medium, low, info",
    "# statuses: {WORD: resolved}     # where it lists what is closed, passed or suppressed as well",
    "# taken: WHERE THE FILE SAYS WHEN THE SCAN RAN",
)


def skeleton(shape: FileShape, path: str) -> str:
    """YAML, ready to be corrected; `path` is the file's place among the evidence, as well as it is known."""
    fields, places = dict(_fields(shape.columns)), _places(_at_top(shape))
    if places.entries_by_key:
        fields.setdefault("id", KEY)
    of_group = {} if "target" in fields else _target_of_group(shape, places)
    if of_group and not places.groups:
        groups, _, entries = places.entries.rpartition("[].")
        places = places._replace(groups=f"{groups}[]", entries=entries)
    lines = [
        "scanner: NAME OF THE TOOL",
        f"files: {path}",
        *([f"groups: {_quoted(places.groups)}"] if places.groups else []),
        *([f"entries: {_quoted(places.entries)}"] if places.entries else []),
        *(["group-fields:"] if of_group else []),
        *_written(of_group),
        "fields:",
        *_written(fields),
        *(["  id: WHICH FIELD NAMES THE RULE OR VULNERABILITY"] if "id" not in fields else []),
        "kind: vulnerability        # misconfiguration, secret, license, event",
        "target-kind: unknown       # image, repository, host, cluster, workload, cloud, filesystem",
        *_HINTS,
        *(["# report-fields: {target: WHERE THE FILE SAYS WHAT WAS SCANNED}"] if shape.entries and not of_group else []),
    ]
    return "\n".join(lines) + "\n"


def _written(fields: Mapping[str, str]) -> Iterator[str]:
    return (f"  {field}: {_quoted(name)}" for field, name in fields.items())


def _target_of_group(shape: FileShape, places: "_EntryPlaces") -> Mapping[str, str]:
    """The field of what holds the list of entries that likely names what was scanned."""
    if places.groups_by_key:
        return {"target": KEY}
    groups, within, _ = (shape.entries or "").rpartition("[].")
    above = f"{groups}[]." if within and "*" not in groups else None
    names = [] if above is None else [each.path.removeprefix(above) for each in shape.paths if each.path.startswith(above)]
    guessed = dict(_fields([name for name in names if name.isidentifier()]))
    return {"target": guessed["target"]} if "target" in guessed else {}


class _EntryPlaces(NamedTuple):
    groups: str = ""
    entries: str = ""
    groups_by_key: bool = False
    entries_by_key: bool = False


def _places(path: str) -> _EntryPlaces:
    """Expressions for a path in which `*` stands for keys that are data; for more than two such steps a person finds them."""
    head, star, rest = path.partition(".*")
    if not star:
        return _EntryPlaces(entries=path)
    if not rest:
        above, within, last = head.rpartition("[].")
        return _EntryPlaces(groups=f"{above}[]" if within else "", entries=last, entries_by_key=True)
    entries = rest.removeprefix(".")
    by_key = entries.endswith(".*")
    if "*" in entries.removesuffix(".*") or (by_key and "[]" in entries):
        return _EntryPlaces(entries="WHERE THE ENTRIES LIE")
    return _EntryPlaces(head, "@" if entries == "[]" else entries.removesuffix(".*"), groups_by_key=True, entries_by_key=by_key)


def _at_top(shape: FileShape) -> str:
    """Of JSON lines and of a plain list every entry is one already."""
    return "" if shape.entries == "[]" else (shape.entries or "").removeprefix("[]." if shape.container == "json lines" else "")


def shape_lines(shape: FileShape) -> Iterator[str]:
    """One line a path: where, of what type, how often."""
    width = min(60, max((len(each.path) for each in shape.paths), default=0))
    for each in shape.paths:
        yield f"  {each.path:<{width}}  {each.types} ({counted(each.count, 'time')})"
    if shape.cut:
        yield "  … and more"


def _fields(columns: Sequence[str]) -> Iterator[tuple[str, str]]:
    """By the whole name first (`rule.id`), then by its last part; each is used once."""
    known: dict[str, str] = {}
    for name in reversed(columns):
        known[_letters(name.rpartition(".")[2])] = name
    for name in reversed(columns):
        known[_letters(name)] = name
    used: set[str] = set()
    for field, guesses in _GUESSES.items():
        guessed = next((known[guess] for guess in guesses if guess in known and known[guess] not in used), None)
        if guessed is not None:
            used.add(guessed)
            yield field, guessed


def _letters(name: str) -> str:
    return "".join(sign for sign in name.lower() if sign.isalnum())


def _quoted(text: str | None) -> str:
    """As YAML takes it: what is no plain word stands in single quotes."""
    words = (text or "").replace("_", "").replace(".", "")
    return text or "" if words.isalnum() and words.isascii() else "'" + (text or "").replace("'", "''") + "'"
