"""What no producer should write: refused with its place, and nothing of it left out without a word."""

import json
import os
from pathlib import Path

import pytest

from generator.cli.main import main
from generator.oscal.forms.faults import FormError
from generator.oscal.forms.other_forms import in_form
from generator.oscal.forms.reading import json_of
from generator.oscal.forms.xml_writing import NAMESPACE


def _xml(inside: str, before: str = "") -> bytes:
    return f'{before}<catalog xmlns="{NAMESPACE}"><metadata><title>T</title>{inside}</metadata></catalog>'.encode()


@pytest.mark.parametrize(
    ("inside", "what", "place"),
    [
        ("<remarks>loose</remarks>", "text stands between the elements: 'loose'", "/catalog/metadata/remarks"),
        ("<remarks><p>a</p>tail</remarks>", "text stands between", "/catalog/metadata/remarks"),
        ("lost", "text stands between the elements: 'lost'", "/catalog/metadata"),
        ("<remarks><script>x</script></remarks>", "OSCAL's text has no element 'script'", "/catalog/metadata/remarks"),
        ("<remarks><p>a <span>b</span></p></remarks>", "no element 'span'", "/catalog/metadata/remarks"),
        ("<remarks><ul>a<li>b</li></ul></remarks>", "text stands in a ul", "/catalog/metadata/remarks"),
        ('<remarks xmlns=""><p>x</p></remarks>', "not of OSCAL's namespace", "/catalog/metadata"),
        ('<x:remarks xmlns:x="urn:x"/>', "not of OSCAL's namespace", "/catalog/metadata"),
        ("<revisions><foo/></revisions>", "no element 'foo'", "/catalog/metadata/revisions"),
        ("<version>1<b>2</b></version>", "text alone is expected here", "/catalog/metadata/version"),
        ("<title>again</title>", "more than once", "/catalog/metadata/title"),
    ],
)
def test_what_oscals_xml_does_not_have_is_told_with_its_place(inside: str, what: str, place: str) -> None:
    with pytest.raises(FormError, match=what) as told:
        json_of(_xml(inside), ".xml")
    assert told.value.where == place


@pytest.mark.parametrize("before", ["<!DOCTYPE catalog [<!ENTITY a 'b'>]>", "<!DOCTYPE catalog SYSTEM 'file:///etc/passwd'>"])
def test_no_entity_and_nothing_external_is_read(before: str) -> None:
    with pytest.raises(FormError, match="declares a document type or entities"):
        json_of(_xml("", before), ".xml")


def test_comments_and_instructions_to_programs_are_no_content() -> None:
    read = json.loads(json_of(_xml("<?do this?><!-- c --><remarks><p>a<!-- c -->b</p></remarks>"), ".xml"))
    assert read["catalog"]["metadata"] == {"title": "T", "remarks": "ab"}


@pytest.mark.parametrize("inside", ["<em>" * 20000 + "</em>" * 20000, "<ul><li>" * 300 + "</li></ul>" * 300])
def test_xml_too_deep_is_refused(inside: str) -> None:
    with pytest.raises(FormError, match="nested too deep"):
        json_of(_xml(f"<remarks><p>{inside}</p></remarks>"), ".xml")


@pytest.mark.parametrize("number", ["9" * 5000, "1e400", "nan", "inf", "1_000", "\u0661"])
def test_what_is_no_number_in_xml_is_refused(number: str) -> None:
    port = f'<port-range start="{number}"/>'
    xml = f'<component-definition xmlns="{NAMESPACE}"><component><protocol>{port}</protocol></component></component-definition>'
    with pytest.raises(FormError, match="is not a number"):
        json_of(xml.encode(), ".xml")


@pytest.mark.parametrize(
    ("written", "what", "line"),
    [
        ("a: 1\nb: {c: 1, c: 2}", "duplicate name 'c'", "line 2"),
        ("a:\n  ? [x]\n  : 1", "a name is a text", "line 2"),
        (f"a:\n  b: {'9' * 5000}", "a number that JSON cannot hold", "line 2"),
        ("a: 1e999", "a number that JSON cannot hold", "line 1"),
        ("a: !!binary aGk=", "could not determine a constructor", "line 1"),
        ("a: !!bool 5", "neither true nor false", "line 1"),
        ("a: " + "[" * 300 + "]" * 300, "nested too deep", "line 1"),
        ("a: &x [*x]", "contains itself", "line 1"),
        ("a: &a [" + "1," * 999 + "1]\nb: &b [" + "*a," * 999 + "*a]\nc: [*b, *b]", "more than 1,000,000 values", ""),
    ],
)
def test_yaml_that_json_could_not_say_is_refused(written: str, what: str, line: str) -> None:
    with pytest.raises(FormError, match=what) as told:
        json_of(written.encode(), ".yaml")
    assert told.value.where == line


