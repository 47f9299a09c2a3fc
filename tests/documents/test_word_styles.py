"""The styles that a document of its own lacks are added under names that stand in none of it."""

from docx import Document

from generator.documents.word_styles import _STYLES, with_styles


def test_each_missing_style_is_added_once_under_a_name_of_its_own() -> None:
    document = Document()
    for name in _STYLES:
        if name in document.styles:
            document.styles.element.remove(document.styles[name].element)
    taken = {style.style_id for style in document.styles}
    document.styles.add_style("CodeBlock", 1).element.styleId = "Code"
    with_styles(document)
    made = {name: document.styles[name].style_id for name in _STYLES}
    expected = {name: name.replace(" ", "") for name in _STYLES} | {"Code": "Code1"}
    assert not taken & set(made.values())
    assert made == expected
    before = len(document.styles)
    with_styles(document)
    assert len(document.styles) == before
