"""What came back from Word in the lines of a narrative's file: only what changed changes, and conflicts are shown as in git."""

from datetime import date

import pytest
from replacing import replace

from generator.errors import ConfigError
from generator.frameworks.fedramp_rev5 import EVERY
from generator.narrative.markdown_read import contents
from generator.narrative.reading import read_narrative
from generator.narrative.record import BoxesBase, EditRecord, FieldBase, decode, encode
from generator.narrative.word_merge import Absorber, FileChange, Returned

CM_8 = next(one for one in EVERY if one.id == "CM-8")
SC_39 = next(one for one in EVERY if one.id == "SC-39")
FILE = """---
# Ask Dayo before you change this.
status: implemented
origination: sp-system  # by the platform team
role: Platform team
parameters:
  CM-8(a)(5): name and digest   # agreed with the assessor
  CM-8(b): monthly
reviewed-by: Tomas
approver: Maren
date: 2026-11-12
---

## Part a

Images are listed *by hand*,
on two lines of Markdown.

* first item
* second item

The end.

## Part b

Every month.
"""
AS_OF = date(2026, 11, 20)
STATUSES = ("implemented", "partial", "planned", "alternative", "not-applicable")
BASE = EditRecord(
    system="x",
    as_of="2026-11-20",
    prompt="Write here…",
    regions=("narrative:CM-8:a", "narrative:CM-8:b"),
    texts={
        "narrative:CM-8:a": contents(
            "Images are listed *by hand*, on two lines of Markdown.\n\n- first item\n- second item\n\nThe end."
        ),
        "narrative:CM-8:b": contents("Every month."),
    },
    fields={
        "role:CM-8": FieldBase(shown="Platform team", text="Platform team"),
        "parameter:CM-8(a)(5)": FieldBase(shown="name and digest", text="name and digest"),
        "parameter:CM-8(b)": FieldBase(shown="monthly", text="monthly"),
        "inherited:CM-8": FieldBase(shown="(name)", text=""),
        "role:SC-39": FieldBase(shown="Proposed: Asset Owner", text=""),
    },
    boxes={
        "status:CM-8": BoxesBase(shown=("implemented",), checked=("implemented",), offered=STATUSES),
        "status:SC-39": BoxesBase(shown=("partial",), checked=(), offered=STATUSES),
    },
    outside=frozenset({"0123abcd"}),
)
SAME = Returned(
    texts=BASE.texts,
    fields={tag: one.shown for tag, one in BASE.fields.items()},
    prompting=frozenset({"inherited:CM-8", "role:SC-39"}),
    boxes={tag: one.shown for tag, one in BASE.boxes.items()},
)


def back(*, texts: dict[str, str] | None = None, fields: dict[str, str] | None = None, **boxes: tuple[str, ...]) -> Returned:
    return replace(
        SAME,
        texts={**SAME.texts, **{f"narrative:{tag}": contents(text) for tag, text in (texts or {}).items()}},
        fields={**SAME.fields, **(fields or {})},
        boxes={**SAME.boxes, **{f"{kind}:CM-8": ticked for kind, ticked in boxes.items()}},
    )


def absorbed(returned: Returned, text: str | None = FILE) -> FileChange | None:
    said = read_narrative(text, "narratives/CM-8.md", CM_8, as_of=AS_OF) if text is not None else None
    return Absorber(BASE, returned, "A.docx").control(CM_8, text, said)


def changed(returned: Returned, text: str | None = FILE) -> FileChange:
    found = absorbed(returned, text)
    assert found is not None
    return found


def differences(text: str) -> list[str]:
    """Lines that are not in the file as it was, and those that are gone, but for the withdrawn approval."""
    old, new = FILE.splitlines(), text.splitlines()
    gone = [f"-{line}" for line in old if line not in new and not line.startswith(("reviewed-by", "approver", "date"))]
    return gone + [f"+{line}" for line in new if line not in old and not line.startswith("# ")]


def test_a_file_that_nobody_edited_changes_nothing() -> None:
    assert absorbed(SAME) is None
    assert Absorber(BASE, SAME, "A.docx").control(SC_39, None, None) is None


def test_only_the_changed_paragraph_changes_in_the_file() -> None:
    a = "Images are listed *by hand*, on two lines of Markdown.\n\n- first item\n- second item\n\nThe **very** end."
    one = changed(back(texts={"CM-8:a": a}))
    assert (one.taken, one.conflicts, one.new, one.withdrawn) == (("part a",), (), False, True)
    assert differences(one.text) == ["-The end.", "+The **very** end."]


def test_an_item_that_was_added_joins_the_writers_list() -> None:
    a = "Images are listed *by hand*, on two lines of Markdown.\n\n- first item\n- between\n- second item\n\nThe end."
    one = changed(back(texts={"CM-8:a": a}))
    read = read_narrative(one.text, "narratives/CM-8.md", CM_8, as_of=AS_OF)
    assert read.text("a") == contents(a)
    assert "on two lines of Markdown.\n" in one.text


def test_who_approved_is_withdrawn_and_stays_readable() -> None:
    one = changed(back(fields={"role:CM-8": "Operations"}))
    assert (
        "# Withdrawn, since the text changed with A.docx:\n# reviewed-by: Tomas\n# approver: Maren\n# date: 2026-11-12\n"
        in one.text
    )
    read = read_narrative(one.text, "narratives/CM-8.md", CM_8, as_of=AS_OF)
    assert (read.approver, read.role) == (None, "Operations")