def test_yaml_is_read_by_the_rules_of_its_version_1_2() -> None:
    """As trestle writes it: `yes`, `1:30` and dates are texts there, and YAML 1.1 has other values for them."""
    written = "{a: yes, b: no, c: 1:30, d: 2026-01-01, e: on, f: 010, g: 1_000, h: ~, i: true, j: -1.5e3, k: .inf, <<: x, 5: y}"
    assert json.loads(json_of(written.encode(), ".yaml")) == {
        "a": "yes",
        "b": "no",
        "c": "1:30",
        "d": "2026-01-01",
        "e": "on",
        "f": 10,
        "g": "1_000",
        "h": None,
        "i": True,
        "j": -1500.0,
        "k": ".inf",
        "<<": "x",
        "5": "y",
    }


def test_a_yaml_alias_stands_for_what_it_names() -> None:
    assert json.loads(json_of(b"a: &x {b: 1}\nc: [*x, *x]", ".yaml")) == {"a": {"b": 1}, "c": [{"b": 1}, {"b": 1}]}


@pytest.mark.parametrize(
    ("document", "what"),
    [
        ({"catalog": {}, "profile": {}}, "one of OSCAL's models at its root; this one has 'catalog', 'profile'"),
        ({"colour": 1}, "this one has 'colour'"),
        ({}, "this one has nothing"),
    ],
)
@pytest.mark.parametrize("form", ["json", "xml", "yaml"])
def test_a_document_is_one_model(document: dict[str, object], what: str, form: str) -> None:
    with pytest.raises(FormError, match=what):
        in_form(document, form, {})


@pytest.mark.parametrize("form", ["json", "xml", "yaml"])
def test_a_document_of_any_depth_is_refused_before_it_is_written(form: str) -> None:
    deep: object = "x"
    for _ in range(900):
        deep = {"groups": [deep]}
    with pytest.raises(FormError, match="nested too deep"):
        in_form({"catalog": deep}, form, {})


@pytest.mark.parametrize("href", [["x"], {"a": 1}, 5, None])
def test_an_import_of_another_type_is_no_failure(href: object) -> None:
    document = {"profile": {"imports": [{"href": href}]}}
    assert json.loads(in_form(document, "json", {"x": "y"})) == document


@pytest.mark.parametrize("text", ["> " * 200 + "a", "- " * 200 + "a", "[" * 30_000])
def test_text_that_the_markdown_parser_would_cut_short_is_refused(text: str) -> None:
    with pytest.raises(FormError) as told:
        in_form({"catalog": {"metadata": {"remarks": text}}}, "xml", {})
    assert told.value.where == "/catalog/metadata/remarks"


class TestConverting:
    def test_a_repeated_name_is_not_lost(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "a.json").write_text('{"catalog": {"params": [], "params": [{"id": "a"}]}}')
        assert main(["convert", str(tmp_path / "a.json"), "--format", "yaml"]) == 2
        assert "the same name twice, and readers differ in which they keep: 'params'" in capsys.readouterr().err

    def test_a_folder_is_told(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert main(["convert", "", "--format", "yaml", "--output", "there"]) == 2
        assert "Is a directory" in capsys.readouterr().err

    def test_a_link_is_not_followed(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "a.json").write_text('{"catalog": {}}')
        (tmp_path / "a.yaml").symlink_to(tmp_path / "elsewhere.yaml")
        assert main(["convert", str(tmp_path / "a.json"), "--format", "yaml"]) == 2
        assert "there is a file of that name" in capsys.readouterr().err
        assert not (tmp_path / "elsewhere.yaml").exists()

    def test_nothing_is_half_written(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for name in ("a", "b"):
            (tmp_path / f"{name}.json").write_text('{"catalog": {}}')
        real, calls = os.fdopen, []

        def full(handle: int, mode: str) -> object:
            calls.append(handle)
            if len(calls) > 1:
                os.close(handle)
                raise OSError(28, "No space left on device")
            return real(handle, mode)

        monkeypatch.setattr(os, "fdopen", full)
        assert main(["convert", str(tmp_path / "a.json"), str(tmp_path / "b.json"), "--format", "yaml"]) == 2
        assert "No space left on device" in capsys.readouterr().err
        assert sorted(one.name for one in tmp_path.iterdir()) == ["a.json", "b.json"]

    def test_json_in_utf_16_says_what_to_do(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "a.json").write_bytes('{"catalog": {}}'.encode("utf-16"))
        assert main(["validate", str(tmp_path / "a.json")]) == 4
        assert "save it as UTF-8" in capsys.readouterr().out

    def test_the_line_of_a_fault_stands_apart_from_the_name(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "a.yaml").write_text("catalog: {a: 1, a: 2}\n")
        assert main(["validate", str(tmp_path / "a.yaml")]) == 4
        assert "error: a.yaml, line 1: duplicate name 'a'" in capsys.readouterr().out
