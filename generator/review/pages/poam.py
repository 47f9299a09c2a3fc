"""POA&M: open items with filters, and what was asked about each."""

from collections.abc import Iterator

import msgspec

from generator.ledger.item import LedgerItem
from generator.model.candidate import CandidateState
from generator.pipeline.release_gate import unconfirmed
from generator.renderers.report.sections.poam import STATES, open_of
from generator.review.assessment import WorkspaceAssessment
from generator.review.bench import PageRequest, PageValues, ReviewPage, there
from generator.review.pages.decisions import new_entry_address
from generator.review.pages.long_tables import piece_of
from generator.text import enumerated
from generator.workspace.written_records import decision_lists
from generator.workspace.yaml_writer import read_yaml

_ASSETS = 3
_UNCONFIRMED = "unconfirmed"
_FILTERS = (*STATES, _UNCONFIRMED)


class ItemRow(msgspec.Struct, frozen=True, kw_only=True):
    """An open item in the table."""

    poam_id: str
    weakness: str
    rating: str
    state: str
    due: str
    days: int
    assets: str
    unconfirmed: bool
    deviations: str
    configuration: bool
    """A row of the sheet Configuration Findings."""


class WrittenEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of a file of decisions about an item."""

    what: str
    href: str
    """Of its form, which leads back to the item."""


def _view(request: PageRequest) -> PageValues:
    rows, state = request.assessment.once(item_rows), request.query.get("state", "")
    fitting = (row for row in rows if not state or row.state == state or (state == _UNCONFIRMED and row.unconfirmed))
    return {
        "piece": piece_of(fitting, request.query, text=lambda row: f"{row.poam_id} {row.weakness} {row.rating} {row.assets}"),
        "waiting": sum(row.unconfirmed for row in rows),
        "configuration": sum(row.configuration for row in rows),
        "state": state,
        "filters": _FILTERS,
        "candidates": sum(row.state is CandidateState.UNDECIDED for row in request.assessment.package.candidates),
    }


def item_rows(assessment: WorkspaceAssessment) -> tuple[ItemRow, ...]:
    """Every open item, late ones first."""
    return tuple(_rows(assessment))


def items_to_confirm(assessment: WorkspaceAssessment) -> frozenset[str]:
    """Ids of open items that wait for a plan of a person."""
    return frozenset(unconfirmed(assessment.package))


def _rows(assessment: WorkspaceAssessment) -> Iterator[ItemRow]:
    ledger = {item.poam_id: item for item in assessment.tracked.ledger.items}
    open_dates = assessment.once(items_to_confirm)
    for each in sorted(open_of(assessment.package), key=lambda item: (item.configuration, item.due)):
        item = ledger.get(each.poam_id)
        yield ItemRow(
            poam_id=each.poam_id,
            weakness=each.item.title,
            rating=str(each.rating),
            state=each.state,
            due=each.due.isoformat(),
            days=each.days,
            assets=enumerated(_assets(item), _ASSETS) if item else "",
            unconfirmed=each.poam_id in open_dates,
            deviations=", ".join(f"{deviation.kind} ({deviation.standing})" for deviation in item.deviations) if item else "",
            configuration=each.configuration,
        )


def _item(request: PageRequest) -> PageValues:
    poam_id = request.path["id"]
    item = there(next((item for item in request.assessment.tracked.ledger.items if item.poam_id == poam_id), None))
    row = next((row for row in request.assessment.once(item_rows) if row.poam_id == poam_id), None)
    return {
        "item": item,
        "row": row,
        "assets": _assets(item),
        "deviation": new_entry_address("deviations", {"poam-id": poam_id, "status": "pending", "back": f"/poam/{poam_id}"}),
        "deviations": tuple(_written(request, "deviations", item)),
        "plan": next(_written(request, "item-plans", item), None),
        "new_plan": new_entry_address("item-plans", {"poam-id": poam_id, "back": f"/poam/{poam_id}"}),
        "evaluation": next(_written(request, "evaluations", item), None),
        "new_evaluation": new_entry_address("evaluations", {"poam-id": poam_id, "back": f"/poam/{poam_id}"}),
    }


def _written(request: PageRequest, key: str, item: LedgerItem) -> Iterator[WrittenEntry]:
    """The entries of a file of decisions that name the item, each with the address of its form."""
    listed = next(each for each in decision_lists() if each.key == key)
    names = {item.poam_id, item.former_id} - {""}
    for at, entry in enumerate(listed.entries(read_yaml(request.bench.root, listed.file).value)):
        if entry.get("poam-id") in names:
            words = " ".join(str(entry[name]) for name in ("type", "status", "plan") if entry.get(name))
            yield WrittenEntry(what=words, href=f"/decisions/{key}/{at}?back=/poam/{item.poam_id}")


def _assets(item: LedgerItem) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(asset.asset_id) for asset in item.assets))


PAGES = (
    ReviewPage(path="/poam", title="POA&M", template="poam.html", view=_view),
    ReviewPage(path="/poam/{id}", title="POA&M item", template="poam_item.html", view=_item, listed=False),
)
