"""What FedRAMP expects of the people, places and attached papers of a plan. See `fedramp_constraints` for the source."""

import re
from datetime import date

from generator.oscal.faults import FaultLog, Place
from generator.oscal.fedramp_values import INFORMATION_TYPE_SYSTEM
from generator.oscal.information_types import INFORMATION_TYPES
from generator.oscal.shapes import Node, child, children, text, words

CITATIONS = "https://www.fedramp.gov/assets/resources/templates/FedRAMP-Laws-Regulations-Standards-and-Guidance-Reference.xlsx"
"""`fedramp-citations-has-correct-link`."""
_PLANS = ("configuration-management-plan", "incident-response-plan", "information-system-contingency-plan")
_WORK = ("city", "state", "postal-code")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(Z|[+-]\d{2}:\d{2})")


def check_attachments(plan: Node, root: Place, faults: FaultLog, *, older: bool) -> None:
    """The attached documents; FedRAMP's `older` rules have a word of their own for its list of laws."""
    place = (root, "back-matter")
    kinds = [
        (text(prop, "value"), text(prop, "class"), resource, at)
        for resource, at in children(child(plan, "back-matter"), "resources", place)
        for prop, _ in children(resource, "props", at)
        if text(prop, "name") == "type"
    ]
    for name in _PLANS:
        if not any((value, class_) == ("plan", name) for value, class_, _, _ in kinds):
            faults.warning(f"fedramp:has-{name}", place, f"the plan should come with the {name.replace('-', ' ')}")
    for value, rule, what in (
        ("rules-of-behavior", "has-rules-of-behavior", "rules of behavior"),
        ("users-guide", "has-user-guide", "user guide"),
    ):
        faults.expect(any(kind == value for kind, _, _, _ in kinds), rule, place, f"the plan should come with the {what}")
    laws = ("citation", "fedramp-citations") if older else ("citation",)
    cited = [(resource, at) for value, class_, resource, at in kinds if value in laws and class_ == "fedramp-citations"]
    message = "the plan should cite FedRAMP's list of laws and regulations once (type citation, class fedramp-citations)"
    faults.expect(len(cited) == 1, "has-fedramp-citations", place, message)
    for resource, at in cited:
        if sum(text(link, "href") == CITATIONS for link, _ in children(resource, "rlinks", at)) != 1:
            faults.warning("fedramp:fedramp-citations-has-correct-link", at, f"it should link to {CITATIONS}")


def check_people(plan: Node, root: Place, faults: FaultLog) -> None:
    """Who prepared the plan and who receives it, with where they work; the owner and the officer are persons."""
    metadata, place = child(plan, "metadata"), (root, "metadata")
    parties = {text(party, "uuid"): party for party, _ in children(metadata, "parties", place)}
    locations = {text(location, "uuid"): location for location, _ in children(metadata, "locations", place)}
    for held, at in children(metadata, "responsible-parties", place):
        role = text(held, "role-id")
        holders = [parties[uuid] for uuid in words(held, "party-uuids") if uuid in parties]
        if role in ("system-owner", "information-system-security-officer") and not all(
            text(holder, "type") == "person" for holder in holders
        ):
            faults.warning("fedramp:responsible-party-is-person", at, f"the {role} should be a person")
        if role in ("prepared-by", "prepared-for") and not any(_works(holder, locations, at) for holder in holders):
            message = f"the party that is {role} should have a work address: line, city, state and postal code"
            faults.warning(f"fedramp:responsible-party-{role}-location-valid", at, message)
    centers = [
        (location, prop, at)
        for location, at in children(metadata, "locations", place)
        for prop, _ in children(location, "props", at)
        if text(prop, "name") == "type" and text(prop, "value") == "data-center"
    ]
    _check_centers(centers, place, faults)


