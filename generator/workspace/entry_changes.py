"""An entry of a list as a form says it, written key by key: what did not change keeps its lines and its comments."""

from collections.abc import Mapping, Sequence
from typing import TypeGuard

from generator.strict_yaml import YamlPath
from generator.workspace.yaml_text import YamlValue
from generator.workspace.yaml_writer import ChangingYaml


def changed_entry(
    changing: ChangingYaml, path: YamlPath, old: Mapping[str, object], new: Mapping[str, YamlValue], *, why: str
) -> ChangingYaml:
    """The file with what differs of the entry at a path. See `ChangingYaml.with_key` and `without` for what is refused."""
    for name, value in new.items():
        if name not in old:
            changing = changing.with_key((*path, name), value, why=f"{name} of {why}")
        elif not _same(old[name], value):
            changing = _changed(changing, (*path, name), old[name], value, why)
    for name in old:
        if name not in new:
            changing = changing.without((*path, name), why=f"{name} of {why} removed")
    return changing


def _changed(changing: ChangingYaml, path: YamlPath, old: object, new: YamlValue, why: str) -> ChangingYaml:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return changed_entry(changing, path, old, new, why=why)
    if _are_groups(old) and _are_groups(new):
        return _rows(changing, path, old, new, why)
    return changing.with_key(path, new, why=f"{path[-1]} of {why}")


_Rows = Sequence[Mapping[str, object]]


def _rows(changing: ChangingYaml, path: YamlPath, old: _Rows, new: Sequence[Mapping[str, YamlValue]], why: str) -> ChangingYaml:
    """Rows that are gone are removed as such where the others stay; else row by row."""
    named = f"{path[-1]} of {why}"
    gone = _gone(old, new)
    if gone is not None:
        for index in reversed(gone):
            changing = changing.without((*path, index), why=f"row {index + 1} of {named} removed")
        return changing
    for index in range(len(new), len(old)):
        changing = changing.without((*path, len(new)), why=f"row {index + 1} of {named} removed")
    for index, row in enumerate(new):
        if index < len(old):
            changing = changed_entry(changing, (*path, index), old[index], row, why=named)
        else:
            changing = changing.with_entry(path, row, why=f"new row of {named}")
    return changing


def _gone(old: _Rows, new: _Rows) -> list[int] | None:
    """Indexes of the rows that were removed; None where the rest is not what it was."""
    gone, at = [], 0
    for index, row in enumerate(old):
        if at < len(new) and _same(row, new[at]):
            at += 1
        else:
            gone.append(index)
    return gone if gone and at == len(new) else None


def _are_groups(value: object) -> TypeGuard[Sequence[Mapping[str, YamlValue]]]:
    return (
        isinstance(value, Sequence)
        and not isinstance(value, str)
        and bool(value)
        and all(isinstance(x, Mapping) for x in value)
    )


def _same(old: object, new: object) -> bool:
    """By what a reader makes of both: the file has days as text, the form as days, and `1` may be a text."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return old.keys() == new.keys() and all(_same(old[key], new[key]) for key in old)
    if isinstance(old, list | tuple) and isinstance(new, list | tuple):
        return len(old) == len(new) and all(_same(left, right) for left, right in zip(old, new, strict=True))
    if isinstance(old, str) and isinstance(new, list | tuple):
        return [old] == list(new)
    if isinstance(old, str) and isinstance(new, str):
        return " ".join(old.split()) == " ".join(new.split()) if "\n" not in new else old.strip() == new.strip()
    return str(old) == str(new) and isinstance(old, bool) == isinstance(new, bool)
