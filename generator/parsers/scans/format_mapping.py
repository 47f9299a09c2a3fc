"""`decisions/formats/NAME.yaml`: how a report that no reader knows is read, written by a person.

```yaml
scanner: Cartscan                       # the tool's name; documents show it as `Cartscan (user-mapped)`
files: evidence/scans/cartscan-*.json   # one pattern or several, as in `evidence:` of system.yaml
groups: results[]                       # JMESPath to what holds lists of entries, where they are not in one list
entries: findings[]                     # JMESPath to the list of entries; of CSV and JSON lines every row is one
fields:                                 # JMESPath within an entry, or a column of CSV; a list means the first that is not empty
  id: rule.id
  severity: level
  package: component
  fixed: fixedIn
group-fields: {target: image.name}      # what a group says of all its entries
report-fields: {place: scan.branch}     # what the file says of all of them
severities: {P1: critical, P2: high}    # where the tool's words are others than those of scanners
statuses: {closed: resolved}            # what the tool's status means; without a row an entry is open
kind: vulnerability
target-kind: image
taken: scan.finishedAt                  # JMESPath from the top of the file; of CSV a column
version: scan.version
```

Objects may stand in the place of lists, as records that are filed by their names: `'@key'` in `fields` is the name of an entry,
in `group-fields` that of a group. XML is read as `xml_values` has it.

A format that atopack knows is never read by a mapping. Of a secret neither title nor description is kept.
"""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Literal

import msgspec

from generator import strict_yaml
from generator.errors import ConfigError
from generator.model.scan import Disposition, ResultKind, Severity, TargetKind
from generator.parsers.scans import bounded_jmespath
from generator.strict_yaml import Strict, StrictYamlFile, YamlPath

FOLDER = "decisions/formats"
_LARGEST = 64 << 10
_MOST_WORDS = 200
_OF_KEYS = ("fields", "group-fields")
_NEXT_NAME = "name it with letters, digits and hyphens: cartscan.yaml"
KEY = "@key"
"""In place of an expression: the name under which an entry or a group stands in an object."""
Expressions = str | list[str]


class SharedFields(Strict, kw_only=True):
    """Where the parts of an entry lie."""

    severity: Expressions | None = None
    title: Expressions | None = None
    description: Expressions | None = None
    solution: Expressions | None = None
    target: Expressions | None = None
    """What was scanned: an image's reference, a host, a repository."""
    package: Expressions | None = None
    version: Expressions | None = None
    fixed: Expressions | None = None
    """The version that corrects it."""
    place: Expressions | None = None
    """The part of the target: file and line, a lock file, a port."""
    cves: Expressions | None = None
    cwes: Expressions | None = None
    """Kinds of weakness (CWE)."""
    status: Expressions | None = None
    score: Expressions | None = None
    """A CVSS base score: its band is the severity where none is given."""
    vector: Expressions | None = None
    date: Expressions | None = None
    """When the tool first saw it."""


class MappedFields(SharedFields, kw_only=True):
    """The same, of an entry itself. `id` is required: an entry without one is counted and dropped."""

    id: Expressions


class FormatMapping(Strict, kw_only=True):
    """The whole file."""

    scanner: str
    files: Expressions
    fields: MappedFields
    groups: str | None = None
    entries: str | None = None
    group_fields: SharedFields | None = None
    report_fields: SharedFields | None = None
    severities: dict[str, Literal["critical", "high", "moderate", "low", "informational", "unknown"]] = msgspec.field(
        default_factory=dict
    )
    statuses: dict[
        str, Literal["open", "passed", "not affected", "suppressed", "not applicable", "manual", "resolved", "error"]
    ] = msgspec.field(default_factory=dict)
    kind: Literal["vulnerability", "misconfiguration", "secret", "license", "event"] = "vulnerability"
    target_kind: Literal["image", "filesystem", "repository", "workload", "cluster", "host", "cloud", "unknown"] = "unknown"
    taken: str | None = None
    version: str | None = None


SCHEMA = FormatMapping


