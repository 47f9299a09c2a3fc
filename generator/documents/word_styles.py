"""Styles that our text needs, added to a document that lacks them: a person's own of the same name stay as they are."""

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

NARRATIVE_CODE = "Narrative Code"
NARRATIVE_STATE, NARRATIVE_END = "Narrative State", "Narrative End"
"""Of the paragraph below a person's text: who stands behind it, or one that takes no room."""
FORM_TEXT = "Form Table Text"
"""Of tables that we add to a form, whose own letters are too large for them."""
_FIXED = '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/><w:noProof/><w:sz w:val="18"/>'
_STYLES = {
    NARRATIVE_CODE: (
        "paragraph",
        '<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="40" w:after="80"/><w:ind w:left="180"/></w:pPr>'
        f"<w:rPr>{_FIXED}</w:rPr>",
    ),
    NARRATIVE_END: (
        "paragraph",
        '<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr>',
    ),
    "Table Gap": (
        "paragraph",
        '<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/></w:pPr>',
    ),
    FORM_TEXT: (
        "paragraph",
        '<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/></w:pPr>'
        '<w:rPr><w:sz w:val="17"/></w:rPr>',
    ),
    NARRATIVE_STATE: (
        "paragraph",
        '<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="40" w:after="80"/></w:pPr>'
        '<w:rPr><w:i/><w:color w:val="5B6673"/><w:sz w:val="17"/></w:rPr>',
    ),
    "Code": ("character", f"<w:rPr>{_FIXED}</w:rPr>"),
    "Hyperlink": ("character", '<w:rPr><w:color w:val="0B57A4"/><w:u w:val="single"/></w:rPr>'),
    "Placeholder Text": ("character", '<w:rPr><w:color w:val="5B6673"/></w:rPr>'),
}


def with_styles(document: Document) -> None:
    """Adds those that are missing."""
    known = {style.name for style in document.styles}
    ids = {style.style_id for style in document.styles}
    for name, (kind, look) in _STYLES.items():
        if name in known:
            continue
        identity = name.replace(" ", "")
        while identity in ids:
            identity += "1"
        ids.add(identity)
        head = f'<w:style {nsdecls("w")} w:type="{kind}" w:customStyle="1" w:styleId="{identity}">'
        document.styles.element.append(parse_xml(f'{head}<w:name w:val="{name}"/>{look}</w:style>'))
