"""POA&M plans: work packages of open POA&M items that no person planned yet, and items that no work package closes whole."""

from datetime import date

import msgspec

from generator.ledger.item_plans import FILE as ITEM_PLANS
from generator.ledger.work_package_decisions import FILE
from generator.renderers.poam.work_packages_yaml import UnconfirmedPackage, view
from generator.review.assessment import WorkspaceAssessment
from generator.review.bench import ActionDone, ActionRequest, PageRequest, PageValues, ReviewAction, ReviewPage
from generator.review.pages.long_tables import piece_of
from generator.review.pages.poam import ItemRow, item_rows
from generator.review.plan_entries import STEPS, entry_at, extended, posted_milestones
from generator.review.writes import change_yaml, refused, shown_hash
from generator.text import counted
from generator.workspace.yaml_text import YamlValue
from generator.workspace.yaml_writer import ChangingYaml, read_yaml

_ITEMS = 3


class PlannedWorkRow(msgspec.Struct, frozen=True, kw_only=True):
    """A work package in the table."""

    id: str
    work: str
    """What is done."""
    items: int
    first: str
    """Ids of the first items."""
    due: str
    late: bool
    rating: str
    confirmed_before: bool


def _view(request: PageRequest) -> PageValues:
    as_of = request.bench.as_of()
    rows = (_row(each, as_of) for each in request.assessment.once(waiting_packages))
    return {
        "items": piece_of(request.assessment.once(own_items), request.query, text=lambda row: f"{row.poam_id} {row.weakness}"),
        "items_shown": shown_hash(read_yaml(request.bench.root, ITEM_PLANS)),
        "piece": piece_of(rows, request.query, text=lambda row: f"{row.id} {row.work} {row.rating} {row.first}"),
        "steps": tuple(range(STEPS)),
        "day": as_of.isoformat(),
        "shown": shown_hash(read_yaml(request.bench.root, FILE)),
    }


def waiting_packages(assessment: WorkspaceAssessment) -> tuple[UnconfirmedPackage, ...]:
    """Work packages without a plan that covers their open items, the most urgent first."""
    return view(assessment.package)


def own_items(assessment: WorkspaceAssessment) -> tuple[ItemRow, ...]:
    """Open items without a plan that no plan of a work package would cover: a part has no fix, or is no update at all."""
    by_package = {
        item.poam_id for each in assessment.once(waiting_packages) if not each.confirmed_before for item in each.items
    }
    return tuple(row for row in assessment.once(item_rows) if row.unconfirmed and row.poam_id not in by_package)


def _row(each: UnconfirmedPackage, as_of: date) -> PlannedWorkRow:
    items = each.items
    names = ", ".join(item.poam_id for item in items[:_ITEMS])
    return PlannedWorkRow(
        id=each.id,
        work=items[0].text,
        items=len(items),
        first=names if len(items) <= _ITEMS else f"{names} …",
        due=items[0].due.isoformat(),
        late=items[0].due < as_of,
        rating=str(items[0].rating),
        confirmed_before=each.confirmed_before,
    )


def _confirm(request: ActionRequest) -> ActionDone:
    """One owner and one list of milestones for the chosen work packages, by the person at the keyboard."""
    chosen, owner = request.several.get("work-package", ()), " ".join(request.posted.get("owner", "").split())
    milestones = list(posted_milestones(request.posted))
    if not chosen or not owner or not milestones:
        raise refused("a plan needs work packages, an owner and a milestone with its day", "fill in all three")
    if not request.person.known:
        raise refused("no person is named who confirms", "write your name on the page You")
    said: dict[str, YamlValue] = {"by": request.person.name, "confirmed": request.bench.as_of()}

    def change(before: ChangingYaml) -> ChangingYaml:
        after = before
        for name in chosen:
            at = entry_at(after.value, name, key="work-package")
            if at is None:
                plan: dict[str, YamlValue] = {"work-package": name, "owner": owner, "milestones": milestones}
                after = after.with_entry((), {**plan, **said}, why=name)
                continue
            after = extended(after, at, milestones, {"owner": owner, **said}, name)
        return after

    notice = change_yaml(request, FILE, change)
    return ActionDone(back="/poam/plans", notice=notice)


def _plan_items(request: ActionRequest) -> ActionDone:
    """One plan for each of the chosen items, by the person at the keyboard."""
    chosen, milestones = request.several.get("item", ()), list(posted_milestones(request.posted))
    said = {key: " ".join(request.posted.get(key, "").split()) for key in ("plan", "contact", "resources")}
    if not chosen or not said["plan"] or not milestones:
        raise refused("a plan needs items, a text and a milestone with its day", "fill in all three")
    if not request.person.known:
        raise refused("no person is named who plans", "write your name on the page You")
    stated: dict[str, YamlValue] = {
        **{key: text for key, text in said.items() if text},
        "by": request.person.name,
        "planned": request.bench.as_of(),
    }

    def change(before: ChangingYaml) -> ChangingYaml:
        after, new = before, list[YamlValue]()
        for name in chosen:
            at = entry_at(after.value, name, key="poam-id")
            if at is None:
                new.append({"poam-id": name, "milestones": milestones, **stated})
            else:
                after = extended(after, at, milestones, stated, name)
        return after.with_entries((), new, why=f"plan of {counted(len(new), 'item')}") if new else after

    notice = change_yaml(request, ITEM_PLANS, change)
    return ActionDone(back="/poam/plans", notice=notice)


PAGES = (ReviewPage(path="/poam/plans", title="POA&M plans", template="work_packages.html", view=_view, listed=False),)
ACTIONS = (
    ReviewAction(path="/poam/plans/confirm", apply=_confirm),
    ReviewAction(path="/poam/plans/items", apply=_plan_items),
)
