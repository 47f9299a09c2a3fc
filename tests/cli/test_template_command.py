"""`atopack template`: ours copied and changed is used; what is wrong in it is found before a build stumbles over it."""

import re
from datetime import date
from pathlib import Path

import docx
import pytest
from fewer_documents import only_documents

from generator.cli.main import main
from generator.deliverables import template_trial
from generator.deliverables.word_templates import fillable
from generator.oscal.package import AuthorizationPackage
from generator.pipeline.parse import Progress
from generator.workspace.folder import Workspace

TEMPLATES = Path(__file__).parents[2] / "templates"
SYSTEM = """
system: {id: shop, name: Corner Shop, impact-level: low, baseline: li-saas, provider: Shops Ltd}
templates: {appendix-a: templates/appendix-a.docx, executive-summary: templates/executive-summary.docx}
"""


_PACKAGES: dict[date, AuthorizationPackage] = {}


@pytest.fixture(autouse=True)
def _one_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """A check without a workspace takes the package of the sample, the same each time: here it is made once."""
    made = template_trial.package_to_try

    def package_to_try(workspace: Workspace, as_of: date, progress: Progress) -> AuthorizationPackage:
        assert workspace.root.name == "parcel-tracker"
        if as_of not in _PACKAGES:
            _PACKAGES[as_of] = made(workspace, as_of, progress)
        return _PACKAGES[as_of]

    monkeypatch.setattr(template_trial, "package_to_try", package_to_try)


def changed(file: Path, *paragraphs: str) -> Path:
    """Somebody opened it in Word and typed."""
    document = docx.Document(str(file))
    for text in reversed(paragraphs):
        document.paragraphs[0].insert_paragraph_before(text)
    document.save(str(file))
    return file


def copied(folder: Path, name: str) -> Path:
    file = folder / "templates" / f"{name}.docx"
    assert main(["template", "copy", name, str(file)]) == 0
    return file


def texts(file: Path) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(str(file)).paragraphs]


def test_the_list_names_every_document_and_its_placeholders(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template", "list"]) == 0
    said = capsys.readouterr().out
    for one in fillable():
        assert f"{one.key}  ({one.suffix})  {one.title}" in said
        assert all(f"{{{{ {name} }}}}  {meaning}" in said for name, meaning in one.placeholders.items())


def test_the_page_lists_the_same_placeholders() -> None:
    page = (TEMPLATES / "README.md").read_text()
    rows = re.findall(r"^\| `([\w-]+)` \| `\{\{ ([\w.]+) \}\}` \| (.+) \|$", page, re.MULTILINE)
    assert rows == [(one.key, name, meaning) for one in fillable() for name, meaning in one.placeholders.items()]


def test_every_word_template_of_ours_belongs_to_a_document_and_is_sound(capsys: pytest.CaptureFixture[str]) -> None:
    own = {one.own for one in fillable()}
    for file in sorted((TEMPLATES / "docx").glob("*.docx")):
        assert f"docx/{file.name}" in own
        assert main(["template", "check", str(file)]) == 0
        said = capsys.readouterr().out
        assert f"({file.stem})" in said
        assert "every value has its place" in said
        assert "not used" not in said


def test_a_template_that_was_changed_is_used(tmp_path: Path) -> None:
    (tmp_path / "system.yaml").write_text(SYSTEM)
    changed(copied(tmp_path, "appendix-a"), "Printed for {{ provider }} by hand")
    changed(copied(tmp_path, "executive-summary"), "Summary for {{ provider }}")
    with only_documents("ssp/Appendix-A-Security-Controls.docx"):
        assert main(["build", str(tmp_path), "--output", str(tmp_path / "o"), "--as-of", "2026-03-01"]) in {0, 1}
    built = texts(tmp_path / "o/shop/ssp/Appendix-A-Security-Controls.docx")
    assert "Printed for Shops Ltd by hand" in built
    assert "Contents" in built
    assert main(["export", str(tmp_path), "--for", "conmon", "--output", str(tmp_path / "x"), "--as-of", "2026-03-01"]) in {
        0,
        1,
    }
    (summary,) = (tmp_path / "x").rglob("Executive-Summary.docx")
    assert "Summary for Shops Ltd" in texts(summary)


def test_wrong_placeholders_are_named_with_their_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = changed(copied(tmp_path, "appendix-a"), "{{ system.nam }} and {provider}", "{% if marking %}")
    assert main(["template", "check", str(file)]) == 2
    said = capsys.readouterr().out
    assert "FAULT  paragraph 1: `{{ system.nam }}`: there is no value called `system.nam`; did you mean `system.name`?" in said
    assert "FAULT  paragraph 1: `{provider}` has one brace on each side" in said
    assert "FAULT  paragraph 2: `{% if … %}` has no `{% endif %}`" in said
    assert "not filled: correct the placeholders first" in said


def test_a_build_with_a_wrong_placeholder_names_the_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "system.yaml").write_text(SYSTEM.replace(", executive-summary: templates/executive-summary.docx", ""))
    changed(copied(tmp_path, "appendix-a"), "{{ nobody }}")
    assert main(["build", str(tmp_path), "--output", str(tmp_path / "o"), "--as-of", "2026-03-01"]) == 2
    assert "atopack template check FILE" in capsys.readouterr().err
    assert not (tmp_path / "o/shop").exists()


@pytest.mark.parametrize("key", ["poam", "inventory", "cis-crm", "ret", "deviation-request"])
def test_a_workbook_of_ours_is_known_again(key: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template", "check", str(TEMPLATES / "xlsx" / f"{key}.xlsx")]) == 0
    assert f"({key})" in capsys.readouterr().out


def test_a_copy_replaces_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = copied(tmp_path, "appendix-a")
    file.write_bytes(b"mine")
    assert main(["template", "copy", "appendix-a", str(file)]) == 2
    assert file.read_bytes() == b"mine"
    assert "this file is there already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["check", "README.md"], "this is no .docx or .xlsx file"),
        (["check", "README.md", "--document", "poam"], "this is no .xlsx file"),
        (["check", "README.md", "--document", "novel"], "there is no document called 'novel'"),
        (["copy", "novel"], "there is no template called 'novel'"),
    ],
)
def test_what_cannot_be_is_said(arguments: list[str], what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "README.md").write_text("x")
    assert main(["template", *(str(tmp_path / one) if one == "README.md" else one for one in arguments)]) == 2
    assert what in capsys.readouterr().err


def test_a_letter_is_a_template_of_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = docx.Document()
    document.add_paragraph("Dear madam")
    document.save(str(tmp_path / "letter.docx"))
    assert main(["template", "check", str(tmp_path / "letter.docx")]) == 2
    assert "a template of no document that we write" in capsys.readouterr().err
    assert main(["template", "check", str(tmp_path / "letter.docx"), "--document", "appendix-a"]) == 2
    assert "not one control table of SSP Appendix A is in it" in capsys.readouterr().out
