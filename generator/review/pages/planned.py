"""Planned work: what people planned before, to be followed up: new milestones, a comment, a vendor that was asked."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

import msgspec

from generator.ledger.deviation_decisions import FILE as DEVIATIONS
from generator.ledger.deviation_records import DeviationKind, DeviationStatus
from generator.ledger.deviations import CHECK_IN_DAYS
from generator.ledger.item_plans import FILE as ITEM_PLANS
from generator.ledger.work_package_decisions import FILE as WORK_PACKAGES
from generator.review.bench import ActionDone, ActionRequest, PageRequest, PageValues, ReviewAction, ReviewPage
from generator.review.pages.long_tables import TablePiece, piece_of
from generator.review.pages.poam import ItemRow, item_rows
from generator.review.plan_entries import STEPS, entry_at, extended, posted_milestones
from generator.review.writes import change_yaml, refused, shown_hash
from generator.workspace.yaml_text import YamlValue
from generator.workspace.yaml_writer import ChangingYaml, read_yaml

_HERE = "/poam/planned"
_MISSED = "missed"
_OPEN = frozenset({DeviationStatus.PENDING.value, DeviationStatus.APPROVED.value})


class PlannedRow(msgspec.Struct, frozen=True, kw_only=True):
    """An entry with milestones, in one of the two tables."""

    name: str
    """Id of the item, or of the work package."""
    what: str
    """The plan, or the owner."""
    contact: str
    milestones: tuple[str, ...]
    last: str
    """Day of the last milestone; empty where none has one."""
    missed: bool
    item: ItemRow | None
    """The open item; None where none is called so, and of a work package."""
    edit: str
    """Address of the form of the whole entry."""


class VendorRow(msgspec.Struct, frozen=True, kw_only=True):
    """A dependency on a vendor that is not ended."""

    place: str
    """Of the entry in the file, as the form posts it."""
    about: str
    product: str
    contacted: str
    """Day on which the vendor was last contacted; empty where none is stated."""
    next_: str
    late: bool
    evidence: str
    approved: bool
    """Does the evidence show an approval, which a check-in leaves as it is?"""
    rationale: str
    edit: str


class _PlanKeys(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    what: str
    listed: str
    """The key of the list in the addresses of the page Decisions."""


_ITEM_KEYS = _PlanKeys(name="poam-id", what="plan", listed="item-plans")
_PACKAGE_KEYS = _PlanKeys(name="work-package", what="owner", listed="work-packages")


def _view(request: PageRequest) -> PageValues:
    root, as_of = request.bench.root, request.bench.as_of()
    plans, packages, deviations = (read_yaml(root, file) for file in (ITEM_PLANS, WORK_PACKAGES, DEVIATIONS))
    items = {row.poam_id: row for row in request.assessment.once(item_rows)}
    show = request.query.get("show", "")
    return {
        "items": _piece(request, _planned(plans, _ITEM_KEYS, items, as_of), show),
        "items_shown": shown_hash(plans),
        "packages": _piece(request, _planned(packages, _PACKAGE_KEYS, {}, as_of), show),
        "packages_shown": shown_hash(packages),
        "vendors": tuple(_vendors(deviations, as_of)),
        "vendors_shown": shown_hash(deviations),
        "files": tuple(path for path in _letters(request) if not path.endswith(".yaml")),
        "steps": tuple(range(STEPS)),
        "day": as_of.isoformat(),
        "show": show,
    }


def _piece(request: PageRequest, rows: Iterator[PlannedRow], show: str) -> TablePiece[PlannedRow]:
    wanted = (row for row in rows if show != _MISSED or row.missed)
    return piece_of(wanted, request.query, text=lambda row: f"{row.name} {row.what} {row.contact} {_weakness(row)}")


def _weakness(row: PlannedRow) -> str:
    return row.item.weakness if row.item else ""


def _planned(file: ChangingYaml, keys: _PlanKeys, items: Mapping[str, ItemRow], as_of: date) -> Iterator[PlannedRow]:
    for at, entry in _entries(file.value):
        rows = entry.get("milestones")
        milestones = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
        days = sorted(str(row.get("day", "")) for row in milestones)
        name = str(entry.get(keys.name, ""))
        yield PlannedRow(
            name=name,
            what=str(entry.get(keys.what, "")),
            contact=str(entry.get("contact", "")),
            milestones=tuple(f"{row.get('day', '')}: {row.get('step', '')}" for row in milestones),
            last=days[-1] if days else "",
            missed=bool(days) and days[-1] < as_of.isoformat(),
            item=items.get(name),
            edit=f"/decisions/{keys.listed}/{at}?back={_HERE}",
        )


def _vendors(file: ChangingYaml, as_of: date) -> Iterator[VendorRow]:
    """A check-in counts from the day that the vendor was asked, else from the request (see `ledger.deviations`)."""
    for at, entry in _entries(file.value):
        if (
            entry.get("type") != DeviationKind.VENDOR_DEPENDENCY.value
            or entry.get("status") not in _OPEN
            or "released" in entry
        ):
            continue
        contacted = str(entry.get("checked-in", "") or "")
        start = _day(contacted) or _day(str(entry.get("submitted", "")))
        next_ = start + timedelta(days=CHECK_IN_DAYS) if start else None
        yield VendorRow(
            place=str(at),
            about=str(entry.get("poam-id") or f"{entry.get('scanner', '')} {entry.get('identifier', '')}".strip()),
            product=str(entry.get("product", "")),
            contacted=contacted,
            next_=next_.isoformat() if next_ else "",
            late=next_ is None or next_ < as_of,
            evidence=str(entry.get("evidence", "")),
            approved=entry.get("status") == DeviationStatus.APPROVED.value and bool(entry.get("evidence")),
            rationale=str(entry.get("rationale", "")).strip(),
            edit=f"/decisions/deviations/{at}?back={_HERE}",
        )


def _letters(request: PageRequest) -> Iterator[str]:
    """Files beside the decisions that may prove something, never followed where they are links."""
    folder = request.bench.root / "decisions"
    for path in sorted(folder.rglob("*")) if folder.is_dir() and not folder.is_symlink() else ():
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(request.bench.root).as_posix()


def _entries(content: object) -> Iterator[tuple[int, Mapping[str, object]]]:
    rows: Sequence[object] = content if isinstance(content, list) else ()
    return ((at, row) for at, row in enumerate(rows) if isinstance(row, Mapping))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _follow_up_items(request: ActionRequest) -> ActionDone:
    """New milestones, another plan, contact or resources, and a comment that is added to those before."""
    chosen, milestones, typed = _posted(request, "item", ("plan", "contact", "resources"))
    comment = " ".join(request.posted.get("comment", "").split())
    if not chosen or not (milestones or typed or comment):
        raise refused("a follow-up needs items, and something new about them", "choose items, and fill in a field")
    stated: dict[str, YamlValue] = {**typed, "by": request.person.name, "planned": request.bench.as_of()}

    def change(before: ChangingYaml) -> ChangingYaml:
        after = before
        for name in chosen:
            at = _place(after, name, "poam-id")
            also = {"comments": _with_comment(after, at, comment, request)} if comment else {}
            after = extended(after, at, milestones, {**stated, **also}, name)
        return after

    return ActionDone(back=_HERE, notice=change_yaml(request, ITEM_PLANS, change))


def _follow_up_packages(request: ActionRequest) -> ActionDone:
    """New milestones or another owner of work packages, confirmed anew."""
    chosen, milestones, typed = _posted(request, "work-package", ("owner",))
    if not chosen or not (milestones or typed):
        raise refused("a follow-up needs work packages, and something new about them", "choose some, and fill in a field")
    stated: dict[str, YamlValue] = {**typed, "by": request.person.name, "confirmed": request.bench.as_of()}

    def change(before: ChangingYaml) -> ChangingYaml:
        after = before
        for name in chosen:
            after = extended(after, _place(after, name, "work-package"), milestones, stated, name)
        return after

    return ActionDone(back=f"{_HERE}#packages", notice=change_yaml(request, WORK_PACKAGES, change))


def _check_in(request: ActionRequest) -> ActionDone:
    """Vendors were asked on a day; the answer, if it names one, ends the dependency with the day of the release."""
    chosen = request.several.get("deviation", ())
    contacted, released = (_day(request.posted.get(key, "").strip()) for key in ("contacted", "released"))
    evidence = request.posted.get("evidence", "").strip()
    if not chosen or contacted is None or not evidence:
        raise refused("a check-in needs dependencies, a day and the letter or ticket that shows it", "fill in all three")
    if contacted > request.bench.as_of():
        raise refused(f"{contacted} is after the as-of date", "write the day on which the vendor was asked")
    if request.posted.get("released", "").strip() and released is None:
        raise refused("the day of the release is no day", "write it as 2026-11-30")
    days: dict[str, YamlValue] = {"checked-in": contacted, **({"released": released} if released else {})}

    def change(before: ChangingYaml) -> ChangingYaml:
        after, known = before, {row.place: row for row in _vendors(before, request.bench.as_of())}
        for place in chosen:
            if place not in known:
                raise refused("the request is none of a vendor dependency", "open the page again")
            after = extended(
                after, int(place), (), {**days, **_shown_by(known[place], contacted, evidence)}, known[place].about
            )
        return after

    return ActionDone(back=f"{_HERE}#vendors", notice=change_yaml(request, DEVIATIONS, change))


def _shown_by(row: VendorRow, contacted: date, evidence: str) -> dict[str, YamlValue]:
    """One key proves both the approval and the contact: where it holds the approval, the contact stands with the rationale."""
    if not row.approved:
        return {"evidence": evidence}
    contact = f"The vendor was asked on {contacted.isoformat()} ({evidence})."
    return {"rationale": f"{row.rationale}\n{contact}" if row.rationale else contact}


def _posted(
    request: ActionRequest, box: str, keys: Sequence[str]
) -> tuple[tuple[str, ...], list[dict[str, YamlValue]], dict[str, YamlValue]]:
    """The chosen, the new milestones, and what was typed under the keys."""
    if not request.person.known:
        raise refused("no person is named who plans", "write your name on the page You")
    typed = {key: " ".join(request.posted.get(key, "").split()) for key in keys}
    return (
        request.several.get(box, ()),
        list(posted_milestones(request.posted)),
        {key: text for key, text in typed.items() if text},
    )


def _place(file: ChangingYaml, name: str, key: str) -> int:
    at = entry_at(file.value, name, key=key)
    if at is None:
        raise refused(f"{name} has no plan yet", "plan it on the page of POA&M plans")
    return at


def _with_comment(file: ChangingYaml, at: int, comment: str, request: ActionRequest) -> str:
    entry = dict(_entries(file.value))[at]
    new = f"{request.bench.as_of().isoformat()}, {request.person.name}: {comment}"
    before = str(entry.get("comments") or "").strip()
    return f"{before}\n{new}" if before else new


PAGES = (ReviewPage(path=_HERE, title="Planned work", template="planned.html", view=_view, listed=False),)
ACTIONS = (
    ReviewAction(path=f"{_HERE}/items", apply=_follow_up_items),
    ReviewAction(path=f"{_HERE}/packages", apply=_follow_up_packages),
    ReviewAction(path=f"{_HERE}/vendors", apply=_check_in),
)