def check_categorization(plan: Node, root: Place, namespaces: frozenset[str], faults: FaultLog) -> None:
    """Information types (Appendix K) and the day since when the system is operational."""
    characteristics, place = child(plan, "system-characteristics"), (root, "system-characteristics")
    holder = (place, "system-information")
    for kind, at in children(child(characteristics, "system-information"), "information-types", holder):
        _check_categories(kind, at, faults)
        for goal in ("confidentiality", "integrity", "availability"):
            _check_impact(kind, f"{goal}-impact", at, faults)
    published = text(child(plan, "metadata"), "published") or text(child(plan, "metadata"), "last-modified")
    for prop, at in children(characteristics, "props", place):
        name, value = text(prop, "name"), text(prop, "value")
        if name == "fully-operational-date" and text(prop, "ns") in namespaces:
            _check_since(value, published, at, faults)
        if name in ("cloud-service-model", "cloud-deployment-model") and value == "other" and not text(prop, "remarks"):
            faults.warning(f"fedramp:has-{name}-remarks", at, f"the {name} other should be explained in remarks")


def _check_categories(kind: Node, place: Place, faults: FaultLog) -> None:
    for categorization, at in children(kind, "categorizations", place):
        if text(categorization, "system") != INFORMATION_TYPE_SYSTEM:
            message = f"the system of a categorization should be {INFORMATION_TYPE_SYSTEM}"
            faults.warning("fedramp:categorization-has-correct-system-attribute", at, message)
        elif strange := [word for word in words(categorization, "information-type-ids") if word not in INFORMATION_TYPES]:
            message = (
                f"{strange[0]!r} is no information type of NIST SP 800-60 that FedRAMP accepts; they are written like C.3.5.1"
            )
            faults.warning("fedramp:information-type-800-60-v2r1", at, message)
        message = "a categorization should have an information type id"
        faults.expect(categorization.get("information-type-ids"), "categorization-has-information-type-id", at, message)


def _check_impact(kind: Node, name: str, place: Place, faults: FaultLog) -> None:
    if name not in kind:
        faults.warning(f"fedramp:information-type-has-{name}", place, f"an information type should have a {name}")
        return
    impact, at = child(kind, name), (place, name)
    if not text(impact, "selected"):
        faults.warning("fedramp:cia-impact-has-selected", at, "an impact should say which level was selected")
    elif text(impact, "base") != text(impact, "selected") and not text(impact, "adjustment-justification"):
        message = "a selected level that differs from the recommended one should be justified (adjustment-justification)"
        faults.warning("fedramp:cia-impact-has-adjustment-justification", at, message)


def _check_since(value: str, published: str, place: Place, faults: FaultLog) -> None:
    """FedRAMP compares with the moment of checking; here with the day of the document, so that a verdict does not change."""
    if not _DAY.fullmatch(value):
        faults.warning(
            "fedramp:fully-operational-date-type", place, f"{value!r} is no date with its time zone, like 2026-05-01Z"
        )
    elif _day(published) and (_day(value) or "") > (_day(published) or ""):
        message = "the day since when the system is operational is after the day of the document"
        faults.warning("fedramp:fully-operational-date-is-valid", place, message)


def _day(value: str) -> str | None:
    try:
        return date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        return None


def _works(party: Node, locations: dict[str, Node], place: Place) -> bool:
    addresses = [address for address, _ in children(party, "addresses", place)]
    known = [locations[uuid] for uuid in words(party, "location-uuids") if uuid in locations]
    addresses += [child(location, "address") for location in known]
    return any(
        text(address, "type") == "work" and address.get("addr-lines") and all(text(address, name) for name in _WORK)
        for address in addresses
    )


def _check_centers(centers: list[tuple[Node, Node, Place]], place: Place, faults: FaultLog) -> None:
    faults.expect(len(centers) >= 2, "data-center-count", place, "a plan should name at least two data centers (locations)")
    classes = [text(prop, "class") for _, prop, _ in centers]
    if classes.count("primary") != 1:
        faults.warning("fedramp:data-center-primary", place, "a plan should name exactly one primary data center")
    faults.expect("alternate" in classes, "data-center-alternate", place, "a plan should name an alternate data center")
    for location, _, at in centers:
        country = text(child(location, "address"), "country")
        if not country:
            faults.warning("fedramp:data-center-country-code", at, "a data center should say its country")
        elif country != "US":
            faults.warning("fedramp:data-center-us", at, "a data center should be in the United States (US)")
