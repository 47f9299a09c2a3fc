"""What happened to an item, as OSCAL has it: the log of its risk, its deviations, and how scanners looked at the assets.

FedRAMP's POA&M mapping (guide, section 4): closure as a log entry with a status change, a deviation as a property of the risk
and an observation of its type.
"""

from collections.abc import Iterable
from datetime import date

import msgspec

from generator.frameworks.deviation_request import METRICS
from generator.ids import UuidFactory
from generator.ledger.asset_states import AssetDisposition, ScanCoverage
from generator.ledger.deviation_records import Deviation, DeviationKind, DeviationStatus, FormAnswer
from generator.ledger.item import LedgerItem
from generator.model.rating import Rating
from generator.oscal import poam_names as n
from generator.oscal import types as o
from generator.oscal.common import NS, Citations, by_tool, known_prop, line, moment, prop, text
from generator.oscal.components import Naming

_FIELDS = ("approver", "decided", "evidence", "sha256", "expires", "adjusted", "product", "checked_in", "released", "mitigated")


def risk_log(item: LedgerItem, ids: UuidFactory, cite: Citations) -> o.RiskLog | None:
    """What became of single assets, oldest first, and last how the item was closed."""
    entries = [_entry(item, disposition, ids, cite) for disposition in item.dispositions]
    if item.closed is not None:
        entries.append(_entry(item, item.closed, ids, cite))
    return o.RiskLog(entries=tuple(entries)) if entries else None


def _entry(item: LedgerItem, disposition: AssetDisposition, ids: UuidFactory, cite: Citations) -> o.RiskLogEntry:
    whole = not disposition.asset_id
    title = "Closed" if whole else f"No longer open on {disposition.asset_id}"
    href = cite.href_of(cite.files[disposition.sha256]) if disposition.sha256 in cite.files else ""
    return o.RiskLogEntry(
        uuid=ids.object(
            "risk-log", item.natural_id, disposition.asset_id or "", disposition.day.isoformat(), disposition.reason
        ),
        title=line(title),
        description=text(disposition.because),
        start=moment(disposition.day),
        props=(
            prop(n.REASON, disposition.reason, NS),
            *((prop(n.ASSET, disposition.asset_id, NS),) if disposition.asset_id else ()),
            *known_prop(n.EVIDENCE_PATH, disposition.path, NS),
            *known_prop(n.EVIDENCE_SHA256, disposition.sha256, NS),
            *(prop(n.OPEN_DIGEST, digest, NS) for digest in disposition.digests),
        ),
        links=(o.Link(href=href, rel="evidence", text=line(disposition.path)),) if href else (),
        status_change="closed" if whole else None,
    )


def deviation_props(item: LedgerItem, fedramp: str) -> tuple[o.Property, ...]:
    """FedRAMP's properties of the risk; a denied or withdrawn deviation has no value there."""
    rows = []
    for deviation in item.deviations:
        waits = deviation.kind is DeviationKind.VENDOR_DEPENDENCY
        value = ("resolved" if deviation.released else "tracking") if waits else str(deviation.standing)
        if deviation.kind is DeviationKind.OPERATIONAL_REQUIREMENT and item.effective is Rating.HIGH:
            value = str(DeviationStatus.PENDING)  # refused until the risk is reduced
        if deviation.contested:
            value = str(DeviationStatus.PENDING)
        if deviation.standing in (DeviationStatus.PENDING, DeviationStatus.APPROVED):
            rows.append(prop(deviation.kind, value, fedramp))
    return tuple(rows)


def deviation_uuid(item: LedgerItem, deviation: Deviation, ids: UuidFactory) -> str:
    """The observation of a deviation."""
    return ids.object("observation", item.natural_id, deviation.kind)


def deviations(items: Iterable[LedgerItem], naming: Naming, as_of: date) -> tuple[o.Observation, ...]:
    """One observation per deviation."""
    return tuple(_deviation(item, deviation, naming, as_of) for item in items for deviation in item.deviations)


