"""From a built Appendix A over an edited file back into narratives/: nothing lost, conflicts shown, everything else named."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from fewer_documents import only_documents
from folder_contents import contents
from lxml import etree
from office_program import converted
from prerequisites import needs, needs_program, shared

from generator.cli.main import main
from generator.errors import ConfigError, OutputEditedError
from generator.pipeline.publish import Published
from generator.pipeline.stages import build
from generator.workspace.absorbed_files import ABSORBED
from generator.workspace.folder import Workspace
from generator.workspace.merge_edits import Absorbed, absorb
from tests.word_editing import W, content, control, edited, elements, packed, paragraph, parts, tick, type_into

AS_OF = date(2026, 3, 1)
DOCUMENT = "ssp/Appendix-A-Security-Controls.docx"
OFFICIAL = shared("reference/fedramp/templates/SSP-Appendix-A-Low-FedRAMP-Security-Controls.docx")
CM_8 = """---
status: implemented
role: Platform team
parameters:
  CM-8(b): monthly
approver: Ada
date: 2026-02-01
---

## Part a

Listed *by hand*, see
[the page](https://wiki.example.com/inventory).

1. collect
2. compare

| Who | When |
|---|---|
| Kim | May |

## Part b

Every month.
"""


def made(root: Path, template: Path | None = None) -> Workspace:
    (root / "narratives").mkdir(parents=True)
    text = "system: {id: shop, name: Shop, impact-level: low, baseline: li-saas}\n"
    if template is not None:
        shutil.copyfile(template, root / "form.docx")
        text = "system: {id: shop, name: Shop, impact-level: low}\ntemplates: {appendix-a: form.docx}\n"
    (root / "system.yaml").write_text(text)
    (root / "narratives/CM-8.md").write_text(CM_8)
    return Workspace.open(root)


def built(workspace: Workspace) -> Published:
    with only_documents(DOCUMENT):
        return build(workspace, workspace.root.parent / "out", AS_OF, lambda *_: None)


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace, and beside it its package."""
    root = tmp_path_factory.mktemp("absorb") / "shop"
    built(made(root))
    return root


@pytest.fixture
def workspace(first: Path, tmp_path: Path) -> Workspace:
    shutil.copytree(first.parent, tmp_path, dirs_exist_ok=True)
    return Workspace.open(tmp_path / "shop")


def document(workspace: Workspace) -> Path:
    return workspace.root.parent / "out/shop" / DOCUMENT


def back(workspace: Workspace, change: Callable[[etree._Element], None], name: str = "A.docx") -> Absorbed:
    file = workspace.root.parent / name
    file.write_bytes(edited(document(workspace).read_bytes(), change))
    return absorb(file, workspace, AS_OF)


def narrative(workspace: Workspace, control: str = "CM-8") -> str:
    return (workspace.root / f"narratives/{control}.md").read_text("utf-8")


def told(found: Absorbed) -> list[str]:
    return [f"{one.place}: {one.text}" for one in found.remarks]


def test_a_file_that_nobody_edited_changes_nothing(workspace: Workspace) -> None:
    before = contents(workspace.root)
    found = absorb(document(workspace), workspace, AS_OF)
    assert (found.changes, found.remarks, found.kept) == ((), (), None)
    assert contents(workspace.root) == before


def test_what_was_typed_comes_back_and_the_next_build_has_it(workspace: Workspace) -> None:
    def work(root: etree._Element) -> None:
        holder = content(root, "narrative:CM-8:b")
        holder.extend(elements(paragraph("And after each <![CDATA[release & patch]]>.", "<w:b/>")))
        type_into(root, "narrative:AC-2:a", paragraph("Two kinds of account.") + paragraph("A new rule."))
        type_into(root, "role:AC-2", "<w:r><w:t>Help desk</w:t></w:r>")
        type_into(root, "parameter:AC-2(j)", "<w:r><w:t>every quarter</w:t></w:r>")
        tick(root, "status:AC-2:planned", on=True)
        tick(root, "origination:AC-2:inherited", on=True)
        type_into(root, "inherited:AC-2", "<w:r><w:t>Pine Host, 2024</w:t></w:r>")

    file = document(workspace)
    file.write_bytes(edited(file.read_bytes(), work))
    with pytest.raises(OutputEditedError) as caught:
        built(workspace)
    assert "atopack absorb" in caught.value.next_step
    found = absorb(file, workspace, AS_OF)
    assert {one.control: one.taken for one in found.changes} == {
        "AC-2": ("part a", "status", "origination", "role", "parameter AC-2(j)", "inherited-from"),
        "CM-8": ("part b",),
    }
    assert found.remarks == ()
    assert "Every month.\n\n**And after each release & patch.**\n" in narrative(workspace)
    assert "see\n[the page](https://wiki.example.com/inventory).\n" in narrative(workspace)
    assert narrative(workspace, "AC-2") == (
        "---\nstatus: planned\norigination: inherited\nrole: Help desk\nparameters:\n  AC-2(j): every quarter\n"
        "inherited-from: Pine Host, 2024\n---\n\n## Part a\n\nTwo kinds of account.\n\nA new rule.\n"
    )
    assert found.kept is not None
    assert (workspace.root / found.kept).read_bytes() == file.read_bytes()
    (backup,) = found.backups
    assert (workspace.root / backup).read_text() == CM_8
    built(workspace)  # writes over the absorbed file
    again = absorb(document(workspace), workspace, AS_OF)
    assert (again.changes, again.remarks) == ((), ())
    words = parts(document(workspace).read_bytes())["word/document.xml"].decode()
    for text in (
        "Two kinds of account.",
        "A new rule.",
        "Help desk",
        "every quarter",
        "release &amp; patch",
        "Pine Host, 2024",
    ):
        assert text in words


def test_a_file_with_line_ends_of_windows_keeps_them(workspace: Workspace) -> None:
    file = workspace.root / "narratives/CM-8.md"
    file.write_bytes(CM_8.replace("\n", "\r\n").encode())
    back(workspace, lambda root: type_into(root, "narrative:CM-8:b", paragraph("Weekly.")))
    assert b"## Part b\r\n\r\nWeekly.\r\n" in file.read_bytes()
    assert file.read_bytes().count(b"\n") == file.read_bytes().count(b"\r\n")


def test_the_same_file_is_absorbed_once(workspace: Workspace) -> None:
    def work(root: etree._Element) -> None:
        type_into(root, "narrative:AC-2:b", paragraph("Kim."))

    assert back(workspace, work).changes
    before = contents(workspace.root)
    found = back(workspace, work)
    assert found.known
    assert contents(workspace.root) == before


def test_two_people_worked_on_two_copies(workspace: Workspace) -> None:
    back(workspace, lambda root: type_into(root, "narrative:AC-2:a", paragraph("Of Kim.")), "kim.docx")
    found = back(workspace, lambda root: type_into(root, "narrative:AC-2:b", paragraph("Of Ada.")), "ada.docx")
    assert found.changes[0].conflicts == ()
    assert narrative(workspace, "AC-2") == "## Part a\n\nOf Kim.\n\n## Part b\n\nOf Ada.\n"
    clash = back(workspace, lambda root: type_into(root, "narrative:AC-2:a", paragraph("Of Lee.")), "lee.docx")
    assert clash.changes[0].conflicts == ("part a",)
    assert "<<<<<<< narratives/AC-2.md\nOf Kim.\n=======\nOf Lee.\n>>>>>>> lee.docx" in narrative(workspace, "AC-2")
    with pytest.raises(ConfigError, match="conflict of two texts"):
        built(workspace)
    with pytest.raises(ConfigError, match="conflict of two texts"):
        back(workspace, lambda root: type_into(root, "narrative:AC-2:c", paragraph("Of Jo.")), "jo.docx")


def test_typing_without_word_taking_the_prompt_away(workspace: Workspace) -> None:
    """A script, or a program that leaves the mark of the prompt."""

    def work(root: etree._Element) -> None:
        for text in content(root, "narrative:AC-2:a").iter(f"{W}t"):
            text.text = "By a script."
        for text in content(root, "narrative:AC-2:b").iter(f"{W}t"):
            text.text = f"{text.text} Typed behind it."
        for text in content(root, "parameter:AC-2(j)").iter(f"{W}t"):
            text.text = "every year"

    back(workspace, work)
    assert "By a script." in narrative(workspace, "AC-2")
    assert "Part b\n\nTyped behind it.\n" in narrative(workspace, "AC-2")
    assert "AC-2(j): every year" in narrative(workspace, "AC-2")


def test_text_below_the_field_and_above_its_closing_line_is_the_writers(workspace: Workspace) -> None:
    def work(root: etree._Element) -> None:
        control(root, "narrative:CM-8:b").addnext(elements(paragraph("Pressed Enter below."))[0])

    found = back(workspace, work)
    assert "Every month.\n\nPressed Enter below.\n" in narrative(workspace)
    assert found.remarks == ()


def test_without_its_control_a_region_is_found_by_its_points(workspace: Workspace) -> None:
    def work(root: etree._Element) -> None:
        box = control(root, "narrative:CM-8:b")
        inner = list(content(root, "narrative:CM-8:b"))
        for one in inner:
            box.addprevious(one)
        box.getparent().remove(box)
        inner[-1].addnext(elements(paragraph("More."))[0])

    back(workspace, work)
    assert "Every month.\n\nMore.\n" in narrative(workspace)


def test_tracked_changes_are_read_as_accepted_and_named(workspace: Workspace) -> None:
    def work(root: etree._Element) -> None:
        marked = "<w:del w:id='1' w:author='Kim'><w:r><w:delText>Every month.</w:delText></w:r></w:del>"
        marked += "<w:ins w:id='2' w:author='Kim'><w:r><w:t>Every week.</w:t></w:r></w:ins>"
        type_into(root, "narrative:CM-8:b", f"<w:p>{marked}</w:p>")

    found = back(workspace, work)
    assert "## Part b\n\nEvery week.\n" in narrative(workspace)
    assert told(found) == ["CM-8(b): 2 tracked changes of Kim, read as accepted"]


_NOTE = "<w:footnote w:id='7'><w:p><w:r><w:t>Or more often.</w:t></w:r></w:p></w:footnote>"


def test_comments_pictures_and_notes_are_named_and_their_words_kept(workspace: Workspace) -> None:
    def work(root: etree._Element) -> None:
        drawn = "<w:r><w:drawing><w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent></w:drawing></w:r>"
        note = "<w:r><w:footnoteReference w:id='7'/></w:r><w:r><w:commentReference w:id='3'/></w:r>"
        type_into(root, "narrative:CM-8:b", f"<w:p><w:r><w:t>Every month.</w:t></w:r>{note}{drawn}</w:p>")

    file = workspace.root.parent / "A.docx"
    members = parts(edited(document(workspace).read_bytes(), work))
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    members["word/footnotes.xml"] = f"<w:footnotes xmlns:w='{name}'>{_NOTE}</w:footnotes>".encode()
    members["word/comments.xml"] = (
        f"<w:comments xmlns:w='{name}'><w:comment w:id='3' w:author='Lee'><w:p><w:r><w:t>Really?</w:t></w:r></w:p></w:comment>"
        "<w:comment w:id='4' w:author='Lee'><w:p><w:r><w:t>Elsewhere.</w:t></w:r></w:p></w:comment></w:comments>"
    ).encode()
    file.write_bytes(packed(members))
    found = absorb(file, workspace, AS_OF)
    assert "Every month. \\[Or more often.]In a box." in narrative(workspace)
    text = "\n".join(told(found))
    for named in ("a footnote", "a picture or drawing", "a comment, Lee: Really?", "outside of the fields, Lee: Elsewhere."):
        assert named in text


def test_text_outside_of_the_fields_is_named_with_its_place(workspace: Workspace) -> None:
    def work(root: etree._Element) -> None:
        (label,) = (one for one in root.iter(f"{W}p") if "".join(one.itertext()) == "CM-8 Control Summary Information")
        label.addnext(elements(paragraph("Typed into the wrong place."))[0])

    found = back(workspace, work)
    assert found.changes == ()
    assert told(found) == [
        "CM-8 Control Summary Information: typed outside of the fields, and not taken over: 'Typed into the wrong place.'"
    ]
    assert found.kept


def test_fields_that_were_deleted_moved_or_copied_are_named_and_lose_nothing(workspace: Workspace) -> None:
    def work(root: etree._Element) -> None:
        gone = control(root, "narrative:CM-8:a")
        for one in (
            gone,
            *(mark.getparent() for mark in root.iter(f"{W}bookmarkStart") if "narrative_CM_8_a" in mark.get(f"{W}name", "")),
        ):
            if one.getparent() is not None:
                one.getparent().remove(one)
        moved = control(root, "narrative:CM-8:b")
        next(root.iter(f"{W}body")).insert(0, moved)
        type_into(root, "narrative:AC-2:a", paragraph("First."))
        box = control(root, "status:AC-2:planned")
        box.getparent().remove(box)

    found = back(workspace, work)
    assert "Listed *by hand*" in narrative(workspace)
    assert "Every month." in narrative(workspace)
    text = "\n".join(told(found))
    assert "CM-8(a): its field was deleted from the file; the text in narratives/ was kept" in text
    assert "CM-8(b): its field was moved to another place" in text
    assert "check boxes are missing or there twice, and were not read: status of AC-2" in text
    assert narrative(workspace, "AC-2") == "## Part a\n\nFirst.\n"


def test_of_two_copies_of_a_field_the_edited_one_counts_and_a_third_text_is_named(workspace: Workspace) -> None:
    def work(root: etree._Element) -> None:
        for text in ("One.", "Two."):
            copy = elements(etree.tostring(control_of(root)).decode())[0]
            for part in copy.iter(f"{W}t"):
                part.text = text
            control_of(root).addnext(copy)

    def control_of(root: etree._Element) -> etree._Element:
        return next(one for one in root.iter(f"{W}sdt") if one.find(f"{W}sdtPr/{W}tag").get(f"{W}val") == "narrative:CM-8:b")

    found = back(workspace, work)
    assert any("its field is there 3 times, with different text" in one for one in told(found))
    assert "Two." in narrative(workspace) or "One." in narrative(workspace)


def test_a_text_that_somebody_deleted_is_gone_and_kept_in_the_backup(workspace: Workspace) -> None:
    def work(root: etree._Element) -> None:
        type_into(root, "narrative:CM-8:b", "<w:p/>")

    found = back(workspace, work)
    assert "Every month." not in narrative(workspace)
    assert "Every month." in (workspace.root / found.backups[0]).read_text()


def test_pasted_lists_tables_and_looks_become_markdown(workspace: Workspace) -> None:
    def work(root: etree._Element) -> None:
        item = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>"
        cell = "<w:tc><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r></w:p><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>"
        row = f"<w:tr>{cell.format('A|B')}{cell.format('C')}</w:tr>"
        type_into(
            root,
            "narrative:AC-2:a",
            paragraph("bold", "<w:b w:val='1'/>")
            + paragraph("not bold", "<w:b w:val='0'/>")
            + paragraph("item", properties=item)
            + f"<w:tbl>{row}{row}</w:tbl>"
            + paragraph("mono", "<w:rFonts w:ascii='Consolas'/>"),
        )

    back(workspace, work)
    text = narrative(workspace, "AC-2")
    assert "**bold**\n\nnot bold\n" in text
    assert "| A\\|B x | C x |\n|---|---|\n| **A\\|B** x | **C** x |" in text
    assert "`mono`" in text


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("gone.docx", None, "there is no such file"),
        ("book.xlsx", b"PK", "not a readable Office file"),
        ("letter.docx", b"no zip", "not a readable Office file"),
    ],
)
def test_other_files_are_refused(workspace: Workspace, name: str, data: bytes | None, said: str) -> None:
    file = workspace.root.parent / name
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(ConfigError, match=said):
        absorb(file, workspace, AS_OF)


