"""DoD and CMMC: what DISA and CMMC ask of people, with what is outstanding: readiness, DoD values, categories of assets."""

import glob
from collections.abc import Iterator

import msgspec

from generator.facts.asset_decisions import FILE as ASSETS
from generator.facts.readiness_answers import FILE as READINESS_FILE
from generator.model.asset import Category, NoteKey, SystemAsset
from generator.model.facts import ImageAsset
from generator.renderers.dod.rows import AdditionRow, ReadinessRow, sheets, view
from generator.review.assessment import WorkspaceAssessment
from generator.review.bench import ActionDone, ActionRequest, PageRequest, PageValues, ReviewAction, ReviewPage
from generator.review.pages.decisions import new_entry_address
from generator.review.pages.long_tables import piece_of
from generator.review.plan_entries import entry_at
from generator.review.writes import change_yaml, refused, shown_hash
from generator.text import counted
from generator.workspace.yaml_text import YamlValue
from generator.workspace.yaml_writer import ChangingYaml, read_yaml

_HERE = "/additions"
_CMMC = "cmmc-l2"


class ReadinessQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """One General Readiness Requirement, and where it is answered."""

    row: ReadinessRow
    href: str


class AssetCategory(msgspec.Struct, frozen=True, kw_only=True):
    """An asset, and what it is to a CMMC assessment; empty where no person said it."""

    asset_id: str
    category: str


class AdditionDuties(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of people beside FedRAMP."""

    readiness: tuple[ReadinessRow, ...]
    """Empty where the system names no DoD level."""
    values: tuple[AdditionRow, ...]
    """Controls whose DoD value a person looks up and writes."""
    assets: tuple[AssetCategory, ...]
    """Empty where the system does not go for CMMC."""

    @property
    def unanswered(self) -> int:
        """Readiness requirements without an answer."""
        return sum(not row.answer for row in self.readiness)

    @property
    def without_category(self) -> int:
        """Assets that no person put into a category."""
        return sum(not asset.category for asset in self.assets)


def addition_duties(assessment: WorkspaceAssessment) -> AdditionDuties:
    """By the frameworks that system.yaml names."""
    package, facts = assessment.package, assessment.tracked.assessed.facts
    addendum = view(package) if sheets(package) else None
    in_scope = _CMMC in package.system.frameworks
    listed: tuple[ImageAsset | SystemAsset, ...] = (*facts.inventory, *facts.assets) if in_scope else ()
    return AdditionDuties(
        readiness=addendum.readiness if addendum else (),
        values=tuple(row for level in addendum.levels for row in level.rows if row.to_see_to) if addendum else (),
        assets=tuple(AssetCategory(asset_id=each.asset_id, category=each.notes.text(NoteKey.CATEGORY)) for each in listed),
    )


def _view(request: PageRequest) -> PageValues:
    duties, show = request.assessment.once(addition_duties), request.query.get("show", "")
    rows = (asset for asset in duties.assets if show != "blank" or not asset.category)
    return {
        "duties": duties,
        "questions": tuple(_questions(request, duties)),
        "piece": piece_of(rows, request.query, text=lambda row: f"{row.asset_id} {row.category}"),
        "categories": tuple(each.value for each in Category),
        "shown": shown_hash(read_yaml(request.bench.root, ASSETS)),
        "show": show,
    }


def _questions(request: PageRequest, duties: AdditionDuties) -> Iterator[ReadinessQuestion]:
    content = read_yaml(request.bench.root, READINESS_FILE).value
    for row in duties.readiness:
        name = row.requirement.id
        at = entry_at(content, name, key="id")
        new = new_entry_address("dod-readiness", {"id": name, "back": _HERE})
        yield ReadinessQuestion(row=row, href=new if at is None else f"/decisions/dod-readiness/{at}?back={_HERE}")


def _categorize(request: ActionRequest) -> ActionDone:
    """One category for the chosen assets. Of several entries about an asset the first that has one counts."""
    chosen, category = request.several.get("asset", ()), request.posted.get("category", "")
    known = {asset.asset_id: asset for asset in request.bench.assessments.current().once(addition_duties).assets}
    if not chosen or category not in {each.value for each in Category}:
        raise refused("a category needs assets", "choose both")
    if unknown := sorted({*chosen} - known.keys()):
        raise refused(f"`{unknown[0]}` is no asset of the inventory", "open the page again")

    entry: dict[str, YamlValue] = {"assets": [glob.escape(name) for name in chosen], "category": category}
    first = 0 if any(known[name].category for name in chosen) else None

    def change(before: ChangingYaml) -> ChangingYaml:
        return before.with_entry((), entry, why=f"{category}: {counted(len(chosen), 'asset')}", before=first)

    return ActionDone(back=_HERE, notice=change_yaml(request, ASSETS, change))


PAGES = (ReviewPage(path=_HERE, title="DoD and CMMC", template="additions.html", view=_view),)
ACTIONS = (ReviewAction(path=f"{_HERE}/categories", apply=_categorize),)
