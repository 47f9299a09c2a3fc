"""The way back: the ledger of last time from an OSCAL plan of action and milestones, our own or another producer's.

What only we write is read where it is there. Of another producer's plan, an item comes back with what FedRAMP's mapping (guide,
section 4) has; how its scanners looked is not known, so no missing weakness closes it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from msgspec import structs

from generator.errors import ConfigError, ParseError
from generator.frameworks.base import printed_id
from generator.ledger.asset_states import AssetDisposition, ClosureReason, ScanCoverage
from generator.ledger.columns import PLAN
from generator.ledger.detection_basis import DetectionBasis
from generator.ledger.deviation_records import Deviation, DeviationKind, DeviationStatus
from generator.ledger.item import LedgerItem
from generator.ledger.planned_work import PlannedWork
from generator.ledger.poam_ledger import Before, Deficiency
from generator.ledger.rating import RatedBy
from generator.model.facts import AffectedAsset
from generator.model.identifiers import AssetId, cwe_ids
from generator.model.rating import Rating
from generator.model.scan import ResultKind
from generator.oscal import poam_names as n
from generator.oscal import types as o
from generator.oscal.common import NO_TEXT, NS
from generator.oscal.lenient_reading import Fields, LenientReader
from generator.oscal.poam_candidates import candidate_of
from generator.oscal.poam_images import images_of
from generator.oscal.poam_items import about
from generator.oscal.poam_reading_facets import cvss_of, epss_of, rating_of, severity_of
from generator.oscal.poam_reading_history import detectors_of, deviation_of, disposition_of, unseen_of
from generator.oscal.properties import day_of, own_of, own_values, value_of

_UNRATED = "the plan of last time, which gives none: taken as Moderate until a person rates it"
_KINDS = tuple(DeviationKind)
_CWE = re.compile(r"CWE-(\d{1,5})", re.ASCII)
_COUNT = re.compile(r"\d{1,9}", re.ASCII)
_OF_DEVIATIONS = frozenset({*(str(rater) for rater in DeviationKind), "closure"})
_RESULT_KINDS = {str(rater): rater for rater in ResultKind}
_WORDS = {str(rater): rater for rater in RatedBy}


def read_poam(data: bytes, *, where: str) -> Before:
    """The ledger that a plan holds.

    Raises:
        ConfigError: it is no plan of action and milestones, or an item of it lacks what an item needs (names which).
    """
    plan = _decoded(data, where)
    reader = _PoamReader(plan, where)
    items = tuple(item for poam_item in plan.poam_items for item in reader.items(poam_item))
    _refuse_repeats(items, where)
    return Before(
        as_of=day_of(plan.metadata.published or plan.metadata.last_modified),
        items=items,
        looks=tuple(look for observation in plan.observations if (look := reader.look(observation)) is not None),
        deficiencies=tuple(row for poam_item in plan.poam_items if (row := _deficiency(poam_item)) is not None),
        candidates=tuple(candidate for seen in plan.observations if (candidate := candidate_of(seen)) is not None),
        images=images_of(plan.metadata, where),
    )


def _decoded(data: bytes, where: str) -> o.PlanOfActionAndMilestones:
    """The plan; with one entry that cannot be read it is none, since an item that is left out would be lost."""
    step = "name an OSCAL plan of action and milestones in JSON; `atopack validate FILE` says more"
    try:
        reading = _document.read(data)
    except ParseError as error:
        raise ConfigError(
            f"this is no OSCAL plan that can be read: {error.what}", where=_at(where, error.where), next_step=step
        ) from error
    if reading.left_out:
        first = reading.left_out[0]
        raise ConfigError(
            f"this is no OSCAL plan that can be read: {first.reason}", where=_at(where, first.place), next_step=step
        )
    if reading.content.plan_of_action_and_milestones is None:
        what = "this is no OSCAL plan that can be read: it has no plan-of-action-and-milestones"
        raise ConfigError(what, where=where, next_step=step)
    return reading.content.plan_of_action_and_milestones


def _at(where: str, place: str) -> str:
    return f"{where} {place}".strip()


_SKIPPED: Fields = {
    o.Observation: ("title", "methods", "relevant_evidence", "remarks"),
    o.PlanOfActionAndMilestones: ("back_matter",),
    o.Remediation: ("uuid", "title"),
    o.Risk: ("statement",),
    o.Task: ("uuid", "type"),
}
"""What a ledger does not keep: of 200,000 observations it would be a tenth of the memory."""
_document = LenientReader(o.OscalDocument, skipped=_SKIPPED)


class _PoamReader:
    """Follows references inside one plan."""

    def __init__(self, plan: o.PlanOfActionAndMilestones, where: str) -> None:
        self._where = where
        self._risks = {risk.uuid: risk for risk in plan.risks}
        self._observations = {observation.uuid: observation for observation in plan.observations}
        local = plan.local_definitions or o.LocalDefinitions()
        self._tools = {component.uuid: component.title for component in local.components}
        self._assets = {
            inventory_item.uuid: value_of(inventory_item.props, "asset-id") for inventory_item in local.inventory_items
        }
        self._published = day_of(plan.metadata.published or plan.metadata.last_modified)

    def items(self, item: o.PoamItem) -> Iterator[LedgerItem]:
        """A row of the plan; none of one that says that nothing is open, and of a fault of documents.

        FedRAMP wants one risk in each item. Of an item with several, each is a row of its own, the later ones with a number.
        """
        own = own_of(item.props)
        if n.NOTHING_OPEN in own or n.DEFICIENCY in own:
            return
        poam_id = value_of(item.props, "POAM-ID") or value_of(item.props, "poam-id") or item.uuid
        related = list(dict.fromkeys(related_risk.risk_uuid for related_risk in (*item.related_risks, *item.associated_risks)))
        for number, uuid in enumerate(related or [""], start=1):
            yield self._row(item, self._risks.get(uuid), poam_id, number)

    def _row(self, item: o.PoamItem, risk: o.Risk | None, poam_id: str, number: int) -> LedgerItem:
        if risk is None:
            raise self._lacks(poam_id, "a risk")
        if number > 1:
            poam_id = f"{poam_id}-{number}"
            item = structs.replace(item, title=risk.title, description=risk.description, related_observations=())
        seen = self._seen(item, risk)
        detected = day_of(seen.collected) if seen else None
        if seen is None or detected is None or not poam_id:
            raise self._lacks(poam_id, "an observation with the day on which it was collected")
        return self._item(item, risk, seen, poam_id, detected)

    def _lacks(self, poam_id: str, what: str) -> ConfigError:
        step = "correct the plan, or begin from the workbook alone"
        return ConfigError(f"the item {poam_id!r} has not {what}", where=self._where, next_step=step)

    def _seen(self, item: o.PoamItem, risk: o.Risk) -> o.Observation | None:
        """The observation of the weakness itself, not those of deviations."""
        named = (*item.related_observations, *risk.related_observations)
        observations = [
            self._observations[reference.observation_uuid]
            for reference in named
            if reference.observation_uuid in self._observations
        ]
        real = [reference for reference in observations if _OF_DEVIATIONS.isdisjoint(reference.types)]
        return next(iter(real or observations), None)

    def _item(self, item: o.PoamItem, risk: o.Risk, seen: o.Observation, poam_id: str, detected: date) -> LedgerItem:
        item_props, risk_props = own_of(item.props), own_of(risk.props)
        facets = [facet for characterization in risk.characterizations for facet in characterization.facets]
        stated = rating_of(facets, "initial")
        rating = stated or Rating.MODERATE
        kev = value_of(risk.props, "kev-due-date")
        members = item_props.get(n.MEMBERS, "0")
        closed = self._closed(risk)
        ledger_item = LedgerItem(
            poam_id=poam_id,
            scanner=self._detector(seen, risk),
            identifier=_identifier(risk),
            kind=_kind(item_props, risk_props),
            controls=tuple(printed_id(prop.value) for prop in risk.props if prop.name == "impacted-control-id"),
            name=item.title or risk.title,
            description=item.description or risk.description,
            solution=_solution(risk),
            detected=detected,
            detected_by=_detected_by(item_props),
            rating=rating,
            rated_by=_word(risk_props.get(n.RATED_BY, "")) if stated else RatedBy.UNKNOWN,
            because=risk_props.get(n.RATED_BECAUSE) or ("the plan of last time" if stated else _UNRATED),
            severity=severity_of(facets, rating),
            adjusted=rating_of(facets, "adjusted"),
            raised=n.RAISED in risk_props,
            due=day_of(risk.deadline),
            late=n.LATE in risk_props,
            known_exploited=day_of(kev) if kev else None,
            cves=tuple(sorted({facet.value for facet in facets if facet.name == n.CVE_FACET or facet.system == n.CVE_SYSTEM})),
            aliases=own_values(risk.props, n.ALIAS),
            cwes=cwe_ids(int(match[1]) for name in own_values(risk.props, n.CWE) if (match := _CWE.fullmatch(name))),
            cvss=cvss_of(facets),
            epss=epss_of(facets),
            assets=self._affected(seen),
            configuration=n.CONFIGURATION in item_props,
            members=int(members) if _COUNT.fullmatch(members) else 0,
            by_scan=n.BY_A_PERSON not in item_props,
            concluded=n.CONCLUDED in item_props,
            detectors=detectors_of(seen.props, n.DETECTOR),
            replaces=item_props.get(n.REPLACES, ""),
            former_id=item_props.get(n.FORMER_ID, ""),
            unseen=unseen_of(seen),
            dispositions=tuple(
                disposition for entry in _logged(risk) if (disposition := disposition_of(entry)) and disposition.asset_id
            ),
            closed=closed,
            deviations=self._deviations(risk),
            written=_written(item, risk, ours=n.RATED_BY in risk_props),
            work=tuple(_work(risk)),
        )
        return structs.replace(ledger_item, notes=_notes(item.remarks, ledger_item)) if item.remarks else ledger_item

    def _detector(self, seen: o.Observation, risk: o.Risk | None) -> str:
        origins = (*seen.origins, *(characterization.origin for characterization in (risk.characterizations if risk else ())))
        named = (self._tools.get(actor.actor_uuid, "") for origin in origins for actor in origin.actors)
        return next((name for name in named if name), "") or "not named"

    def _affected(self, seen: o.Observation) -> tuple[AffectedAsset, ...]:
        named = [
            self._assets.get(asset_id.subject_uuid) or asset_id.title or asset_id.subject_uuid
            for asset_id in seen.subjects
            if asset_id.type in ("inventory-item", "component", "")
        ]
        former = own_values(seen.props, n.FORMER_ASSET)
        return tuple(
            AffectedAsset(asset_id=AssetId(asset_id), first_seen=None, last_seen=None, packages=(), entries=0, sources=())
            for asset_id in sorted({*named, *former})
        )

    def _closed(self, risk: o.Risk) -> AssetDisposition | None:
        if risk.status != "closed":
            return None
        entries = [
            disposition for entry in _logged(risk) if entry.status_change == "closed" and (disposition := disposition_of(entry))
        ]
        if entries:
            return entries[-1]
        day = max((day for entry in _logged(risk) if (day := day_of(entry.start))), default=self._published)
        because = "Closed in the plan of last time."
        return AssetDisposition(reason=ClosureReason.BY_A_PERSON, day=day or date.min, because=because)

    def _deviations(self, risk: o.Risk) -> tuple[Deviation, ...]:
        seen = (
            self._observations.get(related_observation.observation_uuid)
            for related_observation in risk.related_observations[1:]
        )
        deviations = [
            deviation_of(observation)
            for observation in seen
            if observation is not None and own_of(observation.props).get("deviation") in _KINDS
        ]
        known = {deviation.kind for deviation in deviations}
        deviations += [
            Deviation(kind=DeviationKind(prop.name), standing=DeviationStatus.PENDING)
            for prop in risk.props
            if prop.name in _KINDS and DeviationKind(prop.name) not in known and prop.value != "resolved"
        ]
        return tuple(sorted(deviations, key=lambda deviation: _KINDS.index(deviation.kind)))

    def look(self, seen: o.Observation) -> ScanCoverage | None:
        """How a scanner looked at an asset, where that is what the observation says."""
        props = own_of(seen.props)
        if "discovery" not in seen.types or n.LOOK_FORMAT not in props or not seen.subjects:
            return None
        return ScanCoverage(
            scanner=self._detector(seen, None),
            asset_id=AssetId(self._assets.get(seen.subjects[0].subject_uuid) or seen.subjects[0].title or ""),
            object=props.get(n.LOOK_OBJECT, ""),
            day=day_of(props.get(n.LOOK_DAY, "")),
            format=props[n.LOOK_FORMAT],
            configuration=props.get(n.LOOK_CONFIGURATION),
            authenticated=_yes(props.get(n.LOOK_LOGGED_IN)),
            privileged=_yes(props.get(n.LOOK_PRIVILEGED)),
            database=day_of(props.get(n.LOOK_DATABASE, "")),
            places=own_values(seen.props, n.LOOK_PLACE),
            digests=own_values(seen.props, n.LOOK_DIGEST),
        )


def _written(item: o.PoamItem, risk: o.Risk, *, ours: bool) -> tuple[tuple[str, str], ...]:
    """What people wrote: of our own plans what they say of it, of another producer's the plan and its milestones."""
    cells = {prop.value: prop.remarks or "" for prop in item.props if prop.name == n.WRITTEN and prop.ns == NS}
    planned = [remediation for remediation in risk.remediations if remediation.lifecycle in ("planned", "completed")]
    if not ours and planned:
        steps = [_step(task) for remediation in planned for task in remediation.tasks]
        texts = (*(remediation.description for remediation in planned), *(("Milestones:", *steps) if steps else ()))
        cells.setdefault(PLAN, "\n".join(text for text in texts if text and text != NO_TEXT))
    return tuple((name, text) for name, text in cells.items() if text)


