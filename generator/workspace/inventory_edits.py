"""What people typed into the inventory workbook, as entries of `decisions/assets.yaml`.

A column that a person can state has a key there; what evidence shows (addresses, identifiers, the asset type) is reported. Of
several entries that name an asset the first that states a key counts, so a new entry goes before the one that would be heard
instead.
"""

import glob
from collections.abc import Mapping, Sequence
from datetime import date

from generator.facts.asset_decisions import FILE, read_asset_decisions
from generator.ledger.shared_cells import own_words
from generator.model.asset import NoteKey
from generator.model.identifiers import AssetId
from generator.renderers.inventory.xlsx import HEADERS, INVENTORY_XLSX
from generator.text import shortened
from generator.workspace.cell_plan import CellPlan, RefusedCellError
from generator.workspace.returned_table import TableShape, TypedCell, same
from generator.workspace.yaml_text import YamlValue
from generator.workspace.yaml_writer import ChangingYaml

_KEY, _ADMINISTRATOR, _OWNER = "UNIQUE ASSET IDENTIFIER", "System Administrator/ Owner", "Application Administrator/ Owner"
STATED_AS: Mapping[str, NoteKey] = {
    "Virtual": NoteKey.VIRTUAL,
    "Public": NoteKey.PUBLIC,
    "Authenticated Scan": NoteKey.AUTHENTICATED_SCAN,
    "Baseline Configuration Name": NoteKey.BASELINE,
    "OS Name and Version": NoteKey.OS,
    "Location": NoteKey.LOCATION,
    "Hardware Make/Model": NoteKey.HARDWARE,
    "Software/ Database Vendor": NoteKey.VENDOR,
    "Software/ Database Name & Version": NoteKey.SOFTWARE,
    "Patch Level": NoteKey.PATCH_LEVEL,
    "Diagram Label": NoteKey.DIAGRAM_LABEL,
    "Comments": NoteKey.COMMENTS,
    "Serial #/Asset Tag#": NoteKey.ASSET_TAG,
    "VLAN/ Network ID": NoteKey.NETWORK,
    _ADMINISTRATOR: NoteKey.OWNER,
    _OWNER: NoteKey.OWNER,
    "Function": NoteKey.FUNCTION,
    "End-of-Life": NoteKey.END_OF_LIFE,
}
"""By header of the workbook, what of an asset a person can state."""
_YES_OR_NO = frozenset({NoteKey.VIRTUAL, NoteKey.PUBLIC, NoteKey.AUTHENTICATED_SCAN})

SHAPE = TableShape(document=INVENTORY_XLSX.path, sheet="Inventory", key=_KEY, headers=HEADERS, days=frozenset({"End-of-Life"}))


def plan_inventory(cells: Sequence[TypedCell], changing: ChangingYaml) -> CellPlan:
    """The file with what was typed; `changing` is `decisions/assets.yaml`."""
    plan = CellPlan(changing)
    rows: dict[str, dict[str, TypedCell]] = {}
    for cell in cells:
        rows.setdefault(cell.id, {})[cell.header] = cell
    new: dict[tuple[tuple[str, YamlValue], ...], list[tuple[str, list[tuple[TypedCell, str]]]]] = {}
    for asset_id, typed in rows.items():
        wanted = _wanted(asset_id, typed, plan)
        fresh = [(cell, key, value) for cell, key, value in wanted if not _set(plan, asset_id, cell, key, value)]
        if fresh:
            stated = tuple((str(key), value) for _, key, value in fresh)
            new.setdefault(stated, []).append((asset_id, [(cell, str(key)) for cell, key, _ in fresh]))
    for stated, assets in new.items():
        _add(plan, dict(stated), assets)
    return plan


def _wanted(asset_id: str, typed: Mapping[str, TypedCell], plan: CellPlan) -> list[tuple[TypedCell, NoteKey, YamlValue]]:
    """The values of the cells that a person may state and that say something."""
    wanted = []
    for header, cell in typed.items():
        if cell.now is not None and same(cell.now, cell.typed):
            continue
        try:
            key, value = _stated(asset_id, header, cell, plan.changing)
        except RefusedCellError as refused:
            plan.tell(cell, str(refused))
            continue
        if cell.clashes and header != "Comments":
            plan.clashes.append(cell)
        else:
            wanted.append((cell, key, value))
    return wanted


