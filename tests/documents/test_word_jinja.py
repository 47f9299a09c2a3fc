"""Wrong placeholders are found, with the place where a person finds them in Word."""

import datetime as dt
import io
import zipfile

import docx
import pytest
from docx.document import Document

from generator.documents.word import render
from generator.documents.word_jinja import examine, has_placeholders
from generator.errors import ConfigError

DAY = dt.date(2026, 1, 31)
KNOWN = ("system.name", "provider", "date")


def written(*paragraphs: str) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return saved(document)


def saved(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def a_zip_of(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened:
        opened.writestr(name, "x")
    return buffer.getvalue()


def faults(*paragraphs: str) -> list[str]:
    return [one.what for one in examine(written(*paragraphs), KNOWN).faults]


def test_known_names_are_found_wherever_they_stand() -> None:
    document = docx.Document()
    document.add_heading("Who we are", 1)
    document.add_paragraph("{{ provider }}")
    document.add_table(2, 2).cell(1, 0).text = "{{system.name|upper}}"
    document.sections[0].header.paragraphs[0].text = "{{ date }}"
    found = examine(saved(document), KNOWN)
    assert found.faults == ()
    assert [(one.name, one.place) for one in found.placed] == [
        ("provider", "below “Who we are”, paragraph 2"),
        ("system.name", "below “Who we are”, table 1, row 2"),
        ("date", "page header 1, paragraph 1"),
    ]


def test_a_placeholder_that_word_cut_into_runs_is_one() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("{{ pro")
    paragraph.add_run("vider ").bold = True
    paragraph.add_run("}}")
    assert [one.name for one in examine(saved(document), KNOWN).placed] == ["provider"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{{ provder }}", "`{{ provder }}`: there is no value called `provder`; did you mean `provider`?"),
        ("{{ name }}", "`{{ name }}`: there is no value called `name`; did you mean `system.name`?"),
        ("{{ owner }}", "`{{ owner }}`: there is no value called `owner`; there are: date, provider, system.name"),
        ("{{ provider", "`{{` is not closed in the same paragraph, near “{{ provider”"),
        ("provider }}", "`}}` closes what was not opened in the same paragraph, near “provider }}”"),
        ("{provider}", "`{provider}` has one brace on each side, not two: write `{{ provider }}`"),
        (
            "{{ date|loudly }}",
            "`{{ date|loudly }}` cannot be read: there is no filter `loudly`: a template has capitalize, d, default, e, "
            "escape, first, join, last, length, lower, title, trim, upper",
        ),
        ("{% if date %} today", "`{% if … %}` has no `{% endif %}`"),
        ("{% endif %}", "`{% endif %}` closes no `{% if … %}`"),
        ("{% else %}", "`{% else %}` stands in no `{% if … %}`"),
        ("{% set x = 1 %}", "`{% set x = 1 %}`: a template holds loops (`for`) and tests (`if`) only"),
        ("{% include 'x' %}", "`{% include 'x' %}`: a template holds loops (`for`) and tests (`if`) only"),
    ],
)
def test_what_is_wrong_is_said_in_words(text: str, what: str) -> None:
    assert faults(text) == [what]


def test_a_test_may_open_and_close_in_two_paragraphs() -> None:
    assert faults("{%p if provider %}", "{{ provider }}", "{%p else %}", "nobody", "{%p endif %}") == []


def test_a_loops_own_name_is_known_inside_of_it() -> None:
    assert faults("{% for one in provider %}", "{{ one.name }} {{ loop.index }}", "{% endfor %}") == []
    assert faults("{% for one in owners %}{% endfor %}") == [
        "`{% for one in owners %}`: there is no value called `owners`; there are: date, provider, system.name"
    ]


def test_braces_of_other_people_are_no_placeholders() -> None:
    assert faults("a {set} of {things}", "{# a note #}", '{"json": {"in": "text"}') == []
    assert not has_placeholders(written("a {set}"))
    assert has_placeholders(written("{{ anything }}"))


def test_many_open_braces_take_no_time() -> None:
    assert faults("{{" * 1_900)


def test_what_is_no_word_document_is_refused() -> None:
    with pytest.raises(ConfigError, match="not a Word document"):
        examine(a_zip_of("a.txt"), KNOWN)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{{ 'a' * 1000000000 }}", "computes nothing and calls nothing (mul)"),
        ("{{ 9 ** 9 ** 9 ** 9 }}", "computes nothing and calls nothing (pow)"),
        ("{% for a in range(1000000000) %}x{% endfor %}", "computes nothing and calls nothing (call)"),
        ("{{ ''.__class__.__mro__ }}", "`__mro__` is no value: names do not begin with _"),
        ("{{ date['__class__'] }}", "there is no value called `date.__class__`"),
        ("{{ provider.format(date) }}", "computes nothing and calls nothing (call)"),
        ("{{ provider|center(999999999) }}", "there is no filter `center`"),
        ("{% include '/etc/passwd' %}", "a template holds loops (`for`) and tests (`if`) only"),
        ("{% import 'x' as y %}", "a template holds loops (`for`) and tests (`if`) only"),
        ("{% macro x() %}{% endmacro %}", "a template holds loops (`for`) and tests (`if`) only"),
    ],
)
def test_what_computes_calls_or_reaches_out_is_refused_before_jinja_compiles_it(text: str, what: str) -> None:
    assert any(what in one for one in faults(text)), faults(text)
    with pytest.raises(ConfigError, match=r"form\.docx, paragraph 1"):
        render(written(text), {"provider": "Pine", "date": "today"}, where="form.docx")


def test_loops_inside_loops_are_refused() -> None:
    text = "{% for a in date %}" * 3 + "x" + "{% endfor %}" * 3
    with pytest.raises(ConfigError, match="more than two loops stand inside each other"):
        render(written(text), {"date": "today"}, where="form.docx")


def test_where_no_paragraph_shows_it_a_template_is_refused_as_well() -> None:
    document = docx.Document()
    document.core_properties.comments = "{{ 'a' * 1000000000 }}"
    with pytest.raises(ConfigError, match="computes nothing and calls nothing"):
        render(saved(document), {"date": "today"}, where="form.docx")


def test_thousands_of_placeholders_are_no_template() -> None:
    with pytest.raises(ConfigError, match="more than 2,000 placeholders"):
        examine(written("{{ date }}" * 2_001), KNOWN)
    assert len(faults("{{ " * 1_900)) == 20