def _work(risk: o.Risk) -> Iterator[PlannedWork]:
    """The part of each work package; its plan is found anew."""
    for remediation in risk.remediations:
        for prop in remediation.props:
            if prop.name in (n.WORK_PACKAGE, n.WORK_IN_PART) and prop.ns == NS:
                yield PlannedWork(package=prop.value, text=prop.remarks or "", in_part=prop.name == n.WORK_IN_PART)


def _step(task: o.Task) -> str:
    timing = task.timing or o.Timing()
    day = day_of(timing.within_date_range.end if timing.within_date_range else timing.on_date.date if timing.on_date else None)
    text = ": ".join(text for text in (task.title, task.description) if text)
    return f"{day}: {text}" if day else text


def _yes(word: str | None) -> bool | None:
    return None if word is None else word == "yes"


def _refuse_repeats(items: Sequence[LedgerItem], where: str) -> None:
    seen: set[str] = set()
    for item in items:
        if item.poam_id in seen:
            step = "give each item its own id"
            raise ConfigError(f"two items have the POA&M ID {item.poam_id!r}", where=where, next_step=step)
        seen.add(item.poam_id)


def _logged(risk: o.Risk) -> tuple[o.RiskLogEntry, ...]:
    return risk.risk_log.entries if risk.risk_log else ()


