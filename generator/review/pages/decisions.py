"""Decisions: every list of every file in `decisions/`, entry by entry, with a form made from the type that reads it."""

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import quote

import msgspec
from msgspec.structs import replace
from starlette.exceptions import HTTPException

from generator.review.bench import ActionDone, ActionRequest, PageRequest, PageValues, ReviewAction, ReviewPage, there
from generator.review.people import Person
from generator.review.writes import change_yaml, shown_hash
from generator.text import shortened
from generator.workspace.entry_changes import changed_entry
from generator.workspace.nested_fields import nested_entry, nested_fields
from generator.workspace.record_fields import FieldKind, FormField, fields_of
from generator.workspace.written_records import RecordList, decision_lists, list_of
from generator.workspace.yaml_writer import ChangingYaml, read_yaml

_CELL = 120
_BY = frozenset({"by", "approved-by", "reviewed-by", "stated-by", "owner"})
"""Keys that name who decides: filled with the person at the keyboard."""
_TODAY = frozenset({"decided", "date", "accepted", "submitted", "approved", "planned", "confirmed"})
"""Keys that name the day of a decision: filled with the as-of date."""


class ListRow(msgspec.Struct, frozen=True, kw_only=True):
    """A list on the page of all."""

    href: str
    name: str
    decides: str
    count: int


class EntryRow(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of a list."""

    href: str
    cells: tuple[str, ...]


def _index(request: PageRequest) -> PageValues:
    rows = []
    for each in decision_lists():
        content = read_yaml(request.bench.root, each.file).value
        count = len(each.entries(content))
        rows.append(ListRow(href=f"/decisions/{each.key}", name=each.key, decides=each.decides, count=count))
    return {"rows": tuple(rows)}


def _list(request: PageRequest) -> PageValues:
    listed = there(list_of(request.path["key"]))
    changing = read_yaml(request.bench.root, listed.file)
    entries = listed.entries(changing.value)
    names = tuple(field.name for field in fields_of(listed.record, {}) if any(field.name in entry for entry in entries))
    return {
        "list": listed,
        "columns": names,
        "rows": tuple(
            EntryRow(
                href=f"/decisions/{listed.key}/{index}",
                cells=tuple(shortened(_cell(entry.get(name)), _CELL) for name in names),
            )
            for index, entry in enumerate(entries)
        ),
    }


def _entry(request: PageRequest) -> PageValues:
    listed, place = there(list_of(request.path["key"])), request.path["index"]
    changing = read_yaml(request.bench.root, listed.file)
    entries = listed.entries(changing.value)
    if place == "new":
        values = {**_prefilled(listed, request.person, request.bench.as_of()), **request.query}
        fields = tuple(
            replace(field, value=values.get(field.name, "")) if isinstance(field, FormField) else field
            for field in nested_fields(listed.record, {})
        )
    elif place.isdecimal() and int(place) < len(entries):
        fields = nested_fields(listed.record, entries[int(place)])
    else:
        raise HTTPException(404)
    back = own_address(request.query.get("back", ""))
    lost = () if place == "new" else changing.comments_in((*listed.path, int(place)))
    return {
        "list": listed,
        "index": place,
        "fields": fields,
        "shown": shown_hash(changing),
        "kinds": FieldKind,
        "back": back,
        "comments": lost,
    }


def _save(request: ActionRequest) -> ActionDone:
    listed, place = there(list_of(request.path["key"])), request.path["index"]
    entry = nested_entry(listed.record, request.posted)

    def change(before: ChangingYaml) -> ChangingYaml:
        named = _named(listed, entry)
        if place == "new":
            return before.with_entry(listed.path, entry, why=named)
        entries = listed.entries(before.value)
        if not place.isdecimal() or int(place) >= len(entries):
            raise HTTPException(404)
        path = (*listed.path, int(place))
        return changed_entry(before, path, entries[int(place)], entry, why=named)

    notice = change_yaml(request, listed.file, change)
    return ActionDone(back=own_address(request.posted.get("back", "")) or f"/decisions/{listed.key}", notice=notice)


def _remove(request: ActionRequest) -> ActionDone:
    listed, place = there(list_of(request.path["key"])), request.path["index"]
    if not place.isdecimal():
        raise HTTPException(404)

    def change(before: ChangingYaml) -> ChangingYaml:
        entries = listed.entries(before.value)
        if int(place) >= len(entries):
            raise HTTPException(404)
        return before.without(
            (*listed.path, int(place)),
            why=f"{_named(listed, entries[int(place)])} removed",
            with_comments=request.posted.get("comments") == "yes",
        )

    notice = change_yaml(request, listed.file, change)
    return ActionDone(back=f"/decisions/{listed.key}", notice=notice)


def new_entry_address(key: str, values: Mapping[str, str]) -> str:
    """The form of a new entry, with what another page knows already."""
    query = "&".join(f"{quote(name)}={quote(value)}" for name, value in values.items())
    return f"/decisions/{key}/new?{query}"


def own_address(address: str) -> str:
    """A page of the workbench; empty for every other address."""
    return address if address.startswith("/") and not address.startswith(("//", "/\\")) else ""


def _prefilled(listed: RecordList, person: Person, as_of: date) -> dict[str, str]:
    names = {field.name: field.kind for field in fields_of(listed.record, {})}
    values = {name: person.name for name in names if name in _BY}
    return values | {name: as_of.isoformat() for name, kind in names.items() if name in _TODAY and kind is FieldKind.DAY}


def _named(listed: RecordList, entry: Mapping[str, object]) -> str:
    """An entry by its first required values: `container-privileges, parcel-ops/DaemonSet/node-sensor`."""
    fields = [field.value for field in fields_of(listed.record, entry) if field.required and field.value]
    return shortened(", ".join(fields[:2]).replace("\n", ", "), _CELL) or "entry"


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, Sequence) and not isinstance(value, str) else str(value)


PAGES = (
    ReviewPage(path="/decisions", title="Decisions", template="decisions.html", view=_index),
    ReviewPage(path="/decisions/{key}", title="Decisions", template="decision_list.html", view=_list, listed=False),
    ReviewPage(path="/decisions/{key}/{index}", title="Decision", template="decision_entry.html", view=_entry, listed=False),
)
ACTIONS = (
    ReviewAction(path="/decisions/{key}/{index}/save", apply=_save),
    ReviewAction(path="/decisions/{key}/{index}/remove", apply=_remove),
)
