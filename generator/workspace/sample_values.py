"""Values of system.yaml that are those of the examples which `atopack init` writes: they are true of no system.

A key that holds one counts as not stated. Text that a record cannot do without is replaced by words that say so.
"""

from collections.abc import Mapping

from generator.errors import ConfigError
from generator.model.system import NOT_STATED, OutstandingKey
from generator.strict_yaml import StrictYamlFile, convert
from generator.workspace.system_keys import FileKeys

SAMPLE_VALUES = frozenset(
    {
        "1 Data Way",
        "2 Data Way",
        "A law that binds this service",
        "ABCDEFGH1234",
        "Example Cloud Company",
        "Example Hosting",
        "Example Program Office, Jordan Example, 202-555-0100, jordan@example.com",
        "FR0000000000",
        "How data flows, in words (section 8).",
        "How the network is laid out, in words (section 8).",
        "Jordan Example",
        "The name on the FedRAMP Marketplace",
        "What the service is used for.",
        "compliance@example.com",
        "https://oscal.example.com/FedRAMP_rev5_MODERATE-baseline_profile.json",
        "https://provider.example",
        "https://provider.example/guide",
        "https://provider.example/logo.svg",
        "https://trust.provider.example",
        "https://trust.provider.example/policies",
        "jordan@example.com",
        "registry.example.com/approved",
        "registry.example.com/shop/cart:1.4.2",
    }
)
"""Texts of `templates/workspace/system.yaml` that are true of no real system. Words that may well be are not among them."""

_WHY = "it still holds the example of `atopack init`, so it counts as not stated"
_NO_STATEMENT = {"id", "glob"}
"""Keys that name a row of this file, and state nothing of the system."""
_NEEDED = {"name", "title", "provider", "author"}
_LINES = "lines"
_Path = tuple[str | int, ...]


def without_samples(written: StrictYamlFile, decoded: FileKeys) -> tuple[FileKeys, tuple[OutstandingKey, ...]]:
    """The file without the values of the examples, and the keys that held one."""
    found: list[_Path] = []
    left = _without(written.value, (), found)
    if not found:
        return decoded, ()
    keys = tuple(OutstandingKey(key=_named(path), why=_WHY) for path in found)
    try:
        return convert(StrictYamlFile(written.file, _real_parties(left), written.lines), FileKeys), keys
    except ConfigError:  # NOTE: a record that cannot do without the value stays as it is; its key is outstanding all the same
        return decoded, keys


def _without(value: object, path: _Path, found: list[_Path]) -> object:
    """The value without sample texts. What a row of a list cannot do without says that it is not stated."""
    if isinstance(value, Mapping):
        return _keys(value, path, found)
    if not isinstance(value, list):
        return value
    rows = []
    for index, inner in enumerate(value):
        if _is_sample(inner):
            found.append((*path, index))
        else:
            rows.append(_without(inner, (*path, index), found))
    return rows if rows or not value or path[-1:] != (_LINES,) else [NOT_STATED]


def _keys(value: Mapping[str, object], path: _Path, found: list[_Path]) -> dict[str, object]:
    kept = {}
    for key, inner in value.items():
        if not _is_sample(inner) or key in _NO_STATEMENT:
            kept[key] = _without(inner, (*path, key), found)
            continue
        found.append((*path, key))
        if key in _NEEDED and isinstance(next(iter(path[-1:]), None), int):
            kept[key] = NOT_STATED
    return kept


def _real_parties(value: object) -> object:
    """Without parties that have no name of their own: their roles are not held, and they have no members."""
    if not isinstance(value, dict) or not isinstance(value.get("parties"), list):
        return value
    rows = [row for row in value["parties"] if not (isinstance(row, dict) and row.get("name") == NOT_STATED)]
    ids = {row.get("id") for row in rows if isinstance(row, dict)}
    for row in rows:
        if isinstance(row, dict) and row.get("organization") not in ids:
            row.pop("organization", None)
    return {**value, "parties": rows}


def _is_sample(value: object) -> bool:
    return isinstance(value, str) and " ".join(value.split()) in SAMPLE_VALUES


def _named(path: _Path) -> str:
    """`parties.1.name`, counted from one as people do."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path)
