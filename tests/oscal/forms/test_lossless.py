"""JSON to XML to YAML to JSON: texts come back meaning the same, whatever stands in them, and change at most once."""

import json
import random
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from prerequisites import needs, shared

from generator.oscal.forms.other_forms import in_form
from generator.oscal.forms.reading import json_of

_SHARED = shared("reference")
_PUBLISHED = [
    path
    for folder in ("oscal/examples", "fedramp/oscal/templates-rev5")
    for path in (sorted((_SHARED / folder).glob("*.json")) if _SHARED.is_dir() else ())
]
_SAMPLE = sorted((Path(__file__).parents[3] / "output/sample/oscal").glob("*.json"))
_PIECES = [
    *(
        "word",
        "two words",
        " ",
        "  ",
        "\n",
        "\n\n",
        "<",
        ">",
        "&",
        "&amp;",
        "&#42;",
        "*",
        "**",
        "_",
        "`",
        "``",
        "\\",
        "!",
        "#",
        "=",
        "+",
    ),
    *(
        "\n- ",
        "\n  - ",
        "\n1. ",
        "\n7) ",
        "\n100. ",
        "\n# ",
        "\n> ",
        "\n| a | b |\n|---|---|\n| 1 | 2 |\n",
        "\n```\nx  y\n```\n",
        "\n    code",
    ),
    *(
        "[x](y)",
        "![i](j)",
        "[a]: http://b.example\n",
        "[a]",
        "<http://a.example>",
        "{{ insert: param, ac-1_prm_1 }}",
        "{{",
        "~2~",
    ),
    *("<b>", "</b>", "\t", "\u00e9", "\U0001f600", "1.", "\n---\n", "\\*", "` a `"),
]


def _document(text: str) -> dict[str, object]:
    line = " ".join(text.split("\n"))
    return {"catalog": {"uuid": "1", "metadata": {"title": line or "T", "remarks": text}}}


def _around(document: dict[str, object]) -> tuple[bytes, dict[str, object]]:
    """As XML; and after XML and YAML as JSON again."""
    xml = in_form(document, "xml", {})
    yaml = in_form(json.loads(json_of(xml, ".xml")), "yaml", {})
    return xml, json.loads(json_of(yaml, ".yaml"))


def _meaning(xml: bytes) -> object:
    """Elements and words; space only where it is content, and no paragraph without a word. A heading is one line."""
    return _of(fromstring(xml), whole=False)


def _of(element: Element, *, whole: bool) -> tuple[object, ...]:
    name = element.tag.rpartition("}")[2]
    whole = whole or name == "pre"
    parts: list[object] = [name, _words(element.text, whole=whole)]
    for one in element:
        inside = _of(one, whole=whole)
        if inside[0] == "p" and name == "li":
            parts += inside[1:]  # whether items stand apart is no difference
            inside = ("p",)
        told = inside != ("p",) and not (inside == ("br",) and name[:1] == "h")
        parts += [*([inside] if told else []), _words(one.tail, whole=whole)]
    joined: list[object] = []
    for part in (part for part in parts if part):
        if len(joined) > 1 and isinstance(part, str) and isinstance(joined[-1], str):
            joined[-1] = f"{joined[-1]} {part}"
        else:
            joined.append(part)
    return tuple(joined)


def _words(text: str | None, *, whole: bool) -> str:
    return (text or "").rstrip("\n") if whole else " ".join((text or "").split())


@pytest.mark.parametrize("seed", range(4))
def test_any_text_means_the_same_afterwards(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - not for secrets
    for _ in range(300):
        text = "".join(dice.choice(_PIECES) for _ in range(dice.choice((1, 2, 3, 5, 9))))
        xml, back = _around(_document(text))
        again, settled = _around(back)
        assert _meaning(again) == _meaning(xml), text
        assert _around(settled)[1] == settled, text


@pytest.mark.parametrize(
    "text",
    [
        "- a\n- b\n\n+ c\n+ d",
        "1. a\n\n1) b",
        "1\\. no list *but* \\<b\\>",
        "a\n\n- 2\\) x\n  \\=== *y*",
        "[a]: http://b.example",
        "`  a  `",
        "| a | b |\n|---|---:|\n| 1 | 2 |",
        "```\n  kept  as it is\n\n```",
    ],
)
def test_these_come_back_letter_by_letter(text: str) -> None:
    document = {"catalog": {"metadata": {"remarks": text}}}
    assert _around(document)[1] == document


def test_text_behind_a_list_inside_an_item_is_kept() -> None:
    xml = (
        b'<catalog xmlns="http://csrc.nist.gov/ns/oscal/1.0"><metadata><remarks><ul><li><ul><li>a</li></ul>b<br/>c</li>'
        b"<li>d<em>e</em><ul><li>f</li></ul>g</li></ul></remarks></metadata></catalog>"
    )
    read = json.loads(json_of(xml, ".xml"))
    assert read["catalog"]["metadata"]["remarks"] == "- - a\n\n  b\\\n  c\n- d*e*\n\n  - f\n\n  g"
    assert _meaning(in_form(read, "xml", {})) == _meaning(xml)


def test_markup_that_only_xml_has_is_one_that_markdown_reads_back() -> None:
    """Text of other producers that begins like a list, in a paragraph with markup."""
    xml = (
        b'<catalog xmlns="http://csrc.nist.gov/ns/oscal/1.0"><metadata><remarks><p>1. a *b*</p><ul><li>c</li></ul>'
        b"<ul><li>d</li></ul><h2>e\nf</h2></remarks></metadata></catalog>"
    )
    read = json.loads(json_of(xml, ".xml"))
    assert read["catalog"]["metadata"]["remarks"] == "1\\. a \\*b\\*\n\n- c\n\n+ d\n\n## e f"
    assert _meaning(in_form(read, "xml", {})) == _meaning(xml)


@pytest.mark.parametrize("path", _SAMPLE, ids=lambda path: path.stem)
def test_our_own_documents_come_back_letter_by_letter(path: Path) -> None:
    document = json.loads(path.read_text())
    assert _around(document)[1] == document


@pytest.mark.parametrize("path", _PUBLISHED, ids=lambda path: path.name)
@needs(shared("reference/oscal"))
def test_published_documents_mean_the_same_afterwards(path: Path) -> None:
    document = json.loads(path.read_text())
    xml, back = _around({name: value for name, value in document.items() if name != "$schema"})
    assert _meaning(_around(back)[0]) == _meaning(xml)


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "no",
        "1:30",
        "1e3",
        ".5e3",
        "-.5",
        "0o17",
        "010",
        "~",
        "null",
        "<<",
        "=",
        "2026-01-01",
        "1_0",
        "",
        " x ",
        "a: b",
        "# c",
        "\u0085",
        "\t",
    ],
)
def test_texts_that_a_reader_of_yaml_could_mistake_stay_texts(text: str) -> None:
    document = {"catalog": {"uuid": text}}
    assert json.loads(json_of(in_form(document, "yaml", {}), ".yaml")) == document
