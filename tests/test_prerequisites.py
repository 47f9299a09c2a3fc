"""One module alone looks for what the repository does not carry, and can hide it."""

import re
from pathlib import Path

import prerequisites
import pytest
from prerequisite_users import users

TESTS = Path(__file__).parent
_LOOKS = re.compile(r"shutil\.which\(|mark\.skipif\(|parents\[\d\] ?/ ?\"shared|\.\./shared/")


def test_no_other_test_looks_for_files_beside_the_checkout_or_programs() -> None:
    own = {Path(prerequisites.__file__), Path(__file__)}
    modules = (path for path in TESTS.rglob("*.py") if path not in own and "bench" not in path.parts)
    assert [path.name for path in modules if _LOOKS.search(path.read_text(encoding="utf-8"))] == []


def test_what_is_hidden_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prerequisites, "_HIDDEN", frozenset({"programs"}))
    monkeypatch.setenv("TRESTLE", __file__)
    assert [prerequisites.program(name) for name in prerequisites._PROGRAMS] == [None] * len(prerequisites._PROGRAMS)


def test_a_skip_says_what_to_get_and_where_it_belongs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(prerequisites, "_SHARED", tmp_path)
    monkeypatch.setattr(prerequisites, "_HIDDEN", frozenset({"programs"}))
    assert prerequisites.needs(prerequisites.shared("reference/oscal/x.json")).kwargs["reason"] == (
        "needs ../shared/reference/oscal/x.json, which is not part of this repository: "
        "NIST's files, from https://github.com/usnistgov/OSCAL and https://github.com/usnistgov/oscal-content"
    )
    assert prerequisites.needs_program("soffice").kwargs["reason"] == (
        "needs LibreOffice: apt-get install libreoffice-writer libreoffice-calc"
    )
    with pytest.raises(pytest.skip.Exception, match="ask the maintainers"):
        prerequisites.need(prerequisites.shared("checks/judge.py"))


def test_a_program_is_the_named_one_where_it_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(prerequisites, "_HIDDEN", frozenset())
    monkeypatch.setenv("OSCAL_XSD", __file__)
    assert prerequisites.program("oscal-xsd") == __file__
    monkeypatch.setenv("OSCAL_XSD", str(tmp_path / "not-there"))
    assert prerequisites.program("oscal-xsd") is None


@pytest.fixture(scope="module")
def using() -> frozenset[str]:
    return frozenset(users())


def test_tests_that_use_it_through_fixtures_helpers_and_other_modules_are_listed(using: frozenset[str]) -> None:
    modules = {name.partition("::")[0].rpartition("/")[2] for name in using}
    assert {"test_ssp_docx.py", "test_diagram_cases.py", "test_cr26_reports.py", "test_trestle_reads_poam.py"} <= modules
    assert "tests/renderers/test_cr26_reports.py::test_the_sample_and_an_empty_workspace_are_valid" in using
    assert (
        "tests/renderers/test_ssp_docx.py::TestOfficialTemplate::test_its_contents_list_the_pages_that_footers_print" in using
    )


def test_other_tests_are_not_done_twice(using: frozenset[str]) -> None:
    assert "tests/renderers/test_cr26_reports.py::test_each_vulnerability_is_where_it_belongs" not in using
    assert "tests/seal/test_killed_commands.py::test_killed_anywhere" not in using, (
        "a mark of the operating system hides nothing"
    )
    assert not [name for name in using if name.startswith(("tests/test_ids.py", "tests/test_text.py"))]
