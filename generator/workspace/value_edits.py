"""Values that were typed into tables of a Word document go to the keys that say them, three-way: as it was written, as it
stands there now, as it would be written today."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime

import msgspec

from generator.documents.word_edited import Edited
from generator.errors import ConfigError
from generator.narrative.record import EditRecord, ValueBase, ValueTarget
from generator.renderers.appendix_q.rows import UNSHOWN
from generator.renderers.ssp.blocks import is_prompt
from generator.renderers.ssp.connections import AGREEMENTS
from generator.renderers.ssp.tables import MODELS, PATHS
from generator.strict_yaml import YamlPath
from generator.workspace.cell_plan import CellPlan, RefusedCellError
from generator.workspace.edit_remarks import Remark
from generator.workspace.returned_table import TypedCell, same
from generator.workspace.yaml_text import YamlValue
from generator.workspace.yaml_writer import ChangingYaml

_DAYS = ("%m/%d/%Y", "%Y-%m-%d")
_WORDS: Mapping[str, Mapping[str, str]] = {
    "service-model": MODELS,
    "authorization-type": PATHS,
    "agreement": AGREEMENTS,
    "impact": {"low": "Low", "moderate": "Moderate", "high": "High"},
    "deployment-model": {
        "public-cloud": "Public Cloud",
        "private-cloud": "Private Cloud",
        "community-cloud": "Community Cloud",
        "hybrid-cloud": "Hybrid Cloud",
        "government-only-cloud": "Government-Only Cloud",
        "other": "Other",
    },
}
"""By form: what is written in the file, and how the plan shows it."""


class TypedValue(msgspec.Struct, frozen=True, kw_only=True):
    """A value in a content control that does not say what was written."""

    tag: str
    target: ValueTarget
    cell: TypedCell


def typed_values(edited: Edited, record: EditRecord, now: EditRecord | None) -> Iterator[TypedValue]:
    """Those that have a target, each once; of two copies of a control the one that was worked on."""
    today = {base.target: base.shown for base in now.values.values() if base.target is not None} if now else {}
    seen: set[str] = set()
    for tag, text, prompting in edited.fields:
        known = record.values.get(tag)
        if known is None or known.target is None or tag in seen or same(text, known.shown) or _is_prompt(text, known):
            continue
        seen.add(tag)
        typed = "" if prompting and known.shown else text  # Word shows a prompt of its own then
        cell = TypedCell(id="", header=known.place, place="", base=known.shown, typed=typed, now=today.get(known.target))
        yield TypedValue(tag=tag, target=known.target, cell=cell)


def _is_prompt(text: str, known: ValueBase) -> bool:
    return not known.shown and (text in ("", UNSHOWN) or is_prompt(text, known.key))


def plan_values(values: Sequence[TypedValue], changing: ChangingYaml, check: Callable[[str], object]) -> CellPlan:
    """The file with what was typed; `check` raises where the text of the whole file is not what its reader takes."""
    plan = CellPlan(changing)
    for value in values:
        cell = value.cell
        if cell.now is not None and same(cell.now, cell.typed):
            continue
        try:
            new = _stated(value, changing.file)
            if cell.clashes:
                plan.clashes.append(cell)
            else:
                _put(plan, value, new, check)
        except RefusedCellError as refused:
            plan.tell(cell, str(refused))
        except ConfigError as error:
            plan.tell(cell, f"{error.what}; {error.next_step}" if error.next_step else error.what)
    return plan


def still_shown(values: Sequence[TypedValue], plan: CellPlan, now: EditRecord | None) -> Iterator[Remark]:
    """What stands under its key and is not shown as it was typed, by the record of the document as it would be built then."""
    today = {base.target: base.shown for base in now.values.values() if base.target is not None} if now else {}
    taken = {id(each.cell): each for each in plan.taken}
    for value in values:
        shown = today.get(value.target, "")
        bare = (shown.removeprefix("#").casefold(), value.cell.typed.removeprefix("#").casefold())  # of certificates
        if id(value.cell) in taken and not same(*bare):
            what = f"{value.cell.typed!r} now stands under `{taken[id(value.cell)].key}` in {plan.changing.file}"
            yield Remark(place=value.cell.header, text=f"{what}; the next build shows {shown!r}")


def _stated(value: TypedValue, file: str) -> YamlValue:
    if value.cell.now is None:
        raise RefusedCellError("the document no longer has such a row, so it is not taken over")
    if not value.cell.typed:
        raise RefusedCellError(f"it was emptied, which says nothing; take it out of {file} if that is meant")
    return _value(value.target.form, value.cell.typed)


def _put(plan: CellPlan, value: TypedValue, new: YamlValue, check: Callable[[str], object]) -> None:
    path = _path(plan.changing, value.target)
    after = plan.changing.with_key(path, new, why=value.cell.header)
    check(after.text)
    plan.changing = after
    plan.take(value.cell, ".".join(str(part + 1) if isinstance(part, int) else part for part in path))


def _path(changing: ChangingYaml, target: ValueTarget) -> YamlPath:
    """Keys and positions in the file as it is now."""
    held: object = changing.value
    path: list[str | int] = []
    for part in target.path:
        if isinstance(part, str):
            path.append(part)
            held = held.get(part) if isinstance(held, dict) else None
            continue
        keys, says = part
        entries = held if isinstance(held, list) else []
        index = next((at for at, entry in enumerate(entries) if isinstance(entry, dict) and _says(entry, keys, says)), None)
        if index is None:
            name = ".".join(str(step) for step in path)
            raise RefusedCellError(f"`{name}` in {changing.file} has no entry with {' and '.join(keys)} {says!r}; add it there")
        path.append(index)
        held = entries[index]
    return tuple(path)


def _says(entry: Mapping[str, object], keys: Sequence[str], says: str) -> bool:
    if len(keys) == 1 and isinstance(listed := entry.get(keys[0]), list):
        return says in listed
    return same(": ".join(str(entry.get(key, "")) for key in keys), says)


def _value(form: str, text: str) -> YamlValue:
    if form in _WORDS:
        return _word(form, text)
    return _FORMS[form](text)


def _word(form: str, text: str) -> str:
    words = _WORDS[form]
    for word, shown in words.items():
        if text.casefold() in (word, shown.casefold()):
            return word
    raise RefusedCellError(f"it takes one of: {', '.join(words.values())}")


def _day(text: str) -> date:
    for form in _DAYS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise RefusedCellError("it is not a day; write it like 11/18/2026")


def _number(text: str) -> int:
    if not text.isdecimal():
        raise RefusedCellError("it is not a number")
    return int(text)


def _yes_or_no(text: str) -> bool:
    if text.casefold() not in ("y", "n", "yes", "no"):
        raise RefusedCellError("it takes Y or N")
    return text.casefold().startswith("y")


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


_FORMS: Mapping[str, Callable[[str], YamlValue]] = {
    "text": str,
    "day": _day,
    "number": _number,
    "yes-no": _yes_or_no,
    "list": _list,
}