def _stated(asset_id: str, header: str, cell: TypedCell, changing: ChangingYaml) -> tuple[NoteKey, YamlValue]:
    key = _key(asset_id, header, changing)
    if cell.now is None:
        raise RefusedCellError("the inventory no longer has such an asset, so it is not taken over")
    if not cell.typed:
        raise RefusedCellError(f"it was emptied, which says nothing; remove `{key}` from {FILE} if it stands there")
    if key is NoteKey.COMMENTS:
        return key, _own_comments(asset_id, cell, changing)
    return key, _value(key, cell.typed)


def _key(asset_id: str, header: str, changing: ChangingYaml) -> NoteKey:
    if header not in STATED_AS:
        raise RefusedCellError("evidence shows this, so it is not taken over; collect it again where it is wrong")
    administered = _heard(changing, asset_id, NoteKey.ADMINISTRATOR) is not None
    if header == _OWNER and not administered:
        raise RefusedCellError(f"say `administrator` and `owner` in {FILE}: without the first, the owner stands there")
    return NoteKey.ADMINISTRATOR if header == _ADMINISTRATOR and administered else STATED_AS[header]


def _value(key: NoteKey, typed: str) -> YamlValue:
    if key in _YES_OR_NO:
        if typed.casefold() not in ("yes", "no"):
            raise RefusedCellError("the column takes Yes or No")
        return typed.casefold() == "yes"
    if key is NoteKey.END_OF_LIFE:
        try:
            return date.fromisoformat(typed)
        except ValueError:
            raise RefusedCellError("it is not a date; write it like 2027-06-30") from None
    return typed


def _own_comments(asset_id: str, cell: TypedCell, changing: ChangingYaml) -> str:
    """The cell also says what evidence shows, and that is written anew each time."""
    heard = _heard(changing, asset_id, NoteKey.COMMENTS)
    before = heard[1] if heard else ""
    words = own_words(cell.typed, cell.base, before if before and before in cell.base else "")
    if not words:
        raise RefusedCellError("what was taken out is made from evidence, and the next build writes it again")
    if before and before not in cell.base and before not in words:
        return f"{before}\n{words}"  # stated since the workbook was built
    return words


def _heard(changing: ChangingYaml, asset_id: str, key: NoteKey) -> tuple[int, str] | None:
    """The entry that states a key of an asset, by its place in the list, and what it says."""
    for index, decision in enumerate(read_asset_decisions(changing.text)):
        if decision.concerns(AssetId(asset_id)):
            for note in decision.notes:
                if note.key is key:
                    return index, note.value
    return None


def _set(plan: CellPlan, asset_id: str, cell: TypedCell, key: NoteKey, value: YamlValue) -> bool:
    """Into the entry about this asset alone, where there is one and it is heard."""
    decisions = read_asset_decisions(plan.changing.text)
    heard = _heard(plan.changing, asset_id, key)
    own = next(
        (index for index, each in enumerate(decisions) if each.patterns in ((asset_id,), (glob.escape(asset_id),))), None
    )
    if own is None or (heard is not None and heard[0] < own):
        return False
    plan.changing = plan.changing.with_key((own, str(key)), value, why=f"{cell.header} of {asset_id}")
    plan.take(cell, str(key))
    return True


def _add(plan: CellPlan, stated: Mapping[str, YamlValue], assets: Sequence[tuple[str, list[tuple[TypedCell, str]]]]) -> None:
    """One entry for all assets of which the same was typed."""
    names = [glob.escape(asset_id) for asset_id, _ in assets]
    heard = [
        place[0]
        for asset_id, _ in assets
        for key in stated
        if (place := _heard(plan.changing, asset_id, NoteKey(key))) is not None
    ]
    entry: dict[str, YamlValue] = {"assets": names, **stated}
    why = ", ".join(dict.fromkeys(cell.header for _, cells in assets for cell, _ in cells))
    before = min(heard) if heard else None
    plan.changing = plan.changing.with_entry((), entry, why=f"{why} of {shortened(', '.join(names), 200)}", before=before)
    for cell, key in (pair for _, cells in assets for pair in cells):
        plan.take(cell, key)