def _deviation(item: LedgerItem, deviation: Deviation, naming: Naming, as_of: date) -> o.Observation:
    values = ((name, _plain(getattr(deviation, name))) for name in _FIELDS)
    return o.Observation(
        uuid=deviation_uuid(item, deviation, naming.ids),
        title=line(f"{deviation.kind.replace('-', ' ').capitalize()} of {item.poam_id}: {deviation.standing}"),
        description=text(deviation.rationale),
        props=(
            prop("poam-id", item.poam_id, NS),
            prop("deviation", deviation.kind, NS),
            prop("standing", deviation.standing, NS),
            *((prop("submitted", deviation.submitted.isoformat(), NS),) if deviation.submitted else ()),
            *(prop(name.replace("_", "-"), value, NS) for name, value in values if value),
            *(prop(n.COVERS, detector.scanner, NS, msgspec.json.encode(detector).decode()) for detector in deviation.scope),
            *((prop(n.CONTESTED, "yes", NS, text(deviation.contested)),) if deviation.contested else ()),
            *(_answer(answer) for answer in deviation.answers),
        ),
        methods=("EXAMINE",),
        types=(deviation.kind,),
        collected=moment(deviation.decided or deviation.submitted or as_of),
    )


def _answer(answer: FormAnswer) -> o.Property:
    is_word = answer.question in METRICS
    remarks = text(answer.why) if is_word and answer.why else None if is_word else text(answer.value)
    return prop(f"{n.REQUEST}{answer.question}", answer.value if is_word else "text", NS, remarks)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


def looks(rows: Iterable[ScanCoverage], naming: Naming, cite: Citations, as_of: date) -> tuple[o.Observation, ...]:
    """One observation per scanner and asset: how it looked, which the next look has to equal."""
    return tuple(
        o.Observation(
            uuid=naming.ids.object("observation", "look", row.scanner, row.asset_id, row.object),
            title=line(f"How {row.scanner} looked at {row.object or row.asset_id}"),
            description=text(f"{row.scanner} looked at {row.asset_id} {f'on {row.day}' if row.day else 'on a day not known'}."),
            props=look_props(row),
            methods=("TEST",),
            types=("discovery",),
            origins=by_tool(naming.scanner(row.scanner)),
            subjects=(
                o.SelectSubject(subject_uuid=naming.item(row.asset_id), type="inventory-item", title=line(row.asset_id)),
            ),
            relevant_evidence=(
                (o.RelevantEvidence(href=cite.href_of(cite.files[row.sha256]), description=line(f"Report: {row.path}")),)
                if row.sha256 in cite.files
                else ()
            ),
            collected=moment(row.day or as_of),
        )
        for row in rows
    )


def look_props(coverage: ScanCoverage) -> tuple[o.Property, ...]:
    """How, as properties; what is not stated is left out."""
    rows = (
        (n.LOOK_DAY, coverage.day.isoformat() if coverage.day else None),
        (n.LOOK_FORMAT, coverage.format),
        (n.LOOK_CONFIGURATION, coverage.configuration),
        (n.LOOK_LOGGED_IN, _yes(coverage.authenticated)),
        (n.LOOK_PRIVILEGED, _yes(coverage.privileged)),
        (n.LOOK_DATABASE, coverage.database.isoformat() if coverage.database else None),
        (n.LOOK_OBJECT, coverage.object),
        *((n.LOOK_DIGEST, digest) for digest in coverage.digests),
        *((n.LOOK_PLACE, place) for place in coverage.places),
    )
    return tuple(prop(name, value, NS) for name, value in rows if value)


def _yes(stated: bool | None) -> str | None:  # noqa: FBT001 - yes, no, or not stated
    return None if stated is None else "yes" if stated else "no"


def detector_props(item: LedgerItem) -> tuple[o.Property, ...]:
    """Who sees it, where that is not one scanner on all assets."""
    return tuple(prop(n.DETECTOR, detector.scanner, NS, msgspec.json.encode(detector).decode()) for detector in item.detectors)


def unseen_props(item: LedgerItem) -> tuple[o.Property, ...]:
    """Assets on which it was not seen this time, why it counts as open there, and the looks that last saw it."""
    return tuple(
        row
        for unseen in item.unseen
        for row in (
            prop(n.UNSEEN, unseen.asset_id, NS, text(unseen.because)),
            *(prop(n.LAST_LOOK, unseen.asset_id, NS, msgspec.json.encode(look).decode()) for look in unseen.looks),
        )
    )
