"""What the plan of action and milestones says, row by row, before anybody thinks of a spreadsheet.

Everything comes from the OSCAL bundle. Column rules: FedRAMP POA&M Template v3.0 (2025-11-17), row "Guidance".
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache

import msgspec
from msgspec import structs

from generator.frameworks.base import printed_id
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.ledger import columns as c
from generator.ledger.asset_states import ClosureReason
from generator.ledger.detection_basis import DetectionBasis
from generator.ledger.work_packages import planned_until
from generator.model.identifiers import ControlId
from generator.model.rating import Rating
from generator.model.system import PoamScope
from generator.oscal import poam_names as n
from generator.oscal import types as o
from generator.oscal.bundle import OscalBundle
from generator.oscal.common import NO_TEXT
from generator.oscal.package import AuthorizationPackage
from generator.oscal.poam_reading_history import detectors_of
from generator.renderers.oscal_reading import contacts, day, holders, value_of, values_of
from generator.renderers.poam.deviations import NO_DEVIATIONS, Deviations, deviations_of
from generator.text import counted, listed

_CM6 = ControlId("CM-6")
_MOST_GONE = 3
_OTHER_DIGESTS = (
    (n.OTHER_DIGEST, "Scans looked at other digests of {} than those that run: whether these have the weakness is not shown."),
    (n.SCANNED_BY_NAME, "Scans looked at {} by their names: whether the digests that run have the weakness is not shown."),
)
_PAST_DUE = "Past due since {}: a new milestone is required; the Scheduled Completion Date does not change."
_UNDECIDED = "Vendor Dependency and deviations are No until decided."


class PoamMilestone(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One planned step."""

    due: date
    title: str
    remark: str


class PoamRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One item. A struct, as ledger items are: a workbook has 50,000 of them."""

    poam_id: str
    controls: tuple[ControlId, ...]
    """As FedRAMP spells them: `RA-5`, `IA-5(7)`."""
    name: str
    description: str
    detector: str
    """Of several, one a line."""
    identifier: str | None
    """The detector's own id, on the line of the detector; None where it has none, as for the item for CM-6."""
    assets: tuple[str, ...]
    """Identifiers exactly as the inventory has them."""
    contact: str
    """Empty where no person is named."""
    plan: str
    milestones: tuple[PoamMilestone, ...]
    """Proposals, or those that a person confirmed; empty where a person wrote the plan into the workbook."""
    confirmed: bool = False
    """A person confirmed the plan of each work package, and so the milestones."""
    detected: date
    detected_by: DetectionBasis = DetectionBasis.REPORT
    due: date
    by_formula: bool
    """The template's own formula gives `due`; False where another date wins."""
    status_date: date
    rating: Rating
    """`Low`, `Moderate` or `High`: the original one."""
    deviations: Deviations = NO_DEVIATIONS
    comments: str
    known_exploited: bool
    kev_due: date | None
    cves: tuple[str, ...]
    written: tuple[tuple[str, str], ...] = ()
    """(header, text) of what a person wrote and no field above holds."""
    late: bool = False
    needs_milestone: bool = False
    """Past due, and no person wrote or confirmed a plan with a day that is still to come."""
    by_scan: bool = True
    stands_for_others: bool = False
    severity: str = ""
    """The scanner's own, as the OSCAL plan has it: `critical`."""
    aliases: tuple[str, ...] = ()
    cwes: tuple[str, ...] = ()
    """Kinds of weakness that scanners state: `CWE-79`."""
    closing: str = ""
    """Of a closed row: why it is closed, with its evidence."""
    evidence: tuple[str, ...] = ()
    """Reports that show it: file and place."""
    duplicate: bool = False
    """Of a closed row: an older item has the weakness, so that it counts as no closure."""

    def written_under(self, header: str) -> str | None:
        """What a person wrote under a header."""
        return next((text for name, text in self.written if name == header), None) if self.written else None


class DeficiencyRow(msgspec.Struct, frozen=True, kw_only=True):
    """One fault of the documents (sheet PL-2 Findings)."""

    id: str
    name: str
    description: str
    plan: str
    remediated: date | None


class PoamView(msgspec.Struct, frozen=True, kw_only=True):
    """The whole workbook."""

    provider: str
    offering: str
    impact_level: str
    as_of: date
    open: tuple[PoamRow, ...]
    """In the order of the bundle: most severe first."""
    configuration: tuple[PoamRow, ...]
    """Rows of the sheet Configuration Findings."""
    closed: tuple[PoamRow, ...] = ()
    deficiencies: tuple[DeficiencyRow, ...] = ()


