"""A mapping file to start from, made of the shape of a report: fields are guessed by their names, for a person to correct."""

from collections.abc import Iterator, Sequence

from generator.parsers.shape import FileShape
from generator.text import counted

_GUESSES = {
    "id": ("ruleid", "vulnerabilityid", "vulnid", "checkid", "cveid", "cve", "rule", "identifier", "id", "key", "code"),
    "severity": ("severity", "level", "priority", "risk", "criticality", "rating"),
    "title": ("title", "name", "summary", "message", "rulename", "description"),
    "description": ("description", "details", "longdescription"),
    "solution": ("solution", "remediation", "recommendation", "fix"),
    "target": ("image", "imagename", "host", "hostname", "asset", "repository", "project", "resource", "target"),
    "package": ("package", "packagename", "component", "library", "dependency", "artifact"),
    "version": ("version", "packageversion", "installedversion", "installed"),
    "fixed": ("fixedversion", "fixversion", "fixedin", "patchedversion", "fixed"),
    "place": ("file", "filename", "path", "location"),
    "status": ("status", "state"),
    "date": ("firstseen", "firstfound", "created", "createdat", "date"),
}
"""Names by field, in small letters and without signs, the likelier first."""


def skeleton(shape: FileShape, path: str) -> str:
    """YAML, ready to be corrected; `path` is the file's place among the evidence, as well as it is known."""
    fields = dict(_fields(shape.columns))
    lines = [
        "scanner: NAME OF THE TOOL",
        f"files: {path}",
        *([f"entries: {_quoted(_at_top(shape))}"] if shape.entries and _at_top(shape) else []),
        "fields:",
        *(f"  {field}: {_quoted(name)}" for field, name in fields.items()),
        *(["  id: WHICH FIELD NAMES THE RULE OR VULNERABILITY"] if "id" not in fields else []),
        "kind: vulnerability        # misconfiguration, secret, license, event",
        "target-kind: unknown       # image, repository, host, cluster, workload, cloud, filesystem",
    ]
    return "\n".join(lines) + "\n"


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
