"""What happened to an item, as OSCAL has it: the log of its risk, its deviations, and how scanners looked at the assets.

FedRAMP's POA&M mapping (guide, section 4): closure as a log entry with a status change, a deviation as a property of the risk
and an observation of its type.
"""

from collections.abc import Iterable
from datetime import date

import msgspec

from generator.frameworks.deviation_request import METRICS
from generator.ids import Identifiers
from generator.ledger.item import Answer, Deviation, DeviationKind, LedgerItem, Look, Settled, Standing
from generator.model.rating import Rating
from generator.oscal import poam_names as n
from generator.oscal import types as o
from generator.oscal.common import NS, Citations, by_tool, known_prop, line, moment, prop, text
from generator.oscal.components import Naming

_FIELDS = ("approver", "decided", "evidence", "sha256", "expires", "adjusted", "product", "checked_in", "released", "mitigated")


def risk_log(item: LedgerItem, ids: Identifiers, cite: Citations) -> o.RiskLog | None:
    """What became of single assets, oldest first, and last how the item was closed."""
    entries = [_entry(item, one, ids, cite) for one in item.settled]
    if item.closed is not None:
        entries.append(_entry(item, item.closed, ids, cite))
    return o.RiskLog(entries=tuple(entries)) if entries else None


def _entry(item: LedgerItem, one: Settled, ids: Identifiers, cite: Citations) -> o.RiskLogEntry:
    whole = not one.asset_id
    title = "Closed" if whole else f"No longer open on {one.asset_id}"
    href = cite.href_of(cite.files[one.sha256]) if one.sha256 in cite.files else ""
    return o.RiskLogEntry(
        uuid=ids.object("risk-log", item.poam_id, one.asset_id or "", one.day.isoformat(), one.reason),
        title=line(title),
        description=text(one.because),
        start=moment(one.day),
        props=(
            prop(n.REASON, one.reason, NS),
            *((prop(n.ASSET, one.asset_id, NS),) if one.asset_id else ()),
            *known_prop(n.EVIDENCE_PATH, one.path, NS),
            *known_prop(n.EVIDENCE_SHA256, one.sha256, NS),
        ),
        links=(o.Link(href=href, rel="evidence", text=line(one.path)),) if href else (),
        status_change="closed" if whole else None,
    )


def deviation_props(item: LedgerItem, fedramp: str) -> tuple[o.Property, ...]:
    """FedRAMP's properties of the risk; a denied or withdrawn deviation has no value there."""
    rows = []
    for one in item.deviations:
        waits = one.kind is DeviationKind.VENDOR_DEPENDENCY
        value = ("resolved" if one.released else "tracking") if waits else str(one.standing)
        if one.kind is DeviationKind.OPERATIONAL_REQUIREMENT and item.effective is Rating.HIGH:
            value = str(Standing.PENDING)  # refused until the risk is reduced
        if one.standing in (Standing.PENDING, Standing.APPROVED):
            rows.append(prop(one.kind, value, fedramp))
    return tuple(rows)


def deviation_uuid(item: LedgerItem, one: Deviation, ids: Identifiers) -> str:
    """The observation of a deviation."""
    return ids.object("observation", item.poam_id, one.kind)


def deviations(items: Iterable[LedgerItem], naming: Naming, as_of: date) -> tuple[o.Observation, ...]:
    """One observation per deviation."""
    return tuple(_deviation(item, one, naming, as_of) for item in items for one in item.deviations)


def _deviation(item: LedgerItem, one: Deviation, naming: Naming, as_of: date) -> o.Observation:
    said = ((name, _plain(getattr(one, name))) for name in _FIELDS)
    return o.Observation(
        uuid=deviation_uuid(item, one, naming.ids),
        title=line(f"{one.kind.replace('-', ' ').capitalize()} of {item.poam_id}: {one.standing}"),
        description=text(one.rationale),
        props=(
            prop("poam-id", item.poam_id, NS),
            prop("deviation", one.kind, NS),
            prop("standing", one.standing, NS),
            *((prop("submitted", one.submitted.isoformat(), NS),) if one.submitted else ()),
            *(prop(name.replace("_", "-"), value, NS) for name, value in said if value),
            *(_answer(answer) for answer in one.answers),
        ),
        methods=("EXAMINE",),
        types=(one.kind,),
        collected=moment(one.decided or one.submitted or as_of),
    )


def _answer(one: Answer) -> o.Property:
    is_word = one.question in METRICS
    remarks = text(one.why) if is_word and one.why else None if is_word else text(one.value)
    return prop(f"{n.REQUEST}{one.question}", one.value if is_word else "text", NS, remarks)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


def looks(rows: Iterable[Look], naming: Naming, cite: Citations, as_of: date) -> tuple[o.Observation, ...]:
    """One observation per scanner and asset: how it looked, which the next look has to equal."""
    return tuple(
        o.Observation(
            uuid=naming.ids.object("observation", "look", one.scanner, one.asset_id, one.object),
            title=line(f"How {one.scanner} looked at {one.object or one.asset_id}"),
            description=text(f"{one.scanner} looked at {one.asset_id} {f'on {one.day}' if one.day else 'on a day not known'}."),
            props=look_props(one),
            methods=("TEST",),
            types=("discovery",),
            origins=by_tool(naming.scanner(one.scanner)),
            subjects=(
                o.SelectSubject(subject_uuid=naming.item(one.asset_id), type="inventory-item", title=line(one.asset_id)),
            ),
            relevant_evidence=(
                (o.RelevantEvidence(href=cite.href_of(cite.files[one.sha256]), description=line(f"Report: {one.path}")),)
                if one.sha256 in cite.files
                else ()
            ),
            collected=moment(one.day or as_of),
        )
        for one in rows
    )


def look_props(one: Look) -> tuple[o.Property, ...]:
    """How, as properties; what nobody says is left out."""
    rows = (
        (n.LOOK_DAY, one.day.isoformat() if one.day else None),
        (n.LOOK_FORMAT, one.format),
        (n.LOOK_CONFIGURATION, one.configuration),
        (n.LOOK_LOGGED_IN, _yes(one.authenticated)),
        (n.LOOK_PRIVILEGED, _yes(one.privileged)),
        (n.LOOK_DATABASE, one.database.isoformat() if one.database else None),
        (n.LOOK_OBJECT, one.object),
        *((n.LOOK_PLACE, place) for place in one.places),
    )
    return tuple(prop(name, value, NS) for name, value in rows if value)


def _yes(said: bool | None) -> str | None:  # noqa: FBT001 - yes, no, or nobody says
    return None if said is None else "yes" if said else "no"


def unseen_props(item: LedgerItem) -> tuple[o.Property, ...]:
    """Assets on which it was not seen this time, why it counts as open there, and the looks that last saw it."""
    return tuple(
        row
        for one in item.unseen
        for row in (
            prop(n.UNSEEN, one.asset_id, NS, text(one.because)),
            *(prop(n.LAST_LOOK, one.asset_id, NS, msgspec.json.encode(look).decode()) for look in one.looks),
        )
    )