def view(package: AuthorizationPackage) -> PoamView:
    """All rows that the scope of system.yaml wants. An item without a risk only says that nothing is open, and is no row."""
    bundle = package.bundle
    about, scope = bundle.ssp.system_characteristics, package.system.poam.scope
    reader = reader_of(package)
    open_, configuration, closed = [], [], []
    for item in bundle.poam.poam_items:
        if not item.related_risks:
            continue
        row, is_closed = reader.row(item)
        if is_closed:
            closed.append(row)
        elif value_of(item.props, n.CONFIGURATION) is not None:
            configuration.append(row)
        elif is_shown(row, scope):
            open_.append(row)
    return PoamView(
        provider=package.system.provider_name,
        offering=about.system_name,
        impact_level=(about.security_sensitivity_level or "").removeprefix("fips-199-").capitalize()
        if package.system.is_categorized
        else "",
        as_of=package.as_of,
        open=tuple(_found_by(row, configuration) if row.stands_for_others else row for row in open_),
        configuration=tuple(configuration),
        closed=tuple(row for row in closed if scope is not PoamScope.INITIAL or row.deviations.false_positive != "Yes"),
        deficiencies=tuple(_deficiencies(bundle.poam)),
    )


def view_of_all(package: AuthorizationPackage) -> PoamView:
    """The same, whatever the scope of FedRAMP's workbook."""
    poam = structs.replace(package.system.poam, scope=PoamScope.ALL)
    return view(replace(package, system=structs.replace(package.system, poam=poam)))


def _found_by(collecting: PoamRow, configuration: Iterable[PoamRow]) -> PoamRow:
    """An item that stands for configuration findings was found by whatever found them; that for CM-6 stands for all."""
    own = [row for row in configuration if {_CM6, *row.controls}.intersection(collecting.controls)]
    detectors = dict.fromkeys(name for row in own for name in row.detector.splitlines())
    return structs.replace(collecting, detector="\n".join(detectors) or collecting.detector)


def is_shown(row: PoamRow, scope: PoamScope) -> bool:
    """In continuous monitoring a scan result that is not past due stays out (POA&M Template v3.0, Instructions)."""
    always = not row.by_scan or row.stands_for_others or row.deviations.any
    return scope is not PoamScope.CONMON_LATE or row.late or always


def _deficiencies(plan: o.PlanOfActionAndMilestones) -> Iterator[DeficiencyRow]:
    for item in plan.poam_items:
        number = value_of(item.props, n.DEFICIENCY)
        if number is not None:
            done = value_of(item.props, "remediated")
            yield DeficiencyRow(
                id=number,
                name=item.title,
                description=item.description,
                plan=item.remarks or "",
                remediated=date.fromisoformat(done) if done else None,
            )


def reader_of(package: AuthorizationPackage) -> "PoamReader":
    """The one reader of a package: every document takes the row of an item from it."""
    return package.views.once(PoamReader, package.bundle, package.as_of)


