"""System: system.yaml as forms, one for each group of keys and each list, with what is outstanding and what is an example."""

from collections.abc import Mapping

import msgspec

from generator.renderers.html_page import as_shown
from generator.review.bench import ActionDone, ActionRequest, PageRequest, PageValues, ReviewAction, ReviewPage, there
from generator.review.writes import change_yaml, shown_hash
from generator.workspace.record_fields import FieldKind, entry_of, fields_of
from generator.workspace.system_yaml import FILE, read
from generator.workspace.written_records import RecordGroup, group_of, nested, system_groups, system_lists
from generator.workspace.yaml_writer import ChangingYaml, read_yaml


class GroupRow(msgspec.Struct, frozen=True, kw_only=True):
    """A group or a list on the page of all."""

    href: str
    name: str
    stated: int
    of: int
    """Keys of a group; of a list as many as it has entries."""


def _index(request: PageRequest) -> PageValues:
    content = read_yaml(request.bench.root, FILE).value
    groups = []
    for group in system_groups():
        fields = fields_of(group.record, group.values(content), without=nested)
        if fields:
            stated = sum(bool(field.value) for field in fields)
            groups.append(GroupRow(href=f"/system/{group.key}", name=group.key, stated=stated, of=len(fields)))
    lists = tuple(
        GroupRow(href=f"/decisions/{each.key}", name=".".join(map(str, each.path)), stated=count, of=count)
        for each in system_lists()
        for count in (len(each.entries(content)),)
    )
    system = request.assessment.package.system
    return {"groups": tuple(groups), "lists": lists, "outstanding": system.outstanding, "samples": system.samples}


def _group(request: PageRequest) -> PageValues:
    group = there(group_of(request.path["group"]))
    changing = read_yaml(request.bench.root, FILE)
    samples = {sample.key for sample in request.assessment.package.system.samples}
    prefix = ".".join(map(str, group.path))
    return {
        "group": group,
        "fields": fields_of(group.record, group.values(changing.value), without=nested),
        "samples": {key.removeprefix(f"{prefix}.") for key in samples if key.startswith(prefix)},
        "shown": shown_hash(changing),
        "kinds": FieldKind,
    }


def _save(request: ActionRequest) -> ActionDone:
    group = there(group_of(request.path["group"]))
    stated = entry_of(group.record, request.posted)

    def change(before: ChangingYaml) -> ChangingYaml:
        old, after = group.values(before.value), before
        unchanged = _unchanged(group, old, stated)
        for name, value in stated.items():
            if name not in unchanged:
                after = after.with_key((*group.path, name), value, why=name)
        for name in old:
            if name in request.posted and name not in stated:
                after = after.without((*group.path, name), why=f"{name} removed")
        read(after.text, folder=request.bench.root.name)
        return after

    notice = change_yaml(request, FILE, change)
    return ActionDone(back="/system", notice=notice)


def _unchanged(group: RecordGroup, old: Mapping[str, object], stated: Mapping[str, object]) -> set[str]:
    texts = {field.name: as_shown(field.value).strip() for field in fields_of(group.record, old, without=nested)}
    return {field.name for field in fields_of(group.record, stated, without=nested) if texts.get(field.name) == field.value}


PAGES = (
    ReviewPage(path="/system", title="System", template="system.html", view=_index),
    ReviewPage(path="/system/{group}", title="System", template="system_group.html", view=_group, listed=False),
)
ACTIONS = (ReviewAction(path="/system/{group}/save", apply=_save),)
