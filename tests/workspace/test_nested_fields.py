"""Values with a structure of their own as form fields, and back into the file, key by key."""

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date

import pytest

from generator.workspace.entry_changes import changed_entry
from generator.workspace.nested_fields import FieldGroup, nested_entry, nested_fields
from generator.workspace.record_fields import FieldKind, FormField, FormRefusedError, entry_of, fields_of, value_of
from generator.workspace.written_records import decision_lists, list_of, nested, system_groups, system_lists
from generator.workspace.yaml_writer import ChangingYaml


def record(key: str):
    listed = list_of(key)
    assert listed is not None
    return listed.record


def leaves(parts) -> Iterator[FormField]:
    for part in parts:
        if isinstance(part, FieldGroup):
            yield from leaves(part.parts)
        else:
            yield part


def values(key: str, entry: dict[str, object]) -> dict[str, str]:
    return {field.name: field.value for field in leaves(nested_fields(record(key), entry))}


def file(text: str) -> ChangingYaml:
    return ChangingYaml(file="decisions/x.yaml", sha256=None, original=text, text=text)


@pytest.mark.parametrize("listed", [*decision_lists(), *system_lists()], ids=lambda listed: listed.key)
def test_every_list_has_fields_of_its_own_and_an_empty_form_says_nothing(listed) -> None:
    fields = tuple(leaves(nested_fields(listed.record, {})))
    assert len({field.name for field in fields}) == len(fields)
    assert not [field.name for field in fields if field.kind is FieldKind.YAML]
    empty = {field.name: "" for field in fields}
    with pytest.raises(FormRefusedError) if any(field.required for field in fields if "." not in field.name) else nullcontext():
        assert nested_entry(listed.record, empty) == {}


def test_a_request_is_fields_and_a_metric_without_a_reason_is_a_word() -> None:
    form = values("deviations", {"request": {"justification": "One host.", "attack-vector": "Local"}})
    assert (form["request.justification"], form["request.attack-vector.value"]) == ("One host.", "Local")
    posted = {"type": "risk-adjustment", "status": "pending", **{n: v for n, v in form.items() if n.startswith("request.")}}
    entry = nested_entry(record("deviations"), posted)
    assert entry["request"] == {"justification": "One host.", "attack-vector": "Local"}
    explained = nested_entry(record("deviations"), {**posted, "request.attack-vector.why": "Only the jump host."})
    assert explained["request"] == {
        "justification": "One host.",
        "attack-vector": {"value": "Local", "why": "Only the jump host."},
    }


@pytest.mark.parametrize(
    ("key", "field", "text", "value"),
    [
        (
            "work-packages",
            "packages",
            "libssl3: 3.0.15\norg.example:core: 2:1.0",
            {"libssl3": "3.0.15", "org.example:core": "2:1.0"},
        ),
        ("inheritance.inherit", "controls", "all", "all"),
        ("inheritance.inherit", "controls", "PE-2\nPE-3", ["PE-2", "PE-3"]),
    ],
)
def test_names_with_texts_and_a_word_for_all_are_lines(key: str, field: str, text: str, value: object) -> None:
    written = next(each for each in fields_of(record(key), {field: value}) if each.name == field)
    assert (written.value, value_of(written, text)) == (text, value)


@pytest.mark.parametrize("text", ["libssl3", "libssl3:", ": 1", "a: 1\na: 2"])
def test_a_line_that_is_no_name_with_its_text_is_refused(text: str) -> None:
    with pytest.raises(FormRefusedError, match="packages"):
        entry_of(record("work-packages"), {"packages": text})


def test_no_key_of_system_yaml_is_typed_as_yaml() -> None:
    fields = [field for group in system_groups() for field in fields_of(group.record, {}, without=nested)]
    assert not [field.name for field in fields if field.kind is FieldKind.YAML]
    (days,) = (field for field in fields if field.name == "high-days")
    assert value_of(days, "30\n60") == [30, 60]
    (frameworks,) = (field for field in fields if field.name == "frameworks")
    assert value_of(frameworks, "fedramp-rev5\ncmmc-l2") == ["fedramp-rev5", "cmmc-l2"]
    with pytest.raises(ValueError, match="`cmmc` is not one of"):
        value_of(frameworks, "cmmc")