class PoamReader:
    """Follows an item's references, and keeps the row of each item that was asked for."""

    def __init__(self, bundle: OscalBundle, as_of: date) -> None:
        poam, implementation = bundle.poam, bundle.ssp.system_implementation
        tools = poam.local_definitions.components if poam.local_definitions else ()
        self._rows: dict[str, tuple[PoamRow, bool]] = {}
        self._as_of, self._items = as_of, poam.poam_items
        self._risks = {risk.uuid: risk for risk in poam.risks}
        self._observations = {observation.uuid: observation for observation in poam.observations}
        self._tools: Mapping[str, str] = {tool.uuid: tool.title for tool in tools}
        self._assets = {item.uuid: value_of(item.props, "asset-id") or "" for item in implementation.inventory_items}
        self._contact = contacts(holders(poam.metadata, "information-system-security-officer", "system-owner"))

    def row(self, item: o.PoamItem) -> tuple[PoamRow, bool]:
        """The row, and whether it is closed. The references resolve: the gate before rendering has checked all of them."""
        known = self._rows.get(item.uuid)
        if known is None:
            known = self._row(item)
            if item.uuid:  # which OSCAL before 1.1 does not require
                self._rows[item.uuid] = known
        return known

    def open_rows(self, scope: PoamScope) -> Iterator[PoamRow]:
        """Those of the sheet of open items, one after the other and none of them kept, for who asks each a question."""
        for item in self._items:
            if item.related_risks and value_of(item.props, n.CONFIGURATION) is None:
                row, is_closed = self._row(item)
                if not is_closed and is_shown(row, scope):
                    yield row

    def _row(self, item: o.PoamItem) -> tuple[PoamRow, bool]:
        risk = self._risks[item.related_risks[0].risk_uuid]
        seen = self._observations[item.related_observations[0].observation_uuid]
        observations = (self._observations[observation.observation_uuid] for observation in risk.related_observations[1:])
        own = {prop.name: prop.value for prop in item.props}
        props = {prop.name: prop.value for prop in risk.props}
        written = {prop.value: prop.remarks or "" for prop in item.props if prop.name == n.WRITTEN} if n.WRITTEN in own else {}
        rating, detected, kev = rating_of(risk), day(seen.collected), props.get("kev-due-date")
        deviations = deviations_of(risk, observations, self._as_of)
        effective = deviations.adjusted if deviations.risk_adjustment == "Yes" and deviations.adjusted else rating
        by_rule = FEDRAMP_REV5.due(effective, detected, None) or detected
        due = day(risk.deadline) if risk.deadline else by_rule
        kev_due = day(kev) if kev else None
        members = n.MEMBERS in own
        log = risk.risk_log.entries if risk.risk_log else ()
        closing = next((entry for entry in log if entry.status_change), None) if log else None
        detectors = detectors_of(seen.props, n.DETECTOR)
        late, assets = n.LATE in props, self._named(seen)
        confirmed = any(prop.name == n.PLAN_CONFIRMED for remediation in risk.remediations for prop in remediation.props)
        steps, past_due = _milestones(risk), late and due < self._as_of
        is_planned = (bool(written) and planned_until(written, self._as_of)) or (confirmed and steps[-1].due >= self._as_of)
        sentences = (
            *((f"Past due since {due.isoformat()}.",) if past_due else ()),
            *((closing.description,) if closing else ()),
            item.remarks,
            *(() if closing else _gone(log, assets)),
            *(() if closing else _other_digests(seen)),
            *((f"Seen again after {own[n.REPLACES]} was closed.",) if n.REPLACES in own else ()),
            *((f"Its id was {own[n.FORMER_ID]} until it was accepted.",) if n.FORMER_ID in own else ()),
            *values_of(item.props, n.NOTE),
            _why_this_date(due, by_rule, kev_due, members=members),
            _UNDECIDED if not closing and not risk.related_observations[1:] and n.BY_A_PERSON not in own else "",
            written.pop(c.COMMENTS, ""),
        )
        row = PoamRow(
            poam_id=own["POAM-ID"],
            controls=_printed(values_of(risk.props, "impacted-control-id")),
            name=item.title,
            description=item.description,
            detector="\n".join(detector.scanner for detector in detectors) or self._tools[seen.origins[0].actors[0].actor_uuid],
            identifier="\n".join(detector.identifier for detector in detectors) or self._identifier(own, props),
            assets=assets,
            contact=written.pop(c.CONTACT, "") or self._contact,
            plan=written.get(c.PLAN) or _advice(risk, due if past_due and not is_planned else None),
            milestones=steps if not written.pop(c.PLAN, "") and not closing and (confirmed or not past_due) else (),
            confirmed=confirmed,
            detected=detected,
            detected_by=DetectionBasis(own.get(n.DETECTED_BY, DetectionBasis.REPORT)),
            due=due,
            by_formula=due == by_rule,
            status_date=self._status(written.pop(c.STATUS_DATE, ""), closing),
            rating=rating,
            deviations=deviations,
            comments=" ".join(filter(None, sentences)),
            known_exploited=props.get("kev-catalog") == "yes",
            kev_due=kev_due,
            cves=_cves(risk),
            written=tuple(written.items()),
            late=late,
            needs_milestone=late and closing is None and not is_planned,
            by_scan=n.BY_A_PERSON not in own and n.CONCLUDED not in own,
            stands_for_others=members,
            severity=_facet(risk, "severity"),
            aliases=values_of(risk.props, n.ALIAS) if n.ALIAS in props else (),
            cwes=values_of(risk.props, n.CWE) if n.CWE in props else (),
            closing=closing.description if closing else "",
            evidence=tuple([evidence.description or "" for evidence in seen.relevant_evidence]),
            duplicate=closing is not None and value_of(closing.props, n.REASON) == ClosureReason.DUPLICATE,
        )
        return row, risk.status == "closed"

    @staticmethod
    def _identifier(own: Mapping[str, str], risk: Mapping[str, str]) -> str | None:
        """None of what the provider concluded: the name of a requirement is no id of a scanner."""
        return None if n.CONCLUDED in own else risk.get("vulnerability-id")

    def _named(self, seen: o.Observation) -> tuple[str, ...]:
        listed = [self._assets[subject.subject_uuid] for subject in seen.subjects]
        former = values_of(seen.props, n.FORMER_ASSET) if len(seen.props) > 1 else ()
        return tuple(sorted((*listed, *former))) if former else tuple(listed)

    def _status(self, written: str, closing: o.RiskLogEntry | None) -> date:
        """The day the row last changed: as a person wrote it, of a closed row the day it was closed."""
        if closing is not None:
            return day(closing.start)
        return date.fromisoformat(written) if written else self._as_of