def test_roles_parameters_and_boxes_keep_their_lines_and_comments() -> None:
    one = changed(
        back(
            fields={"role:CM-8": "Ops: team #1", "parameter:CM-8(b)": "weekly", "inherited:CM-8": "Pine Host, 2024"},
            status=("partial", "implemented"),
        )
    )
    assert differences(one.text) == [
        "-status: implemented",
        "-role: Platform team",
        "-  CM-8(b): monthly",
        "+status: [implemented, partial]",
        '+role: "Ops: team #1"',
        "+  CM-8(b): weekly",
        "+inherited-from: Pine Host, 2024",
    ]
    read = read_narrative(one.text, "narratives/CM-8.md", CM_8, as_of=AS_OF)
    assert (read.role, read.parameter("CM-8(b)"), read.inherited_from) == ("Ops: team #1", "weekly", "Pine Host, 2024")
    assert one.taken == ("status", "role", "parameter CM-8(b)", "inherited-from")


def test_a_value_that_was_taken_out_is_gone() -> None:
    emptied = replace(back(fields={"role:CM-8": "Click here"}), prompting=SAME.prompting | {"role:CM-8"})
    one = changed(emptied)
    assert "role:" not in one.text


def test_both_sides_changed_other_things() -> None:
    ours = FILE.replace("The end.", "The end of it.").replace("role: Platform team", "role: Operations")
    a = "Images are listed *by hand*, on two lines of Markdown.\n\n- first item\n- last item\n\nThe end."
    one = changed(back(texts={"CM-8:a": a}), ours)
    assert one.conflicts == ()
    for line in ("The end of it.", "role: Operations", "last item"):
        assert line in one.text
    assert "second item" not in one.text


def test_a_conflict_shows_both_versions_and_the_next_build_refuses_it() -> None:
    ours = FILE.replace("Every month.", "Every week.").replace("role: Platform team", "role: Operations")
    one = changed(back(texts={"CM-8:b": "Every *quarter*."}, fields={"role:CM-8": "Security"}), ours)
    assert set(one.conflicts) == {"part b", "role"}
    assert "<<<<<<< narratives/CM-8.md\nEvery week.\n=======\nEvery *quarter*.\n>>>>>>> A.docx\n" in one.text
    assert "<<<<<<< narratives/CM-8.md\nrole: Operations\n=======\nrole: Security\n>>>>>>> A.docx\n" in one.text
    with pytest.raises(ConfigError, match="not resolved"):
        read_narrative(one.text, "narratives/CM-8.md", CM_8, as_of=AS_OF)
    kept = one.text.replace("<<<<<<< narratives/CM-8.md\nrole: Operations\n=======\n", "").replace(
        "role: Security\n>>>>>>> A.docx", "role: Security"
    )
    kept = kept.replace("<<<<<<< narratives/CM-8.md\nEvery week.\n=======\n", "").replace("\n>>>>>>> A.docx", "")
    assert read_narrative(kept, "narratives/CM-8.md", CM_8, as_of=AS_OF).role == "Security"


def test_both_sides_made_the_same_change() -> None:
    assert absorbed(back(texts={"CM-8:b": "Every week."}), FILE.replace("Every month.", "Every week.")) is None


def test_a_text_about_a_new_control_makes_a_file() -> None:
    returned = replace(
        SAME,
        texts={"narrative:SC-39": contents("By **namespaces**.\n\n1. one\n2. two")},
        boxes={"status:SC-39": ("implemented",)},
    )
    one = Absorber(BASE, returned, "A.docx").control(SC_39, None, None)
    assert one is not None
    assert (one.file, one.new, one.withdrawn) == ("narratives/SC-39.md", True, False)
    assert one.text == "---\nstatus: implemented\n---\n\nBy **namespaces**.\n\n1. one\n2. two\n"


def test_a_part_that_was_not_there_finds_its_place() -> None:
    base = replace(BASE, texts={"narrative:CM-8:b": BASE.texts["narrative:CM-8:b"]})
    only_b = "## Part b\n\nEvery month.\n"
    said = read_narrative(only_b, "narratives/CM-8.md", CM_8, as_of=AS_OF)
    returned = replace(SAME, texts={**base.texts, "narrative:CM-8:a": contents("New.")}, fields={}, boxes={})
    one = Absorber(base, returned, "A.docx").control(CM_8, only_b, said)
    assert one is not None
    assert one.text == "## Part a\n\nNew.\n\n## Part b\n\nEvery month.\n"


def test_a_text_that_was_taken_out_is_gone_with_its_heading() -> None:
    one = changed(back(texts={"CM-8:b": ""}))
    assert "Part b" not in one.text
    assert "The end." in one.text


def test_parameters_in_one_line_can_be_changed_one_by_one() -> None:
    text = "---\nparameters: {CM-8(a)(5): name and digest, CM-8(b): monthly}\n---\n## Part b\n\nEvery month.\n"
    one = changed(back(texts={"CM-8:a": ""}, fields={"parameter:CM-8(b)": "weekly", "role:CM-8": "Platform team"}), text)
    read = read_narrative(one.text, "narratives/CM-8.md", CM_8, as_of=AS_OF)
    assert read.parameters == (("CM-8(a)(5)", "name and digest"), ("CM-8(b)", "weekly"))


def test_a_field_or_row_that_is_gone_changes_nothing() -> None:
    assert absorbed(replace(SAME, texts={}, fields={}, boxes={})) is None


def test_the_record_reads_back() -> None:
    assert decode(encode(BASE), "A.docx") == BASE


@pytest.mark.parametrize("text", ["", "{}", '{"version": 1}', encode(BASE).replace('"version":1', '"version":99')])
def test_a_record_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        decode(text, "A.docx")
    assert "--base" in caught.value.next_step