class ReadMapping(msgspec.Struct, frozen=True, kw_only=True):
    """A mapping as it was written, with its words as the model's."""

    name: str
    """`cartscan` of `decisions/formats/cartscan.yaml`."""
    mapping: FormatMapping
    patterns: tuple[str, ...]
    fields: Mapping[str, tuple[str, ...]]
    """By field, the expressions or columns in the order they are asked."""
    group_fields: Mapping[str, tuple[str, ...]]
    report_fields: Mapping[str, tuple[str, ...]]
    severities: Mapping[str, Severity]
    """By the tool's word in lower case."""
    statuses: Mapping[str, Disposition]
    kind: ResultKind
    target_kind: TargetKind

    def takes(self, path: str) -> bool:
        """Is this file of the workspace one of those that the mapping names?"""
        return any(fnmatchcase(path, pattern) for pattern in self.patterns)


def read_format_mapping(text: str, name: str) -> ReadMapping:
    """One file.

    Raises:
        ConfigError: names file, line and key, and what to write.
    """
    file = f"{FOLDER}/{name}.yaml"
    if not name.replace("-", "").isalnum() or not name.isascii():
        raise ConfigError(f"`{name[:60]}` is no name of a format", where=file, next_step=_NEXT_NAME)
    if len(text) > _LARGEST:
        what = f"larger than {_LARGEST >> 10} KiB"
        raise ConfigError(what, where=file, next_step="a mapping names where fields lie, and nothing else")
    written = strict_yaml.load(text, file)
    mapping = strict_yaml.convert(written, FormatMapping)
    shared = {"fields": mapping.fields, "group-fields": mapping.group_fields, "report-fields": mapping.report_fields}
    fields = {key: _expressions(written, key, group) for key, group in shared.items()}
    _check_expressions(written, mapping, fields)
    for key, words in (("severities", mapping.severities), ("statuses", mapping.statuses)):
        if len(words) > _MOST_WORDS:
            raise written.error((key,), f"more than {_MOST_WORDS} words", "leave out those that need no mapping")
    return ReadMapping(
        name=name,
        mapping=mapping,
        patterns=_patterns(written, mapping.files),
        fields=fields["fields"],
        group_fields=fields["group-fields"],
        report_fields=fields["report-fields"],
        severities={word.strip().lower(): Severity(level) for word, level in mapping.severities.items()},
        statuses={word.strip().lower(): Disposition(meaning) for word, meaning in mapping.statuses.items()},
        kind=ResultKind(mapping.kind),
        target_kind=TargetKind(mapping.target_kind),
    )


def listed(value: Expressions) -> list[str]:
    """One text or several."""
    return [value] if isinstance(value, str) else value


def _patterns(written: StrictYamlFile, files: Expressions) -> tuple[str, ...]:
    patterns = tuple(listed(files))
    for pattern in patterns:
        if not pattern.startswith("evidence/") or ".." in pattern.split("/"):
            step = "write it as `evidence:` of system.yaml does: evidence/scans/cartscan-*.json"
            raise written.error(("files",), f"`{pattern[:80]}` is no pattern of evidence files", step)
    if not patterns:
        raise written.error(("files",), "no pattern of evidence files", "name the files: evidence/scans/cartscan-*.json")
    return patterns


def _expressions(written: StrictYamlFile, group: str, fields: SharedFields | None) -> Mapping[str, tuple[str, ...]]:
    found = {} if fields is None else msgspec.structs.asdict(fields)
    made = {key: tuple(listed(value)) for key, value in found.items() if value is not None}
    for key, expressions in made.items():
        if not expressions or any(not expression.strip() for expression in expressions):
            step = "write where the field lies, or leave it out"
            raise written.error((group, key), "names no expression and no column", step)
    return made


def _check_expressions(
    written: StrictYamlFile, mapping: FormatMapping, fields: Mapping[str, Mapping[str, tuple[str, ...]]]
) -> None:
    """Each is checked when the file is read, not when a report is. A column of CSV may be no JMESPath: it has no `entries`."""
    if not mapping.scanner.strip():
        raise written.error(("scanner",), "the scanner has no name", "write the tool's name")
    if mapping.entries is None:
        for key in ("groups", "group-fields", "report-fields"):
            if (key,) in written.lines:
                raise written.error((key,), f"`{key}` without `entries`", "write where the entries lie, or leave it out")
        return
    named = (("groups", mapping.groups), ("entries", mapping.entries), ("taken", mapping.taken), ("version", mapping.version))
    paths: list[tuple[YamlPath, str]] = [((key,), value) for key, value in named if value is not None]
    paths += [((group, key), each) for group, inner in fields.items() for key, several in inner.items() for each in several]
    for path, expression in paths:
        if expression != KEY or path[0] not in _OF_KEYS:
            with written.at(path):
                bounded_jmespath.compiled(expression)
