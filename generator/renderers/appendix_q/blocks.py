"""Cells of Appendix Q as blocks, for our own layout and for FedRAMP's form alike."""

from collections.abc import Iterable

from generator.documents.word_blocks import Checkbox, Field, Paragraph, WordCell, plain, text_cell
from generator.model.crypto import CryptoArea
from generator.renderers.appendix_q.rows import ENCRYPTIONS, FIPS_MODE, ORIGINS, PROTOCOLS, CryptoRow, ModuleCells
from generator.renderers.ssp.blocks import SHORT_PROMPT
from generator.renderers.ssp.rows import PlanStatement

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


def rows(area: CryptoArea, listed: Iterable[CryptoRow], style: str) -> tuple[tuple[WordCell, ...], ...]:
    """All rows of a table; where there are none, an empty one to write in."""
    cells = tuple(_transit(row, style) if area is CryptoArea.TRANSIT else _other(row, style) for row in listed)
    return cells or (tuple(_text("", style) for _ in HEADERS[area]),)


def _transit(row: CryptoRow, style: str) -> tuple[WordCell, ...]:
    return (
        _text(row.reference, style),
        _text(row.source, style),
        *_module(row, row.source_module, style),
        _text(row.where, style),
        *_module(row, row.module, style),
        _boxed(row.usage, PROTOCOLS, row.kinds, style),
        _text("\n".join(row.notes), style),
    )


def _other(row: CryptoRow, style: str) -> tuple[WordCell, ...]:
    return (
        _text(row.reference, style),
        _text(row.where, style),
        *_module(row, row.module, style),
        _text(row.usage, style),
        _boxed(row.encryption, ENCRYPTIONS, row.kinds, style),
        _text("\n".join(row.notes), style),
    )


def module_tag(row: CryptoRow, key: str) -> str:
    """Of the content control of one of the three columns: `said:q-DIT-1-vendor`."""
    return f"said:q-{row.reference}-{key}"[:64]


MODULE_COLUMNS = {"certificate": "CMVP #", "vendor": "CM Vendor", "module": "Module Name"}
"""Keys of `decisions/crypto-modules.yaml` with a content control, and what their columns are called."""


def _module(row: CryptoRow, cells: ModuleCells, style: str) -> tuple[WordCell, ...]:
    """The module inside the boundary is a person's to name; where the same stands at both ends, the first is the place."""
    statements = {"certificate": cells.certificate, "vendor": cells.vendor, "module": cells.module}
    if row.use and cells is row.ours:
        leads = {key: _field(row, key, statement, style) for key, statement in statements.items()}
    else:
        leads = {key: plain(statement.text, style=style) for key, statement in statements.items()}
    boxes = _boxed("", _MODULE_BOXES if cells.ours else (), cells.boxes, style).blocks
    return (
        WordCell(blocks=(leads["certificate"], *boxes)),
        WordCell(blocks=(leads["vendor"],)),
        WordCell(blocks=(leads["module"],)),
    )


def _field(row: CryptoRow, key: str, statement: PlanStatement, style: str) -> Paragraph:
    title = f"{row.reference}, {MODULE_COLUMNS[key]}"
    field = Field(tag=module_tag(row, key), title=title, text=statement.text, prompt=SHORT_PROMPT)
    return Paragraph(content=(field,), style=style)


def _boxed(text: str, labels: Iterable[str], ticked: Iterable[str], style: str) -> WordCell:
    chosen = set(ticked)
    boxes = tuple(Paragraph(content=(Checkbox(label=label, checked=label in chosen),), style=style) for label in labels)
    lead = (plain(text, style=style),) if text else ()
    return WordCell(blocks=(*lead, *boxes))


def _text(text: str, style: str) -> WordCell:
    return text_cell(text, style)