def test_a_file_without_its_record_needs_the_file_as_it_was_built(workspace: Workspace) -> None:
    members = parts(
        edited(document(workspace).read_bytes(), lambda root: type_into(root, "narrative:CM-8:b", paragraph("Weekly.")))
    )
    bare = packed({name: content for name, content in members.items() if not name.startswith("customXml/item2")} | {
        name: content.replace(b"urn:atopack:record:1", b"urn:other") for name, content in members.items() if "customXml" in name
    })  # fmt: skip
    file = workspace.root.parent / "bare.docx"
    file.write_bytes(bare)
    with pytest.raises(ConfigError) as caught:
        absorb(file, workspace, AS_OF)
    assert "--base" in caught.value.next_step
    found = absorb(file, workspace, AS_OF, base=document(workspace))
    assert found.changes[0].taken == ("part b",)
    assert "Weekly." in narrative(workspace)


def test_the_file_of_another_system_is_refused(workspace: Workspace) -> None:
    (workspace.root / "system.yaml").write_text("system: {id: other, name: Other}\n")
    with pytest.raises(ConfigError, match="generated for the system `shop`"):
        absorb(document(workspace), Workspace.open(workspace.root), AS_OF)


def test_a_link_in_the_place_of_a_narrative_is_never_written_through(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.md").write_text("Mine.\n")
    (workspace.root / "narratives/AC-2.md").symlink_to(tmp_path / "elsewhere.md")
    with pytest.raises(ConfigError, match="a link"):
        back(workspace, lambda root: type_into(root, "narrative:AC-2:a", paragraph("x")))
    assert (tmp_path / "elsewhere.md").read_text() == "Mine.\n"


def test_the_command_says_what_it_did(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    def work(root: etree._Element) -> None:
        type_into(root, "narrative:CM-8:b", paragraph("Weekly."))

    file = workspace.root.parent / "edited.docx"
    file.write_bytes(edited(document(workspace).read_bytes(), work))
    assert main(["absorb", str(file), "--workspace", str(workspace.root)]) == 0
    said = capsys.readouterr().out
    assert "narratives/CM-8.md: part b taken over" in said
    assert "review and approval are withdrawn: CM-8." in said
    assert f"kept as {ABSORBED}/" in said
    assert main(["absorb", str(file), "--workspace", str(workspace.root), "--json"]) == 0
    assert '"absorbed_before": true' in capsys.readouterr().out


needs_soffice = needs_program("soffice")


def saved_by_libreoffice(folder: Path, data: bytes) -> Path:
    (folder / "given.docx").write_bytes(data)
    (saved,) = converted(folder / "saved", "docx:MS Word 2007 XML", folder / "given.docx")
    return saved


@needs_soffice
def test_saved_by_libreoffice_an_edit_comes_back_and_nothing_else_changes(workspace: Workspace, tmp_path: Path) -> None:
    def work(root: etree._Element) -> None:
        holder = content(root, "narrative:CM-8:a")
        holder.extend(elements(paragraph("One more.") + paragraph("And another.")))
        type_into(root, "narrative:AC-2:a", paragraph("First.") + paragraph("Second."))

    saved = saved_by_libreoffice(tmp_path, edited(document(workspace).read_bytes(), work))
    found = absorb(saved, workspace, AS_OF)
    assert told(found) == []
    assert {one.control: one.taken for one in found.changes} == {"AC-2": ("part a",), "CM-8": ("part a",)}
    assert "| Kim | May |\n\nOne more.\n\nAnd another.\n" in narrative(workspace)
    assert narrative(workspace, "AC-2") == "## Part a\n\nFirst.\n\nSecond.\n"


needs_official = needs(OFFICIAL)


@pytest.fixture(scope="session")
def official(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """With FedRAMP's own form as the template."""
    workspace = made(tmp_path_factory.mktemp("official") / "shop", OFFICIAL)
    built(workspace)
    return workspace


@needs_official
def test_what_was_typed_into_the_official_form_comes_back(official: Workspace) -> None:
    assert absorb(document(official), official, AS_OF).changes == ()

    def work(root: etree._Element) -> None:
        type_into(root, "narrative:SC-39", paragraph("By namespaces."))
        tick(root, "origination:SC-39:shared", on=True)
        type_into(root, "inherited:SC-39", "<w:r><w:t>Pine Host</w:t></w:r>")

    found = back(official, work)
    assert found.remarks == ()
    assert found.changes[0].taken == ("the text", "origination", "inherited-from")
    assert "By namespaces." in narrative(official, "SC-39")


@needs_official
@needs_soffice
@pytest.mark.long
def test_the_official_form_saved_by_libreoffice_changes_nothing_by_itself(official: Workspace, tmp_path: Path) -> None:
    before = contents(official.root)
    found = absorb(saved_by_libreoffice(tmp_path, document(official).read_bytes()), official, AS_OF)
    assert (found.changes, told(found)) == ((), [])
    assert contents(official.root) == before