def test_a_level_alone_is_the_recommended_one() -> None:
    form = values(
        "system.plan.information-types", {"confidentiality": "low", "integrity": {"recommended": "low", "selected": "high"}}
    )
    assert (form["confidentiality.recommended"], form["confidentiality.selected"]) == ("low", "")
    posted = {"name": "Goods", **form, "availability.recommended": "low"}
    entry = nested_entry(record("system.plan.information-types"), {**posted, "name": "Goods"})
    assert (entry["confidentiality"], entry["integrity"]) == ("low", {"recommended": "low", "selected": "high"})


def test_rows_are_added_removed_and_refused_by_their_own_name() -> None:
    form = values("evaluations", {"reductions": [{"day": "2026-11-03", "rating": "N3"}]})
    assert (form["reductions.0.day"], form["reductions.1.day"], form["reductions.2.rating"]) == ("2026-11-03", "", "")
    posted = {n: v for n, v in form.items() if n.startswith("reductions.")}
    assert nested_entry(record("evaluations"), posted)["reductions"] == [{"day": date(2026, 11, 3), "rating": "N3"}]
    with pytest.raises(FormRefusedError) as refused:
        nested_entry(record("evaluations"), {**posted, "reductions.1.day": "soon"})
    assert refused.value.reasons == {"reductions.1.rating": "required", "reductions.1.day": "no date; write it as 2026-11-30"}


def test_rows_below_a_group() -> None:
    posted = {
        "changes": "image came: x",
        "type": "adaptive",
        "plan.summary": "Deployed.",
        "plan.start": "",
        "plan.milestones.0.what": "Scanned",
        "plan.milestones.0.day": "2026-11-05",
        "plan.milestones.1.what": "",
        "plan.milestones.1.day": "",
    }
    assert nested_entry(record("significant-changes"), posted)["plan"] == {
        "summary": "Deployed.",
        "milestones": [{"what": "Scanned", "day": date(2026, 11, 5)}],
    }


TEXT = """\
- poam-id: V-1
  request: # of the form
    justification: One host. # as seen
    comments: c
  reductions:
    - day: 2026-11-01 # first
      rating: N3
    - day: 2026-11-05
      rating: N2
"""
OLD = {
    "poam-id": "V-1",
    "request": {"justification": "One host.", "comments": "c"},
    "reductions": [{"day": "2026-11-01", "rating": "N3"}, {"day": "2026-11-05", "rating": "N2"}],
}


def test_only_what_differs_is_written() -> None:
    assert changed_entry(file(TEXT), (0,), OLD, OLD, why="x").hunks == ()  # type: ignore[arg-type]
    new = {
        "poam-id": "V-1",
        "request": {"justification": "Two hosts."},
        "reductions": [
            {"day": date(2026, 11, 1), "rating": "N4"},
            {"day": date(2026, 11, 5), "rating": "N2"},
            {"day": date(2026, 11, 9), "rating": "N1"},
        ],
    }
    changed = changed_entry(file(TEXT), (0,), OLD, new, why="x")
    assert changed.text == TEXT.replace("One host.", "Two hosts.").replace("    comments: c\n", "").replace("N3", "N4") + (
        "    - day: 2026-11-09\n      rating: N1\n"
    )


def test_a_row_that_goes_leaves_the_others_as_they_are() -> None:
    new = {**OLD, "reductions": OLD["reductions"][:1]}
    assert changed_entry(file(TEXT), (0,), OLD, new, why="x").text == TEXT.replace(
        "    - day: 2026-11-05\n      rating: N2\n", ""
    )  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("in time", FieldKind.TEXT),
        ("x" * 100, FieldKind.TEXT),
        ("x" * 101, FieldKind.LONG),
        ("first\nsecond", FieldKind.LONG),
    ],
)
def test_a_text_that_one_line_would_cut_has_a_field_of_several(text: str, kind: FieldKind) -> None:
    (field,) = (field for field in fields_of(record("deviations"), {"evidence": text}) if field.name == "evidence")
    assert (field.kind, field.value) == (kind, text)
