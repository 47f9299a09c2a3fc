"""Content controls as WordprocessingML (ECMA-376 part 1, 17.5.2), check boxes as [MS-DOCX] 2.6.1.2 `w14:checkbox`.

A region is closed by two points beside the control: LibreOffice keeps a control around the first paragraph only, and whoever
presses Enter below a control writes outside of it. What lies between the points is the person's all the same.
"""

from generator.documents.cells import xml_text
from generator.documents.word_runs import attribute, bookmark_name, run
from generator.errors import ConfigError

CHECKED, UNCHECKED = "\u2612", "\u2610"
_TAG_LIMIT = 64
_GOTHIC = '<w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/>'


def begin_name(tag: str) -> str:
    """The point where a region begins."""
    return bookmark_name(f"begin {tag}")


def end_name(tag: str) -> str:
    """The point in the paragraph below a region."""
    return bookmark_name(f"end {tag}")


def point(name: str, number: int) -> str:
    """A bookmark around nothing."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/><w:bookmarkEnd w:id="{number}"/>'


def checkbox(label: str, tag: str, number: int, *, checked: bool) -> str:
    """A box that a reader can tick."""
    return (
        "<w:sdt><w:sdtPr>"
        f'<w:rPr>{_GOTHIC}</w:rPr>{control_name(label, tag)}<w:id w:val="{number}"/>'
        f'<w14:checkbox><w14:checked w14:val="{int(checked)}"/>'
        '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
        f"<w:sdtContent>{run(CHECKED if checked else UNCHECKED, _GOTHIC)}</w:sdtContent></w:sdt>"
    )


def control(title: str, tag: str, number: int, body: str, *, empty: bool) -> str:
    """A control around paragraphs or runs; while it is empty its body is only a prompt."""
    showing = "<w:showingPlcHdr/>" if empty else ""
    return (
        f'<w:sdt><w:sdtPr>{control_name(title, tag)}<w:id w:val="{number}"/>{showing}'
        f"</w:sdtPr><w:sdtContent>{body}</w:sdtContent></w:sdt>"
    )


def control_name(title: str, tag: str) -> str:
    """What a control is called, on its handle and for programs."""
    if len(tag) > _TAG_LIMIT:
        raise ConfigError(f"the content control tag {tag!r} has more than {_TAG_LIMIT} characters")
    alias = f"<w:alias w:val={attribute(xml_text(title)[:_TAG_LIMIT])}/>" if title else ""
    return alias + (f"<w:tag w:val={attribute(tag)}/>" if tag else "")