def _advice(risk: o.Risk, past_due: date | None) -> str:
    """The work that is planned, else what the scanner recommends; of what a person found, nothing unless they wrote it."""
    by_lifecycle = {remediation.lifecycle: remediation.description for remediation in risk.remediations}
    description = by_lifecycle.get("planned") or by_lifecycle.get("recommendation", "")
    advice = "" if description == NO_TEXT else description
    if past_due is None:
        return advice
    return f"{advice}\n{_PAST_DUE.format(past_due.isoformat())}".strip()


@lru_cache(1 << 10)  # most items have the same
def _printed(controls: tuple[str, ...]) -> tuple[ControlId, ...]:
    return tuple(map(printed_id, controls))


def rating_of(risk: o.Risk) -> Rating:
    """The original one."""
    return _rating(_facet(risk, "risk"))


@cache
def _rating(word: str) -> Rating:
    return Rating(word.capitalize())


def _facet(risk: o.Risk, name: str) -> str:
    """The first of that name; empty where there is none."""
    for characterization in risk.characterizations:  # NOTE: asked five times of every item
        for facet in characterization.facets:
            if facet.name == name:
                return facet.value
    return ""


def _cves(risk: o.Risk) -> tuple[str, ...]:
    name = n.CVE_FACET  # NOTE: a risk has twenty facets, most of them of its CVSS vectors
    cves = [facet.value for part in risk.characterizations for facet in part.facets if facet.name == name]
    return tuple(sorted(set(cves)))


def _milestones(risk: o.Risk) -> tuple[PoamMilestone, ...]:
    steps = [
        PoamMilestone(due=day(task.timing.within_date_range.end), title=task.title, remark=task.description or "")
        for remediation in risk.remediations
        if remediation.lifecycle == "planned"
        for task in remediation.tasks
        if task.timing and task.timing.within_date_range
    ]
    return tuple(steps)


def _gone(log: Sequence[o.RiskLogEntry], assets: Collection[str]) -> list[str]:
    """Assets that left the item while it is open on others."""
    entries = [entry for entry in log if value_of(entry.props, n.ASSET) not in assets]
    shown = [f"{entry.title} since {entry.start[:10]}." for entry in entries[-_MOST_GONE:]]
    more = len(entries) - len(shown)
    return [*shown, f"{counted(more, 'more asset')} left it before."] if more else shown


def _other_digests(seen: o.Observation) -> Iterator[str]:
    """Assets that run by another digest than the one that was scanned, or of which no digest shows what was scanned: a sentence
    for each, of several assets together."""
    for name, several in _OTHER_DIGESTS:
        rows = [prop for prop in seen.props if prop.name == name]
        if len(rows) > 1:
            yield several.format(listed((prop.value for prop in rows), _MOST_GONE))
        elif rows:
            yield rows[0].remarks or ""


def _why_this_date(due: date, by_rule: date, kev_due: date | None, *, members: bool) -> str:
    """Where the formula's date does not count, the row says so: people must not change that column."""
    if due == by_rule:
        return ""
    if due == kev_due:
        return (
            f"Scheduled Completion Date is CISA's due date, which comes before {by_rule.isoformat()}, "
            "the date that follows from rating and detection (RA-5(d))."
        )
    if members:
        return (
            f"Scheduled Completion Date is the earliest of the findings this item stands for; "
            f"{by_rule.isoformat()} would follow from rating and detection."
        )
    return f"Scheduled Completion Date counts from the vendor's release; {by_rule.isoformat()} would follow from detection."
