"""What people typed into Appendix Q, as entries of `decisions/crypto-modules.yaml`.

A row is a use of cryptography; its module is named by the first entry whose `used-for` names the use. An entry for several uses
is left to a person: what was typed into one row is not meant for the others.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

from generator.facts.crypto_modules import FILE
from generator.text import counted
from generator.workspace.cell_plan import CellPlan, RefusedCellError
from generator.workspace.returned_table import same
from generator.workspace.value_edits import TypedValue
from generator.workspace.yaml_text import YamlValue
from generator.workspace.yaml_writer import ChangingYaml


def plan_modules(values: Sequence[TypedValue], changing: ChangingYaml, uses: Collection[str]) -> CellPlan:
    """The file with what was typed; `changing` is `decisions/crypto-modules.yaml`, `uses` are all of the document."""
    plan = CellPlan(changing)
    rows: dict[str, list[TypedValue]] = {}
    for value in values:
        rows.setdefault(value.target.path[0][1], []).append(value)
    for use, typed in rows.items():
        index, entry = _entry(plan.changing, use)
        wanted = dict(_wanted(plan, typed, entry))
        refusal = _refusal(plan.changing, use, uses, {value.target.form for value in wanted})
        for value in wanted if refusal else ():
            plan.tell(value.cell, refusal)
        if wanted and not refusal:
            plan.changing = _written(plan.changing, use, index, wanted)
            for value in wanted:
                plan.take(value.cell, value.target.form)
    return plan


def _entry(changing: ChangingYaml, use: str) -> tuple[int | None, Mapping[str, object]]:
    """The first entry that names a use, with its place in the list."""
    held = changing.value
    entries = [entry if isinstance(entry, dict) else {} for entry in held] if isinstance(held, list) else []
    return next(((at, entry) for at, entry in enumerate(entries) if _names(entry, use)), (None, {}))


def _wanted(plan: CellPlan, typed: Sequence[TypedValue], entry: Mapping[str, object]) -> Iterator[tuple[TypedValue, YamlValue]]:
    for value in typed:
        cell = value.cell
        if cell.now is not None and same(cell.now, cell.typed):
            continue
        try:
            stated = _stated(value, entry)
        except RefusedCellError as refused:
            plan.tell(cell, str(refused))
            continue
        if cell.clashes:
            plan.clashes.append(cell)
        else:
            yield value, stated


def _refusal(changing: ChangingYaml, use: str, uses: Collection[str], forms: Collection[str]) -> str:
    """Why what was typed into a row cannot be written; empty where it can."""
    index, entry = _entry(changing, use)
    if index is None:
        return "" if "module" in forms else f"no entry in {FILE} names a module for {use}; type the module's name as well"
    others = [other for other in uses if other != use and _names(entry, other)]
    line = changing.line((index,))
    return f"the entry in {FILE}, line {line}, is for {counted(len(others) + 1, 'use')}; change it there" if others else ""


def _written(changing: ChangingYaml, use: str, index: int | None, wanted: Mapping[TypedValue, YamlValue]) -> ChangingYaml:
    if index is None:
        new = {value.target.form: stated for value, stated in wanted.items()}
        entry: dict[str, YamlValue] = {key: new[key] for key in ("module", "vendor", "certificate") if key in new}
        entry["used-for"] = [use]
        return changing.with_entry((), entry, why=f"module of {use}")
    for value, stated in wanted.items():
        changing = changing.with_key((index, value.target.form), stated, why=value.cell.header)
    return changing


def _names(entry: Mapping[str, object], use: str) -> bool:
    patterns = entry.get("used-for")
    return isinstance(patterns, list) and any(fnmatchcase(use, str(pattern)) for pattern in patterns)


def _stated(value: TypedValue, held: Mapping[str, object]) -> YamlValue:
    typed = value.cell.typed
    if value.cell.now is None:
        raise RefusedCellError("the document no longer has such a row, so it is not taken over")
    if not typed:
        raise RefusedCellError(f"it was emptied, which says nothing; take it out of {FILE} if that is meant")
    if value.target.form == "certificate":
        number = typed.removeprefix("#").strip()
        if not number.isdecimal() or not int(number):
            raise RefusedCellError("it is not the number of a certificate")
        return int(number)
    version = str(held.get("version") or "")
    if value.target.form == "module" and version:
        if not typed.endswith(f" {version}"):
            raise RefusedCellError(f"the cell holds name and version; write `module` and `version` into {FILE}")
        return typed.removesuffix(f" {version}")
    return typed
