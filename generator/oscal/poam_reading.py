"""The way back: the ledger of last time from an OSCAL plan of action and milestones, our own or another producer's.

What only we write is read where it is there. Of another producer's plan, an item comes back with what FedRAMP's mapping (guide,
section 4) has; nobody knows how its scanners looked, so no missing weakness closes it.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec
from msgspec import structs

from generator.errors import ConfigError
from generator.frameworks.deviation_request import METRICS
from generator.ledger.item import (
    Answer,
    Before,
    Deficiency,
    Deviation,
    DeviationKind,
    LedgerItem,
    Look,
    Reason,
    Settled,
    Standing,
    Unseen,
)
from generator.ledger.rating import RatedBy
from generator.model.content import Exploitability
from generator.model.facts import AffectedAsset
from generator.model.scan import Cvss, ResultKind, Severity
from generator.oscal import poam_names as n
from generator.oscal import poam_wire as w
from generator.oscal.common import NO_TEXT, NS
from generator.oscal.poam_items import about
from generator.oscal.reading import MAX_BYTES

_KINDS = tuple(DeviationKind)
_WORDED = frozenset(str(question) for question in METRICS)
_OF_DEVIATIONS = frozenset({*(str(one) for one in DeviationKind), "closure"})
_REASONS = {str(one): one for one in Reason}
_RESULT_KINDS = {str(one): one for one in ResultKind}
_SEVERITY_WORDS = {str(one): one for one in Severity}
_STANDINGS = {str(one): one for one in Standing}
_WORDS = {str(one): one for one in RatedBy}
_STATES = {"low": "Low", "moderate": "Moderate", "medium": "Moderate", "high": "High", "critical": "High"}
_SEVERITIES = {"Low": Severity.LOW, "Moderate": Severity.MODERATE, "High": Severity.HIGH}


def read_poam(data: bytes, *, where: str) -> Before:
    """The ledger that a plan holds.

    Raises:
        ConfigError: it is no plan of action and milestones, or an item of it lacks what an item needs (names which).
    """
    if len(data) > MAX_BYTES:
        raise ConfigError(f"the file has {len(data):,} bytes; at most {MAX_BYTES:,} are read", where=where)
    try:
        plan = msgspec.json.decode(data, type=w.Document).plan_of_action_and_milestones
        reader = _Reader(plan, where)
        items = tuple(item for one in plan.poam_items if (item := reader.item(one)) is not None)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        step = "name an OSCAL plan of action and milestones in JSON; `atopack validate FILE` says more"
        raise ConfigError(f"this is no OSCAL plan that can be read: {error}", where=where, next_step=step) from error
    _refuse_repeats(items, where)
    return Before(
        as_of=_day(plan.metadata.published or plan.metadata.last_modified),
        items=items,
        looks=tuple(look for one in plan.observations if (look := reader.look(one)) is not None),
        deficiencies=tuple(row for one in plan.poam_items if (row := _deficiency(one)) is not None),
    )


class _Reader:
    """Follows references inside one plan."""

    def __init__(self, plan: w.Plan, where: str) -> None:
        self._where = where
        self._risks = {risk.uuid: risk for risk in plan.risks}
        self._observations = {one.uuid: one for one in plan.observations}
        self._tools = {one.uuid: one.title for one in plan.local_definitions.components}
        self._assets = {one.uuid: _value(one.props, "asset-id") or one.title for one in plan.local_definitions.inventory_items}
        self._published = _day(plan.metadata.published or plan.metadata.last_modified)

    def item(self, item: w.Item) -> LedgerItem | None:
        """A row of the plan; None for one that says that nothing is open, and for a fault of documents."""
        own = _own(item.props)
        if n.NOTHING_OPEN in own or n.DEFICIENCY in own:
            return None
        poam_id = _value(item.props, "POAM-ID") or _value(item.props, "poam-id") or item.uuid
        related = (*item.related_risks, *item.associated_risks)
        risk = self._risks.get(related[0].risk_uuid) if related else None
        if risk is None:
            raise self._lacks(poam_id, "a risk")
        seen = self._seen(item, risk)
        detected = _day(seen.collected) if seen else None
        if detected is None or not poam_id:
            raise self._lacks(poam_id, "an observation with the day on which it was collected")
        return self._item(item, risk, seen or w.Observation(uuid=""), poam_id, detected)

    def _lacks(self, poam_id: str, what: str) -> ConfigError:
        step = "correct the plan, or begin from the workbook alone"
        return ConfigError(f"the item {poam_id!r} has not {what}", where=self._where, next_step=step)

    def _seen(self, item: w.Item, risk: w.Risk) -> w.Observation | None:
        """The observation of the weakness itself, not those of deviations."""
        named = (*item.related_observations, *risk.related_observations)
        found = [self._observations[one.observation_uuid] for one in named if one.observation_uuid in self._observations]
        real = [one for one in found if _OF_DEVIATIONS.isdisjoint(one.types)]
        return next(iter(real or found), None)

    def _item(self, item: w.Item, risk: w.Risk, seen: w.Observation, poam_id: str, detected: date) -> LedgerItem:
        own, said = _own(item.props), _own(risk.props)
        facets = [facet for one in risk.characterizations for facet in one.facets]
        rating = _rating(facets, "initial") or "Moderate"
        kev = _value(risk.props, "kev-due-date")
        members = own.get(n.MEMBERS, "0")
        closed = self._closed(risk)
        found = LedgerItem(
            poam_id=poam_id,
            scanner=self._detector(seen, risk),
            identifier=_identifier(risk),
            kind=_kind(own, said),
            controls=tuple(_control(one.value) for one in risk.props if one.name == "impacted-control-id"),
            name=item.title or risk.title,
            description=item.description or risk.description,
            solution=_solution(risk),
            detected=detected,
            dated=n.UNDATED not in own,
            rating=rating,
            rated_by=_word(said.get(n.RATED_BY, "")),
            because=said.get(n.RATED_BECAUSE) or "the plan of last time",
            severity=_severity(facets, rating),
            adjusted=_rating(facets, "adjusted"),
            raised=n.RAISED in said,
            due=_day(risk.deadline),
            late=n.LATE in said,
            known_exploited=_day(kev) if kev else None,
            cves=tuple(sorted({one.value for one in facets if one.name == n.CVE_FACET or one.system == n.CVE_SYSTEM})),
            aliases=tuple(one.value for one in risk.props if one.name == n.ALIAS and one.ns == NS),
            cvss=_cvss(facets),
            epss=_epss(facets),
            references=(),
            assets=self._affected(seen),
            configuration=n.CONFIGURATION in own,
            members=int(members) if members.isascii() and members.isdigit() else 0,
            by_scan=n.BY_A_PERSON not in own,
            replaces=own.get(n.REPLACES, ""),
            unseen=_unseen(seen),
            settled=tuple(one for entry in risk.risk_log.entries if (one := _settled(entry)) and one.asset_id),
            closed=closed,
            deviations=self._deviations(risk),
            written=tuple((one.value, one.remarks) for one in item.props if one.name == n.WRITTEN and one.ns == NS),
        )
        return structs.replace(found, notes=_notes(item.remarks, found)) if item.remarks else found

    def _detector(self, seen: w.Observation, risk: w.Risk) -> str:
        origins = (*seen.origins, *(one.origin for one in risk.characterizations))
        named = (self._tools.get(actor.actor_uuid, "") for origin in origins for actor in origin.actors)
        return next((name for name in named if name), "") or "not named"

    def _affected(self, seen: w.Observation) -> tuple[AffectedAsset, ...]:
        named = [
            self._assets.get(one.subject_uuid) or one.title or one.subject_uuid
            for one in seen.subjects
            if one.type in ("inventory-item", "component", "")
        ]
        former = [one.value for one in seen.props if one.name == n.FORMER_ASSET and one.ns == NS]
        return tuple(
            AffectedAsset(asset_id=one, first_seen=None, last_seen=None, packages=(), entries=0, sources=())
            for one in sorted({*named, *former})
        )

    def _closed(self, risk: w.Risk) -> Settled | None:
        if risk.status != "closed":
            return None
        entries = [one for entry in risk.risk_log.entries if entry.status_change == "closed" and (one := _settled(entry))]
        if entries:
            return entries[-1]
        day = max((day for entry in risk.risk_log.entries if (day := _day(entry.start))), default=self._published)
        because = "Closed in the plan of last time."
        return Settled(reason=Reason.BY_A_PERSON, day=day or date.min, because=because)

    def _deviations(self, risk: w.Risk) -> tuple[Deviation, ...]:
        seen = (self._observations.get(one.observation_uuid) for one in risk.related_observations[1:])
        found = [_deviation(one) for one in seen if one is not None and _own(one.props).get("deviation") in _KINDS]
        known = {one.kind for one in found}
        found += [
            Deviation(kind=DeviationKind(one.name), standing=Standing.PENDING)
            for one in risk.props
            if one.name in _KINDS and DeviationKind(one.name) not in known and one.value != "resolved"
        ]
        return tuple(sorted(found, key=lambda one: _KINDS.index(one.kind)))

    def look(self, seen: w.Observation) -> Look | None:
        """How a scanner looked at an asset, where that is what the observation says."""
        said = _own(seen.props)
        if "discovery" not in seen.types or n.LOOK_FORMAT not in said or not seen.subjects:
            return None
        return Look(
            scanner=self._detector(seen, w.Risk(uuid="")),
            asset_id=self._assets.get(seen.subjects[0].subject_uuid) or seen.subjects[0].title,
            object=said.get(n.LOOK_OBJECT, ""),
            day=_day(said.get(n.LOOK_DAY, "")),
            format=said[n.LOOK_FORMAT],
            configuration=said.get(n.LOOK_CONFIGURATION),
            authenticated=_yes(said.get(n.LOOK_LOGGED_IN)),
            privileged=_yes(said.get(n.LOOK_PRIVILEGED)),
            database=_day(said.get(n.LOOK_DATABASE, "")),
            places=tuple(one.value for one in seen.props if one.name == n.LOOK_PLACE and one.ns == NS),
        )


def _yes(word: str | None) -> bool | None:
    return None if word is None else word == "yes"


def _refuse_repeats(items: Sequence[LedgerItem], where: str) -> None:
    seen: set[str] = set()
    for item in items:
        if item.poam_id in seen:
            step = "give each item its own id"
            raise ConfigError(f"two items have the POA&M ID {item.poam_id!r}", where=where, next_step=step)
        seen.add(item.poam_id)


def _own(props: Sequence[w.Prop]) -> Mapping[str, str]:
    return {one.name: one.value for one in props if one.ns == NS}


def _value(props: Sequence[w.Prop], name: str) -> str:
    return next((one.value for one in props if one.name == name), "")


def _day(moment: str) -> date | None:
    try:
        return date.fromisoformat(moment[:10])
    except ValueError:
        return None


def _identifier(risk: w.Risk) -> str:
    """The detector's own id: a property, or as FedRAMP's template has it, a facet or property of the characterization."""
    found = _value(risk.props, "vulnerability-id") or _value(risk.props, "plugin-id")
    facets = (facet for one in risk.characterizations for facet in one.facets)
    return found or next((one.value for one in facets if one.name in ("vulnerability-id", "plugin-id")), "")


def _kind(own: Mapping[str, str], said: Mapping[str, str]) -> ResultKind:
    if n.CONFIGURATION in own:
        return ResultKind.MISCONFIGURATION
    word = said.get(n.RESULT_KIND, "")
    return _RESULT_KINDS.get(word, ResultKind.VULNERABILITY)


def _control(control: str) -> str:
    base, _, enhancement = control.upper().partition(".")
    return f"{base}({enhancement})" if enhancement else base


def _solution(risk: w.Risk) -> str:
    found = [one for one in risk.remediations if one.lifecycle == "recommendation"] or list(risk.remediations)
    return found[0].description if found else ""


def _rating(facets: Sequence[w.Facet], state: str) -> str:
    """`risk` as our plans and FedRAMP's template have it, else `impact` as FedRAMP's guide has it."""
    for name in ("risk", "impact"):
        for one in facets:
            is_ours = one.system != NS and one.name == name
            if is_ours and (_value(one.props, "state") or "initial") == state and one.value.lower() in _STATES:
                return _STATES[one.value.lower()]
    return ""


def _severity(facets: Sequence[w.Facet], rating: str) -> Severity:
    word = next((one.value for one in facets if one.name == "severity" and one.system == NS), "")
    return _SEVERITY_WORDS.get(word, _SEVERITIES[rating])


def _word(text: str) -> RatedBy:
    return _WORDS.get(text, RatedBy.SCANNER)


def _notes(remarks: str, item: LedgerItem) -> tuple[str, ...]:
    """The remarks without what is written anew each time."""
    rest = remarks.removeprefix(f"Rating from {item.because}.").strip()
    for sentence in about(item):
        rest = rest.removeprefix(sentence).strip()
    return (rest,) if rest else ()


def _cvss(facets: Sequence[w.Facet]) -> tuple[Cvss, ...]:
    scores: dict[str, float] = {}
    vectors: dict[str, str] = {}
    for one in facets:
        if one.system != NS or not one.name.startswith("cvss-"):
            continue
        if one.name.endswith("-base-score"):
            scores[one.name[5:-11]] = float(one.value) if one.value.replace(".", "", 1).isdigit() else 0.0
        elif one.name.endswith("-vector"):
            vectors[one.name[5:-7]] = one.value
    return tuple(
        Cvss(source="nvd", version=version, score=scores.get(version), vector=vectors.get(version))
        for version in dict.fromkeys((*scores, *vectors))
    )


def _epss(facets: Sequence[w.Facet]) -> Exploitability | None:
    found = {one.name: one for one in facets if one.system == NS and one.name.startswith("epss-")}
    score, percentile = found.get("epss-score"), found.get("epss-percentile")
    dated = _day(_value(score.props, "epss-date")) if score else None
    if score is None or percentile is None or dated is None:
        return None
    return Exploitability(cve="", score=score.value, percentile=percentile.value, dated=dated)


def _unseen(seen: w.Observation) -> tuple[Unseen, ...]:
    looks: dict[str, list[Look]] = {}
    for one in seen.props:
        if one.name == n.LAST_LOOK and one.ns == NS:
            looks.setdefault(one.value, []).append(msgspec.json.decode(one.remarks, type=Look))
    return tuple(
        Unseen(asset_id=one.value, because=one.remarks, looks=tuple(looks.get(one.value, ())))
        for one in seen.props
        if one.name == n.UNSEEN and one.ns == NS
    )


def _settled(entry: w.Entry) -> Settled | None:
    said, day = _own(entry.props), _day(entry.start)
    word = said.get(n.REASON, "")
    if day is None or word not in _REASONS:
        return None
    return Settled(
        asset_id=said.get(n.ASSET, ""),
        reason=_REASONS[word],
        day=day,
        because=entry.description,
        path=said.get(n.EVIDENCE_PATH, ""),
        sha256=said.get(n.EVIDENCE_SHA256, ""),
    )


def _deviation(seen: w.Observation) -> Deviation:
    said = _own(seen.props)
    return Deviation(
        kind=DeviationKind(said["deviation"]),
        standing=_STANDINGS.get(said.get("standing", ""), Standing.PENDING),
        rationale="" if seen.description == NO_TEXT else seen.description,
        submitted=_day(said.get("submitted", "")),
        approver=said.get("approver", ""),
        decided=_day(said.get("decided", "")),
        evidence=said.get("evidence", ""),
        sha256=said.get("sha256", ""),
        expires=_day(said.get("expires", "")),
        adjusted=said.get("adjusted", ""),
        product=said.get("product", ""),
        checked_in=_day(said.get("checked-in", "")),
        released=_day(said.get("released", "")),
        mitigated=_day(said.get("mitigated", "")),
        answers=tuple(_answer(one) for one in seen.props if one.ns == NS and one.name.startswith(n.REQUEST)),
    )


def _answer(one: w.Prop) -> Answer:
    question = one.name.removeprefix(n.REQUEST)
    if question in _WORDED:
        return Answer(question=question, value=one.value, why=one.remarks)
    return Answer(question=question, value=one.remarks)


def _deficiency(item: w.Item) -> Deficiency | None:
    own = _own(item.props)
    if n.DEFICIENCY not in own:
        return None
    return Deficiency(
        id=own[n.DEFICIENCY],
        name=item.title,
        description=item.description,
        plan=item.remarks,
        remediated=_day(own.get("remediated", "")),
    )
