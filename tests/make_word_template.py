"""Makes the base document of Appendix A: styles, cover, header and footer; a renderer appends the rest.

US Letter, one-inch margins, ten-point Arial: its metrics are the same wherever the file is opened.
"""

import io

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches, Pt, RGBColor
from docx.styles.style import BaseStyle, ParagraphStyle
from docx.text.paragraph import Paragraph

DEEP, TEXT, _MUTED = RGBColor(0x1F, 0x3A, 0x5F), RGBColor(0x22, 0x22, 0x22), RGBColor(0x5B, 0x66, 0x73)
_FONT = "Arial"
_PARAGRAPH, _CHARACTER = WD_STYLE_TYPE.PARAGRAPH, WD_STYLE_TYPE.CHARACTER
_KEPT_TABLE_STYLES = frozenset({"Normal Table", "Table Grid"})


def appendix_a() -> bytes:
    """The document, with Jinja placeholders on its cover, in its header and in its footer."""
    document = docx.Document()
    clear(document)
    set_styles(document)
    _entries_to_the_margin(document)
    document.styles["Heading 1"].paragraph_format.space_before = Pt(0)
    section = document.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Inches(1)
    section.header_distance = section.footer_distance = Inches(0.45)
    section.different_first_page_header_footer = True
    _cover(document)
    _margins(document)
    core = document.core_properties
    core.author = core.last_modified_by = "atopack"
    core.title, core.comments, core.revision = "Security Controls (SSP Appendix A)", "", 1
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _entries_to_the_margin(document: Document) -> None:
    """Page numbers of the contents stand at the right margin, behind dots."""
    entries = document.styles["toc 1"]
    entries.font.bold = False
    entries.paragraph_format.tab_stops.add_tab_stop(Inches(6.5), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def summary() -> bytes:
    """A short document: title and tables on the first page, with Jinja placeholders; a renderer appends the rest."""
    document = docx.Document()
    clear(document)
    set_styles(document)
    document.styles["Heading 1"].paragraph_format.page_break_before = False
    _entries_to_the_margin(document)
    numbers = document.styles.add_style("Table Number", _PARAGRAPH)
    set_space(set_font(numbers, 9, TEXT), before=0, after=2)
    headings = document.styles.add_style("Table Number Heading", _PARAGRAPH)
    set_space(set_font(headings, 9, DEEP, bold=True), before=0, after=2)
    for style in (numbers, headings):
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    set_space(set_font(document.styles["Title"], 20, DEEP, bold=True), before=6, after=4, lines=1.05)
    section = document.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Inches(1)
    section.header_distance = section.footer_distance = Inches(0.45)
    document.add_paragraph("{{ marking }}", style="Marking")
    document.add_paragraph("{{ title }}", style="Title")
    document.add_paragraph("{{ system }}: {{ subtitle }}", style="Subtitle")
    document.add_paragraph("{{ provider }}. {{ date }}.", style="Body Text")
    _margins(document, top="{{ system }}: {{ title }}\t{{ date }}")
    core = document.core_properties
    core.author = core.last_modified_by = "atopack"
    core.title, core.comments, core.revision = "Executive summary", "", 1
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def clear(document: Document) -> None:
    """python-docx starts from a document with a hundred table styles and a picture of its first page."""
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in _KEPT_TABLE_STYLES:
            style.delete()
    relations = document.part.package.rels
    for key in [key for key, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        del relations[key]


def set_styles(document: Document) -> None:
    """Every style that our documents use."""
    set_font(document.styles["Normal"], 10, TEXT)
    set_space(document.styles["Normal"], before=0, after=0, lines=1.1)
    set_space(set_font(document.styles["Body Text"], 10, TEXT), before=0, after=6, lines=1.15)
    for level, size, before, after in ((1, 18, 24, 8), (2, 13, 18, 6), (3, 11, 14, 4)):
        style = set_space(set_font(document.styles[f"Heading {level}"], size, DEEP, bold=True), before=before, after=after)
        style.paragraph_format.keep_with_next = True
    document.styles["Heading 1"].paragraph_format.page_break_before = True
    caption = set_space(set_font(document.styles["Caption"], 9, _MUTED, bold=True), before=10, after=4)
    caption.paragraph_format.keep_with_next = True
    set_space(set_font(document.styles["Title"], 28, DEEP, bold=True), before=0, after=6, lines=1.05)
    set_space(set_font(document.styles["Subtitle"], 15, _MUTED), before=0, after=4)
    for name in ("Title", "Subtitle"):
        _plain_borders(document.styles[name])
    document.styles["Subtitle"].font.italic = False
    _added(document)
    for name in ("Header", "Footer"):
        set_font(document.styles[name], 8, _MUTED)
        document.styles[name].paragraph_format.tab_stops.clear_all()
    document.styles.element.append(parse_xml(_TABLE_STYLE))


def _added(document: Document) -> None:
    for level, indent in ((1, 0.0), (2, 0.2), (3, 0.45)):
        style = document.styles.add_style(f"toc {level}", _PARAGRAPH)
        set_space(set_font(style, 10, TEXT, bold=level == 1), before=6 if level == 1 else 0, after=2)
        style.paragraph_format.left_indent = Inches(indent)
    for name, size, color, bold, after in (
        ("Contents Title", 18, DEEP, True, 8),
        ("Table Text", 9, TEXT, False, 2),
        ("Table Heading", 9, DEEP, True, 2),
        ("Cover Text", 11, TEXT, False, 4),
        ("Marking", 9, _MUTED, True, 0),
        ("Figure", 10, TEXT, False, 6),
    ):
        set_space(set_font(document.styles.add_style(name, _PARAGRAPH), size, color, bold=bold), before=0, after=after)
    document.styles["Figure"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.styles["Marking"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    set_space(set_font(document.styles.add_style("Table Gap", _PARAGRAPH), 4, TEXT), before=0, after=4, lines=1.0)
    set_font(document.styles.add_style("Hyperlink", _CHARACTER), None, RGBColor(0x0B, 0x57, 0xA4)).font.underline = True
    set_font(document.styles.add_style("Placeholder Text", _CHARACTER), None, _MUTED).font.italic = True
    code = document.styles.add_style("Code", _CHARACTER)
    set_font(code, 9, TEXT, family="Courier New")


def set_font(
    style: BaseStyle, size: float | None, color: RGBColor, *, bold: bool | None = None, family: str = _FONT
) -> ParagraphStyle:
    """Font, size and colour of a style."""
    font = style.font
    font.color.rgb, font.bold = color, bold
    if size is not None:
        font.size, font.name = Pt(size), family
        fonts = style.element.rPr.rFonts
        for name in [name for name in map(str, fonts.attrib) if name.endswith("Theme")]:
            del fonts.attrib[name]
        for script in ("w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), family)
    return style


def set_space(style: ParagraphStyle, *, before: float, after: float, lines: float = 1.1) -> ParagraphStyle:
    """Room around and between the lines of a style."""
    look = style.paragraph_format
    look.space_before, look.space_after, look.line_spacing = Pt(before), Pt(after), lines
    return style


def _plain_borders(style: ParagraphStyle) -> None:
    for border in style.element.pPr.findall(qn("w:pBdr")):
        style.element.pPr.remove(border)


def _cover(document: Document) -> None:
    document.add_paragraph("{{ marking }}", style="Marking")
    space = document.add_paragraph(style="Cover Text")
    space.paragraph_format.space_before = Pt(150)
    document.add_paragraph("Security Controls", style="Title")
    document.add_paragraph("System Security Plan, Appendix A: {{ baseline }} baseline", style="Subtitle")
    added_rule(document)
    for text, bold in (("{{ system.name }}", True), ("{{ provider }}", False), ("{{ date }}", False)):
        document.add_paragraph(style="Cover Text").add_run(text).bold = bold


def added_rule(document: Document) -> None:
    """A line across the cover."""
    rule = document.add_paragraph(style="Cover Text")
    rule.paragraph_format.space_after = Pt(14)
    rule._p.get_or_add_pPr().append(parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="12" w:space="1" w:color="1F3A5F"/></w:pBdr>'
    ))  # fmt: skip


def _margins(document: Document, *, top: str = "{{ system.name }}: security controls\t{{ date }}") -> None:
    section = document.sections[0]
    head, bottom = section.header.paragraphs[0], section.footer.paragraphs[0]
    for paragraph in (head, bottom):
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(Inches(6.5), WD_TAB_ALIGNMENT.RIGHT)
    head.add_run(top)
    bottom.add_run("{{ marking }}\tPage ")
    add_field(bottom, "PAGE")
    bottom.add_run(" of ")
    add_field(bottom, "NUMPAGES")


def add_field(paragraph: Paragraph, instruction: str) -> None:
    """A field that Word fills in."""
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run(text if kind == "text" else "")
        if kind in {"begin", "separate", "end"}:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif kind == "":
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = f" {text} "
            run._r.append(code)


_EDGES = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="B7C3D0"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_TABLE_STYLE = f"""<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="PackageTable">
<w:name w:val="Package Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>
<w:rPr><w:sz w:val="18"/></w:rPr>
<w:tblPr><w:tblBorders>{_EDGES}</w:tblBorders><w:tblCellMar><w:top w:w="50" w:type="dxa"/><w:left w:w="100" w:type="dxa"/>
<w:bottom w:w="50" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:color w:val="1F3A5F"/></w:rPr>
<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="DCE6F1"/></w:tcPr></w:tblStylePr></w:style>"""
