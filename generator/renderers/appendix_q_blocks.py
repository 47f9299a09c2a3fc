"""Cells of Appendix Q as blocks, for our own layout and for FedRAMP's form alike."""

from collections.abc import Iterable

from generator.documents.word_blocks import Cell, Checkbox, Paragraph, Text, plain
from generator.model.crypto import CryptoArea
from generator.renderers.appendix_q_rows import ENCRYPTIONS, FIPS_MODE, ORIGINS, PROTOCOLS, UNSHOWN, CryptoRow, ModuleCells
from generator.renderers.ssp_blocks import UNSTATED
from generator.renderers.ssp_rows import Said

_MODULE_BOXES = (*ORIGINS.values(), FIPS_MODE, "Other")

HEADERS: dict[CryptoArea, tuple[str, ...]] = {
    CryptoArea.TRANSIT: (
        "Ref #",
        "Areas of DIT",
        "CMVP #",
        "CM Vendor",
        "Module Name",
        "Areas of DIT",
        "CMVP #",
        "CM Vendor",
        "Module Name",
        "Usage",
        "Notes",
    ),
    CryptoArea.REST: (
        "Ref #",
        "Areas of DAR",
        "CMVP #",
        "CM Vendor Name",
        "Module Name",
        "Usage",
        "Encryption Type",
        "Notes",
    ),
    CryptoArea.OTHER: (
        "Ref #",
        "Areas of Use",
        "CMVP #",
        "CM Vendor Name",
        "Module Name",
        "Usage",
        "Encryption Type",
        "Notes",
    ),
}
TITLES: dict[CryptoArea, str] = {
    CryptoArea.TRANSIT: "Data in Transit (DIT)",
    CryptoArea.REST: "Data at Rest (DAR)",
    CryptoArea.OTHER: "Other (Hashes, Digital Signatures, MFA, etc.)",
}
NONE: dict[CryptoArea, str] = {
    CryptoArea.TRANSIT: "The evidence shows no place where data in transit is encrypted.",
    CryptoArea.REST: "The evidence shows no place where data at rest is encrypted.",
    CryptoArea.OTHER: "Nothing that was collected shows hashes, signatures or the like; whoever knows of them adds a row.",
}


def rows(area: CryptoArea, listed: Iterable[CryptoRow], style: str) -> tuple[tuple[Cell, ...], ...]:
    """All rows of a table; where there are none, one that says so."""
    found = tuple(_transit(one, style) if area is CryptoArea.TRANSIT else _other(one, style) for one in listed)
    return found or ((Cell(blocks=(plain(NONE[area], style=style),), span=len(HEADERS[area])),),)


def _transit(row: CryptoRow, style: str) -> tuple[Cell, ...]:
    return (
        _text(row.reference, style),
        _text(row.source, style),
        *_module(row.source_module, style),
        _text(row.where, style),
        *_module(row.module, style),
        _boxed(row.usage, PROTOCOLS, row.kinds, style),
        _text("\n".join(row.notes), style),
    )


def _other(row: CryptoRow, style: str) -> tuple[Cell, ...]:
    return (
        _text(row.reference, style),
        _text(row.where, style),
        *_module(row.module, style),
        _text(row.usage, style),
        _boxed(row.encryption, ENCRYPTIONS, row.kinds, style),
        _text("\n".join(row.notes), style),
    )


def _module(cells: ModuleCells, style: str) -> tuple[Cell, ...]:
    shown = cells.certificate.text or UNSHOWN
    first = _boxed(shown, _MODULE_BOXES if cells.ours else (), cells.boxes, style)
    shade = UNSTATED if cells.certificate.owed else ""
    return (Cell(blocks=first.blocks, shade=shade), _said(cells.vendor, style), _said(cells.module, style))


def _said(said: Said, style: str) -> Cell:
    return Cell(blocks=(plain(said.text or UNSHOWN, style=style),), shade=UNSTATED if said.owed else "")


def _boxed(text: str, labels: Iterable[str], ticked: Iterable[str], style: str) -> Cell:
    chosen = set(ticked)
    boxes = tuple(Paragraph(content=(Checkbox(label=label, checked=label in chosen),), style=style) for label in labels)
    lead = (Paragraph(content=(Text(text=text),), style=style),) if text else ()
    return Cell(blocks=(*lead, *boxes))


def _text(text: str, style: str) -> Cell:
    return Cell(blocks=(plain(text, style=style),))
