"""Files of `narratives/`: heads, parts, who approved, and every mistake with its line."""

from datetime import date

import pytest

from generator.errors import ConfigError
from generator.frameworks.fedramp_rev5 import EVERY, FEDRAMP_REV5
from generator.model.narrative import Narrative, NarrativeStatus, Span, TextBlock
from generator.narrative.reading import Narratives, control_of, read_narratives, texts_of

AS_OF = date(2026, 11, 20)
CM_8 = """---
status: [implemented, planned]
origination: sp-system   # the platform team
role: Platform team
parameters:
  CM-8(a)(5): image name and digest
  cm-08_odp.02: at least monthly
reviewed-by: Tomas Achterberg
approver: Maren Solberg
date: 2026-11-12
---

## Part a

Images are listed by *digest*.

- from the registry

## Part b

Every month.
"""


def read(**files: str) -> Narratives:
    named = {f"narratives/{name.replace('_', '-')}.md": text for name, text in files.items()}
    return read_narratives(named, known=EVERY, plan=FEDRAMP_REV5.plan("moderate"), as_of=AS_OF)


def only(found: Narratives) -> Narrative:
    (one,) = found.written
    return one


def refused(text: str, name: str = "CM_8") -> str:
    with pytest.raises(ConfigError) as caught:
        read(**{name: text})
    return caught.value.diagnostics()


def test_a_file_says_everything_about_a_control() -> None:
    one = only(read(CM_8=CM_8))
    assert (one.file, one.statuses, one.originations) == ("narratives/CM-8.md", ("implemented", "planned"), ("sp-system",))
    assert one.parameters == (("CM-8(a)(5)", "image name and digest"), ("CM-8(b)", "at least monthly"))
    assert (one.role, one.reviewed_by, one.approver, one.date) == (
        "Platform team",
        "Tomas Achterberg",
        "Maren Solberg",
        date(2026, 11, 12),
    )
    assert [part.letter for part in one.parts] == ["a", "b"]
    assert one.text("b") == (TextBlock(spans=(Span(text="Every month."),)),)
    assert texts_of(one.text("a")) == "Images are listed by digest.\nfrom the registry"
    assert one.standing is NarrativeStatus.FINAL


def test_a_control_without_parts_needs_no_heading_and_no_head() -> None:
    one = only(read(SC_39="Each container has its own namespaces.\n"))
    assert texts_of(one.text("")) == "Each container has its own namespaces."
    assert one.standing is NarrativeStatus.DRAFT


@pytest.mark.parametrize(
    ("head", "standing", "doubt"),
    [
        ("", NarrativeStatus.DRAFT, ""),
        ("reviewed-by: Kim", NarrativeStatus.REVIEWED, ""),
        ("approver: Kim", NarrativeStatus.DRAFT, "no date"),
        ("date: 2026-11-01", NarrativeStatus.DRAFT, ""),
        ("reviewed-by: Ada\napprover: Kim", NarrativeStatus.REVIEWED, "no date"),
        ("approver: Kim\ndate: 2026-11-20", NarrativeStatus.FINAL, ""),
        ("approver: Kim\ndate: 2026-11-21", NarrativeStatus.DRAFT, "lies after 2026-11-20"),
        ("approver: TBD\ndate: 2026-11-01", NarrativeStatus.DRAFT, ""),
        ('approver: "<Insert name>"\ndate: 2026-11-01', NarrativeStatus.DRAFT, ""),
    ],
)
def test_only_a_named_approver_and_a_day_make_a_text_final(head: str, standing: NarrativeStatus, doubt: str) -> None:
    found = read(SC_39=f"---\n{head}\n---\nText.\n")
    assert only(found).standing is standing
    assert [doubt in gap.reason for gap in found.gaps] == ([True] if doubt else [])


def test_a_placeholder_keeps_a_text_from_being_final() -> None:
    found = read(SC_39="---\napprover: Kim\ndate: 2026-11-01\n---\nBy <Insert role>.\n")
    assert only(found).standing is NarrativeStatus.DRAFT
    assert "still holds `<Insert role>`" in found.gaps[0].reason


def test_text_about_a_control_of_another_baseline_is_named_and_not_used() -> None:
    found = read(**{"AC-2(11)": "Text.\n"})
    assert not found.written
    assert "AC-2(11) is no control of this system's baseline" in found.gaps[0].reason


@pytest.mark.parametrize(
    ("name", "control"),
    [
        ("CM-8.md", "CM-8"),
        ("AC-2(1).md", "AC-2(1)"),
        ("ac-02.01.md", "AC-2(1)"),
        ("notes.md", None),
        ("CM-8.txt", None),
    ],
)
def test_file_names_are_read_generously(name: str, control: str | None) -> None:
    assert control_of(name) == control


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("---\nstatus: done\n---\n", "CM-8.md, line 2, key status: "),
        ("---\nrole: x\nstatsu: planned\n---\n", "CM-8.md, line 3, key statsu: `statsu` is not a known key"),
        (
            "---\nparameters:\n  CM-8(c): x\n---\n",
            "line 3, key parameters.CM-8(c): CM-8 has no parameter `CM-8(c)`: did you mean",
        ),
        ("---\nrole: a\nrole: b\n---\n", "line 3: duplicate key `role`"),
        ("---\nrole: a\n", "CM-8.md, line 1: the head is not closed"),
        ("---\ndate: soon\n---\n", "line 2, key date"),
        ("text\n", "line 1: CM-8 has parts, and this text stands above all of them"),
        ("## Part a\nx\n\n## Part c\ny\n", "line 4: `Part c` is no part of CM-8: its parts are `## Part a`, `## Part b`"),
        ("## Part a\nx\n\n## Part A:\ny\n", "line 4: part a is there twice"),
        ("---\nrole: x\n---\n## Part a\n\n![x](y.png)\n", "line 6: the picture `x` is not understood here"),
        ("<<<<<<< narratives/CM-8.md\na\n=======\nb\n>>>>>>> file\n", "line 1: a conflict of two texts is not resolved yet"),
    ],
)
def test_mistakes_are_named_with_file_and_line(text: str, said: str) -> None:
    assert said in refused(text)


def test_all_mistakes_of_all_files_are_listed_at_once() -> None:
    with pytest.raises(ConfigError) as caught:
        read(CM_8="## Part a\n\n# x\n\n> y\n", SC_39="## Part a\nx\n", CM_80="x\n")
    text = caught.value.diagnostics()
    assert "4 places in narratives/ cannot be read" in text
    assert "CM-8.md, line 3" in text
    assert "CM-8.md, line 5" in text
    assert "SC-39 has no parts: leave the heading out" in text
    assert "no control is called `CM-80`" in text


def test_two_files_of_one_control_are_refused() -> None:
    with pytest.raises(ConfigError, match=r"has a file already: narratives/CM-8\.md"):
        read(CM_8="", cm_08="")
