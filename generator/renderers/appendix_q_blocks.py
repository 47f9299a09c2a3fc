"""Cells of Appendix Q as blocks, for our own layout and for FedRAMP's form alike."""

from collections.abc import Iterable

from generator.documents.word_blocks import Checkbox, Paragraph, TextRun, WordCell, plain
from generator.model.crypto import CryptoArea
from generator.renderers.appendix_q_rows import ENCRYPTIONS, FIPS_MODE, ORIGINS, PROTOCOLS, UNSHOWN, CryptoRow, ModuleCells
from generator.renderers.ssp_blocks import UNSTATED
from generator.renderers.ssp_rows import PlanStatement

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


def rows(area: CryptoArea, listed: Iterable[CryptoRow], style: str) -> tuple[tuple[WordCell, ...], ...]:
    """All rows of a table; where there are none, one that says so."""
    cells = tuple(_transit(row, style) if area is CryptoArea.TRANSIT else _other(row, style) for row in listed)
    return cells or ((WordCell(blocks=(plain(NONE[area], style=style),), span=len(HEADERS[area])),),)


def _transit(row: CryptoRow, style: str) -> tuple[WordCell, ...]:
    return (
        _text(row.reference, style),
        _text(row.source, style),
        *_module(row.source_module, style),
        _text(row.where, style),
        *_module(row.module, style),
        _boxed(row.usage, PROTOCOLS, row.kinds, style),
        _text("\n".join(row.notes), style),
    )


def _other(row: CryptoRow, style: str) -> tuple[WordCell, ...]:
    return (
        _text(row.reference, style),
        _text(row.where, style),
        *_module(row.module, style),
        _text(row.usage, style),
        _boxed(row.encryption, ENCRYPTIONS, row.kinds, style),
        _text("\n".join(row.notes), style),
    )


def _module(cells: ModuleCells, style: str) -> tuple[WordCell, ...]:
    shown = cells.certificate.text or UNSHOWN
    first = _boxed(shown, _MODULE_BOXES if cells.ours else (), cells.boxes, style)
    shade = UNSTATED if cells.certificate.is_outstanding else ""
    return (WordCell(blocks=first.blocks, shade=shade), _cell(cells.vendor, style), _cell(cells.module, style))


def _cell(statement: PlanStatement, style: str) -> WordCell:
    return WordCell(blocks=(plain(statement.text or UNSHOWN, style=style),), shade=UNSTATED if statement.is_outstanding else "")


def _boxed(text: str, labels: Iterable[str], ticked: Iterable[str], style: str) -> WordCell:
    chosen = set(ticked)
    boxes = tuple(Paragraph(content=(Checkbox(label=label, checked=label in chosen),), style=style) for label in labels)
    lead = (Paragraph(content=(TextRun(text=text),), style=style),) if text else ()
    return WordCell(blocks=(*lead, *boxes))


def _text(text: str, style: str) -> WordCell:
    return WordCell(blocks=(plain(text, style=style),))
