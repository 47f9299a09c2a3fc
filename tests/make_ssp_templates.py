"""Makes the base documents of the System Security Plan and of its Appendix Q: styles, numbering, cover, header and footer.

Headings are numbered by their styles, so that a writer who adds a section gets the next number.
"""

import io

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches, Pt
from docx.text.paragraph import Paragraph

from tests.make_word_template import (
    DEEP,
    TEXT,
    add_field,
    added_rule,
    clear,
    set_font,
    set_space,
    set_styles,
)

_HEADINGS, _APPENDICES = 90, 91
"""Ids of the two numberings."""


def ssp() -> bytes:
    """The plan."""
    document = _started()
    _numbering(document)
    for level in (1, 2, 3):
        _number(document, f"Heading {level}", _HEADINGS, level - 1)
        style = document.styles[f"Heading {level}"]
        style.paragraph_format.page_break_before = False
        style.paragraph_format.left_indent = style.paragraph_format.first_line_indent = None
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.space_before = Pt(14 if level == 1 else 10)
    appendix = document.styles.add_style("Appendix 1", WD_STYLE_TYPE.PARAGRAPH)
    set_space(set_font(appendix, 16, DEEP, bold=True), before=18, after=8)
    appendix.paragraph_format.keep_with_next = True
    _number(document, "Appendix 1", _APPENDICES, 0)
    appendix.element.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="0"/>'))
    front = document.styles.add_style("Front Heading", WD_STYLE_TYPE.PARAGRAPH)
    set_space(set_font(front, 13, DEEP, bold=True), before=14, after=6)
    front.paragraph_format.keep_with_next = True
    for level, stop in ((1, 0.4), (2, 0.75)):
        look = document.styles[f"toc {level}"].paragraph_format
        look.left_indent, look.first_line_indent = Inches(stop), Inches(-0.4 if level == 1 else -0.55)
        look.tab_stops.add_tab_stop(Inches(stop))
        look.tab_stops.add_tab_stop(Inches(6.5), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        look.right_indent = Inches(0.5)
        document.styles[f"toc {level}"].font.bold = False
    section = document.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.different_first_page_header_footer = True
    document.add_paragraph("{{ marking }}", style="Marking")
    space = document.add_paragraph(style="Cover Text")
    space.paragraph_format.space_before = Pt(150)
    document.add_paragraph("System Security Plan", style="Title")
    document.add_paragraph("FedRAMP {{ baseline }} baseline", style="Subtitle")
    added_rule(document)
    for text, bold in (
        ("{{ system.name }}", True),
        ("{{ provider }}", False),
        ("{{ version }}", False),
        ("{{ date }}", False),
    ):
        document.add_paragraph(style="Cover Text").add_run(text).bold = bold
    _margins(document, "{{ provider }} | {{ system.name }}: System Security Plan", "{{ version }} | {{ date }}")
    return _saved(document, "System Security Plan")


def appendix_q() -> bytes:
    """The cryptographic modules: a landscape document, since its tables have up to eleven columns."""
    document = _started()
    document.styles["Heading 1"].paragraph_format.page_break_before = False
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Inches(11), Inches(8.5)
    section.left_margin = section.right_margin = Inches(0.75)
    document.add_paragraph("{{ marking }}", style="Marking")
    document.add_paragraph("Cryptographic Modules", style="Title")
    document.add_paragraph("System Security Plan, Appendix Q: {{ system.name }}", style="Subtitle")
    document.add_paragraph("{{ provider }}. {{ version }}. {{ date }}.", style="Body Text")
    _margins(
        document, "{{ provider }} | {{ system.name }}: SSP Appendix Q, Cryptographic Modules", "{{ version }} | {{ date }}"
    )
    return _saved(document, "Cryptographic Modules (SSP Appendix Q)")


def _started() -> Document:
    document = docx.Document()
    clear(document)
    set_styles(document)
    for name, color, bold in (("Small Table Text", TEXT, False), ("Small Table Heading", DEEP, True)):
        set_space(set_font(document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH), 7.5, color, bold=bold), before=0, after=2)
    section = document.sections[0]
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Inches(1)
    section.header_distance = section.footer_distance = Inches(0.45)
    return document


def _saved(document: Document, title: str) -> bytes:
    core = document.core_properties
    core.author = core.last_modified_by = "atopack"
    core.title, core.comments, core.revision = title, "", 1
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _numbering(document: Document) -> None:
    root = document.part.numbering_part.element
    first = root.find(qn("w:num"))
    levels = "".join(
        _level(level, "decimal", ".".join(f"%{one + 1}" for one in range(level + 1)), f"Heading{level + 1}", room)
        for level, room in enumerate((540, 720, 900))
    )
    letters = _level(0, "upperLetter", "Appendix %1", "Appendix1", 0)
    for number, levelled in ((_HEADINGS, levels), (_APPENDICES, letters)):
        body = f'<w:multiLevelType w:val="multilevel"/>{levelled}'
        made = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{body}</w:abstractNum>')
        root.append(made) if first is None else first.addprevious(made)
    for number in (_HEADINGS, _APPENDICES):
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))


def _level(level: int, kind: str, text: str, style: str, room: int) -> str:
    """A hanging number; that of an appendix is followed by a space, since its title is long."""
    apart = "" if room else '<w:suff w:val="space"/>'
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:pStyle w:val="{style}"/>{apart}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{room}" w:hanging="{room}"/></w:pPr></w:lvl>'
    )


def _number(document: Document, style: str, number: int, level: int) -> None:
    look = document.styles[style].element.get_or_add_pPr()
    made = parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    look._insert_numPr(made)


def _margins(document: Document, left: str, right: str) -> None:
    """Tables as wide as the page, so that they fit upright and landscape pages alike."""
    section = document.sections[0]
    for part, cells in ((section.header, (left, right)), (section.footer, ("{{ marking }}", "Page "))):
        empty = part.paragraphs[0]
        shares = (3400, 1600)
        row = "".join(f'<w:tc><w:tcPr><w:tcW w:w="{share}" w:type="pct"/></w:tcPr><w:p/></w:tc>' for share in shares)
        table = parse_xml(
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="5000" w:type="pct"/></w:tblPr>'
            f'<w:tblGrid><w:gridCol w:w="6360"/><w:gridCol w:w="3000"/></w:tblGrid><w:tr>{row}</w:tr></w:tbl>'
        )
        empty._p.addprevious(table)
        styled = "Header" if part is section.header else "Footer"
        for place, (cell, text) in enumerate(zip(table.iter(qn("w:tc")), cells, strict=True)):
            paragraph = Paragraph(cell.find(qn("w:p")), part)
            paragraph.style = document.styles[styled]
            if place:
                paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:jc {nsdecls("w")} w:val="right"/>'))
            paragraph.add_run(text)
            if text == "Page ":
                add_field(paragraph, "PAGE")
                paragraph.add_run(" of ")
                add_field(paragraph, "NUMPAGES")
        empty.style = document.styles[styled]
