"""Changes: what changed since the accepted package, which controls and assets it touches, and of which type people say it is.

FedRAMP Consolidated Rules 2026, SCN-CSO-EVA (types), SCN-RTR-NNR, SCN-ADP-NTF, SCN-TRF-NIP, -NFP, -NAF, -UPD
(notifications); for Rev5 the Continuous Monitoring Strategy Guide v3.2, section 3.2: the Significant Change Request at least 30
days before.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import msgspec

from generator.difference.notifications import due, missing
from generator.difference.part_changes import SystemChange
from generator.difference.significant import FILE, Classified, Type, pattern_of
from generator.frameworks.base import control_order
from generator.model.identifiers import ControlId
from generator.model.system import Regime
from generator.review.bench import ActionDone, ActionRequest, PageRequest, PageValues, ReviewAction, ReviewPage
from generator.review.since_accepted import SinceAccepted, accepted_days, since, touched
from generator.review.writes import change_yaml, refused, shown_hash
from generator.text import enumerated
from generator.workspace.yaml_text import YamlValue
from generator.workspace.yaml_writer import ChangingYaml, read_yaml

_ASSETS = 4
_REQUEST = timedelta(days=30)


class OpenChange(msgspec.Struct, frozen=True, kw_only=True):
    """A change without a type."""

    key: str
    detail: str
    first_collected: bool
    controls: tuple[ControlId, ...]
    assets: str


class DecidedChange(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the decisions file, with what it still needs."""

    type: Type
    what: str
    because: str
    controls: tuple[ControlId, ...]
    """As people say, or as the changed parts propose."""
    proposed: bool
    assets: str
    missing: tuple[str, ...]
    due: tuple[tuple[str, date], ...]
    href: str


def _view(request: PageRequest) -> PageValues:
    days = accepted_days(request.bench.root, request.bench.as_of())
    named = request.query.get("since", "")
    chosen = next((day for day in days if day.isoformat() == named), days[-1] if days else None)
    if chosen is None:
        return {"days": (), "chosen": None}
    compared = since(request.bench.root, request.assessment, chosen)
    return {
        "days": tuple(reversed(days)),
        "chosen": chosen,
        "open": tuple(_open(request, change) for change in compared.changes.open),
        "decided": tuple(_decided(request, compared)),
        "routine": sum(len(entry.changes) for entry in compared.changes.of(Type.ROUTINE)),
        "not_compared": compared.difference.not_compared,
        "types": tuple(Type),
        "shown": shown_hash(read_yaml(request.bench.root, FILE)),
        "regime": request.assessment.package.system.regime,
        "regimes": Regime,
    }


def _open(request: PageRequest, change: SystemChange) -> OpenChange:
    parts = touched(request.assessment, change)
    return OpenChange(
        key=change.key,
        detail=change.detail,
        first_collected=change.first_collected,
        controls=parts.controls,
        assets=enumerated(parts.assets, _ASSETS),
    )


def _decided(request: PageRequest, compared: SinceAccepted) -> Iterator[DecidedChange]:
    content = read_yaml(request.bench.root, FILE)
    lines = {content.line((index,)): index for index in range(len(content.value))} if isinstance(content.value, list) else {}
    for entry in (*compared.changes.of(Type.TRANSFORMATIVE), *compared.changes.of(Type.ADAPTIVE)):
        parts = [touched(request.assessment, change) for change in entry.changes]
        proposed = sorted({control for part in parts for control in part.controls}, key=control_order)
        assets = sorted({asset for part in parts for asset in part.assets})
        yield DecidedChange(
            type=entry.type,
            what=entry.what_changed,
            because=entry.explanation,
            controls=entry.controls or tuple(proposed),
            proposed=not entry.controls,
            assets=enumerated(assets, _ASSETS),
            missing=missing(entry),
            due=tuple(_due(entry, request.assessment.package.system.regime)),
            href=f"/decisions/significant-changes/{lines.get(entry.line, 0)}?back=/changes",
        )


def _due(entry: Classified, regime: Regime) -> Iterator[tuple[str, date]]:
    if regime is not Regime.LEGACY:
        yield from due(entry)
    if regime is not Regime.CR26 and entry.type is Type.TRANSFORMATIVE and entry.start:
        yield "Significant Change Request to the authorizing official (Rev5)", entry.start - _REQUEST


def _decide(request: ActionRequest) -> ActionDone:
    """One entry for the changes that were chosen together: they are one change in the notification."""
    chosen, kind = request.several.get("change", ()), request.posted.get("type", "")
    why = " ".join(request.posted.get("explanation", "").split())
    if not chosen or kind not in tuple(Type) or not why:
        raise refused("a decision needs changes, their type and why it is that type", "fill in all three")
    _refuse_unknown(request, chosen)

    def change(before: ChangingYaml) -> ChangingYaml:
        entry: dict[str, YamlValue] = {"changes": [pattern_of(key) for key in chosen], "type": kind, "explanation": why}
        return before.with_entry((), entry, why=f"{chosen[0]}: {kind}")

    notice = change_yaml(request, FILE, change)
    return ActionDone(back="/changes", notice=notice)


def _refuse_unknown(request: ActionRequest, chosen: Sequence[str]) -> None:
    days = accepted_days(request.bench.root, request.bench.as_of())
    if not days:
        raise refused("no package was accepted, so nothing is known to have changed", "accept one on the page Package")
    day = next((each for each in days if each.isoformat() == request.posted.get("since", "")), days[-1])
    compared = since(request.bench.root, request.bench.assessments.current(), day)
    if unknown := sorted({*chosen} - {each.key for each in compared.changes.open}):
        raise refused(f"`{unknown[0]}` is no change without a type", "load the page again")


PAGES = (ReviewPage(path="/changes", title="Changes", template="changes.html", view=_view),)
ACTIONS = (ReviewAction(path="/changes/decide", apply=_decide),)