def _identifier(risk: o.Risk) -> str:
    """The detector's own id: a property, or as FedRAMP's template has it, a facet or property of the characterization."""
    identifier = value_of(risk.props, "vulnerability-id") or value_of(risk.props, "plugin-id")
    facets = (facet for characterization in risk.characterizations for facet in characterization.facets)
    return identifier or next((facet.value for facet in facets if facet.name in ("vulnerability-id", "plugin-id")), "")


def _kind(item_props: Mapping[str, str], risk_props: Mapping[str, str]) -> ResultKind:
    if n.CONFIGURATION in item_props:
        return ResultKind.MISCONFIGURATION
    word = risk_props.get(n.RESULT_KIND, "")
    return _RESULT_KINDS.get(word, ResultKind.VULNERABILITY)


def _solution(risk: o.Risk) -> str:
    remediations = [remediation for remediation in risk.remediations if remediation.lifecycle == "recommendation"] or list(
        risk.remediations
    )
    return remediations[0].description if remediations else ""


def _detected_by(item_props: Mapping[str, str]) -> DetectionBasis:
    known = {basis.value: basis for basis in DetectionBasis}
    if n.UNDATED in item_props:
        return DetectionBasis.AS_OF
    return known.get(item_props.get(n.DETECTED_BY, ""), DetectionBasis.REPORT)


def _word(text: str) -> RatedBy:
    return _WORDS.get(text, RatedBy.SCANNER)


def _notes(remarks: str, item: LedgerItem) -> tuple[str, ...]:
    """The remarks without what is written anew each time."""
    rest = remarks.removeprefix(f"Rating from {item.because}.").strip()
    for sentence in about(item):
        rest = rest.removeprefix(sentence).strip()
    return (rest,) if rest else ()


def _deficiency(item: o.PoamItem) -> Deficiency | None:
    own = own_of(item.props)
    if n.DEFICIENCY not in own:
        return None
    return Deficiency(
        id=own[n.DEFICIENCY],
        name=item.title,
        description=item.description,
        plan=item.remarks or "",
        remediated=day_of(own.get("remediated", "")),
    )
