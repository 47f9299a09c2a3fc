"""What the plan of action and milestones says, row by row, before anybody thinks of a spreadsheet.

Everything comes from the OSCAL bundle. Column rules: FedRAMP POA&M Template v3.0 (2025-11-17), row "Guidance".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.oscal import types as o
from generator.oscal.package import AuthorizationPackage
from generator.oscal.poam import CVE_FACET
from generator.renderers.oscal_reading import contacts, day, holders, names, value_of, values_of

_UNDECIDED = "Vendor Dependency and deviations say No until a person decides."


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """One planned step."""

    due: date
    title: str
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PoamRow:
    """One item."""

    poam_id: str
    controls: tuple[str, ...]
    """As FedRAMP spells them: `RA-5`, `IA-5(7)`."""
    name: str
    description: str
    detector: str
    identifier: str | None
    """The detector's own id; None for the CM-6 item that stands for all configuration findings."""
    assets: tuple[str, ...]
    """Identifiers exactly as the inventory has them."""
    contact: str
    """Empty where nobody is named."""
    plan: str
    milestones: tuple[Milestone, ...]
    detected: date
    due: date
    by_formula: bool
    """The template's own formula gives `due`; False where another date wins."""
    status_date: date
    rating: str
    """`Low`, `Moderate` or `High`."""
    comments: str
    known_exploited: bool
    kev_due: date | None
    cves: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PoamView:
    """The whole workbook."""

    provider: str
    offering: str
    impact_level: str
    as_of: date
    open: tuple[PoamRow, ...]
    """In the order of the bundle: most severe first."""
    configuration: tuple[PoamRow, ...]
    """Rows of the sheet Configuration Findings."""


def view(package: AuthorizationPackage) -> PoamView:
    """All rows. An item without a risk only says that nothing is open, and is no row."""
    bundle, metadata = package.bundle, package.bundle.poam.metadata
    about = bundle.ssp.system_characteristics
    reader = _Reader(package)
    items = [item for item in bundle.poam.poam_items if item.related_risks]
    rows = [(value_of(item.props, "configuration-finding") is not None, reader.row(item)) for item in items]
    return PoamView(
        provider=names(holders(metadata, "cloud-service-provider")),
        offering=about.system_name,
        impact_level=(about.security_sensitivity_level or "").removeprefix("fips-199-").capitalize(),
        as_of=package.as_of,
        open=tuple(row for configuration, row in rows if not configuration),
        configuration=tuple(row for configuration, row in rows if configuration),
    )


class _Reader:
    """Follows an item's references; one for a whole view."""

    def __init__(self, package: AuthorizationPackage) -> None:
        poam, implementation = package.bundle.poam, package.bundle.ssp.system_implementation
        tools = poam.local_definitions.components if poam.local_definitions else ()
        self._as_of = package.as_of
        self._risks = {risk.uuid: risk for risk in poam.risks}
        self._observations = {one.uuid: one for one in poam.observations}
        self._tools: Mapping[str, str] = {tool.uuid: tool.title for tool in tools}
        self._assets = {item.uuid: value_of(item.props, "asset-id") or "" for item in implementation.inventory_items}
        self._contact = contacts(holders(poam.metadata, "information-system-security-officer", "system-owner"))

    def row(self, item: o.PoamItem) -> PoamRow:
        """The references resolve: the gate before rendering has checked every one of them."""
        risk = self._risks[item.related_risks[0].risk_uuid]
        seen = self._observations[item.related_observations[0].observation_uuid]
        rating, detected, kev = _rating(risk), day(seen.collected), value_of(risk.props, "kev-due-date")
        by_rule = FEDRAMP_REV5.due(rating, detected, None) or detected
        due = day(risk.deadline) if risk.deadline else by_rule
        kev_due = day(kev) if kev else None
        return PoamRow(
            poam_id=value_of(item.props, "POAM-ID") or "",
            controls=tuple(_control(one) for one in values_of(risk.props, "impacted-control-id")),
            name=item.title,
            description=item.description,
            detector=self._tools[seen.origins[0].actors[0].actor_uuid],
            identifier=value_of(risk.props, "vulnerability-id"),
            assets=tuple(self._assets[subject.subject_uuid] for subject in seen.subjects),
            contact=self._contact,
            plan=next((one.description for one in risk.remediations if one.lifecycle == "recommendation"), ""),
            milestones=_milestones(risk),
            detected=detected,
            due=due,
            by_formula=due == by_rule,
            status_date=self._as_of,
            rating=rating,
            comments=" ".join(part for part in (item.remarks, _why_this_date(due, by_rule, kev_due), _UNDECIDED) if part),
            known_exploited=value_of(risk.props, "kev-catalog") == "yes",
            kev_due=kev_due,
            cves=_cves(risk),
        )


def _control(control: str) -> str:
    """`ia-5.7` as FedRAMP writes it: `IA-5(7)`."""
    base, _, enhancement = control.upper().partition(".")
    return f"{base}({enhancement})" if enhancement else base


def _facets(risk: o.Risk, name: str) -> list[str]:
    return [facet.value for one in risk.characterizations for facet in one.facets if facet.name == name]


def _rating(risk: o.Risk) -> str:
    return _facets(risk, "risk")[0].capitalize()


def _cves(risk: o.Risk) -> tuple[str, ...]:
    return tuple(sorted(set(_facets(risk, CVE_FACET))))


def _milestones(risk: o.Risk) -> tuple[Milestone, ...]:
    return tuple(
        Milestone(due=day(task.timing.within_date_range.end), title=task.title, remark=task.description or "")
        for remediation in risk.remediations
        if remediation.lifecycle == "planned"
        for task in remediation.tasks
        if task.timing
    )


def _why_this_date(due: date, by_rule: date, kev_due: date | None) -> str:
    """Where the formula's date does not count, the row says so: people are told not to change that column."""
    if due == by_rule:
        return ""
    if due == kev_due:
        return (
            f"Scheduled Completion Date is CISA's due date, which comes before {by_rule.isoformat()}, "
            "the date that follows from rating and detection (RA-5(d))."
        )
    return (
        f"Scheduled Completion Date is the earliest of the findings this item stands for; "
        f"{by_rule.isoformat()} would follow from rating and detection."
    )
