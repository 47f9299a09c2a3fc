"""What a person does to a Word file, done to its XML: for tests of what comes back."""

import io
import zipfile
from collections.abc import Callable, Mapping

import docx
from lxml import etree

NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
W = f"{{{NAMES['w']}}}"
W14 = f"{{{NAMES['w14']}}}"


def a_letter() -> bytes:
    """A Word file that has nothing to do with any of ours."""
    document = docx.Document()
    document.add_paragraph("Dear madam")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def edited(data: bytes, change: Callable[[etree._Element], None]) -> bytes:
    """The file with something done to its body."""
    members = parts(data)
    root = etree.fromstring(members["word/document.xml"])
    change(root)
    return packed(
        {**members, "word/document.xml": etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)}
    )


def elements(markup: str) -> list[etree._Element]:
    declared = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMES.items())
    return list(etree.fromstring(f"<w:body {declared}>{markup}</w:body>"))


def paragraph(text: str, look: str = "", *, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{look}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def control(root: etree._Element, tag: str) -> etree._Element:
    (found,) = (
        one
        for one in root.iter(f"{W}sdt")
        if (named := one.find(f"{W}sdtPr/{W}tag")) is not None and named.get(f"{W}val") == tag
    )
    return found


def content(root: etree._Element, tag: str) -> etree._Element:
    found = control(root, tag).find(f"{W}sdtContent")
    assert found is not None
    return found


def type_into(root: etree._Element, tag: str, markup: str) -> None:
    """Word takes the prompt away once somebody types."""
    holder = content(root, tag)
    holder[:] = elements(markup)
    shown = control(root, tag).find(f"{W}sdtPr/{W}showingPlcHdr")
    if shown is not None:
        shown.getparent().remove(shown)


def tick(root: etree._Element, tag: str, *, on: bool) -> None:
    box = control(root, tag)
    state = box.find(f"{W}sdtPr/{W14}checkbox/{W14}checked")
    assert state is not None
    state.set(f"{W14}val", str(int(on)))
    for text in box.iter(f"{W}t"):
        text.text = "☒" if on else "☐"
