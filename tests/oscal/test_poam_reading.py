"""The ledger of last time comes back from its own OSCAL, and as far as it goes from another producer's."""

import codecs
import json
from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from packages_made import story_made

from generator.errors import ConfigError
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.ids import UuidFactory
from generator.ledger.asset_states import AssetDisposition, ClosureReason, ScanCoverage
from generator.ledger.columns import PLAN
from generator.ledger.deviation_records import Deviation, DeviationKind, DeviationStatus, FormAnswer
from generator.ledger.image_identity import ImagesOfRepository
from generator.ledger.item import LedgerItem
from generator.ledger.poam_ledger import Before, Deficiency, Ledger
from generator.ledger.rating import RatedBy
from generator.model.comparison import Comparison
from generator.model.facts import SystemFacts
from generator.model.identifiers import cwe_ids
from generator.model.rating import Rating
from generator.oscal.bundle import bundle_of
from generator.oscal.poam_images import images_apart, images_of
from generator.oscal.poam_reading import read_poam
from generator.oscal.types.metadata import Metadata
from generator.oscal.validate import Level, OscalFile, validate_documents
from generator.workspace.system_yaml import read
from tests.ledger.months import CART, WEB, by_id, carried, facts, ledger, month, snapshots


def written(what: SystemFacts, found: Ledger) -> dict[str, bytes]:
    system = read("", folder="x")
    ids = UuidFactory(system.id)
    story = story_made(
        system=system,
        facts=what,
        comparison=Comparison(compared=False),
        checks=(),
        discrepancies=(),
        claims=(),
        controls=FEDRAMP_REV5.controls("moderate"),
        plan=FEDRAMP_REV5.controls("moderate"),
        items=found.items,
        looks=found.looks,
        images_apart=found.images,
        deficiencies=found.deficiencies,
    )
    return dict(bundle_of(story, ids).files())


def back(what: SystemFacts, found: Ledger) -> Before:
    return read_poam(written(what, found)["plan-of-action-and-milestones.json"], where="plan")


def everything() -> tuple[SystemFacts, Ledger]:
    """A ledger with an item of every kind."""
    first = ledger(facts(0, snapshots(0, {CART: ["CVE-1", "CVE-2", "CVE-3"], WEB: ["CVE-1", "CVE-4"]})))
    items = [structs.replace(item, cwes=cwe_ids([79, 89])) for item in carried(first, month(0)).items]
    approved = Deviation(
        kind=DeviationKind.RISK_ADJUSTMENT,
        standing=DeviationStatus.APPROVED,
        rationale="Two\nlines: never loaded.",
        submitted=date(2026, 1, 21),
        approver="A. Lovelace",
        decided=date(2026, 1, 25),
        evidence="decisions/letter.pdf",
        sha256="ab" * 32,
        expires=date(2027, 1, 25),
        adjusted=Rating.LOW,
        answers=(
            FormAnswer(question="justification", value="Two\nlines."),
            FormAnswer(question="attack-vector", value="Local", why="Only a jump host."),
            FormAnswer(question="privileges-required", value="High"),
        ),
    )
    vendor = Deviation(
        kind=DeviationKind.VENDOR_DEPENDENCY,
        standing=DeviationStatus.PENDING,
        product="ExampleDB 12",
        checked_in=date(2026, 2, 10),
        released=date(2026, 2, 11),
        mitigated=date(2026, 2, 1),
    )
    index = next(number for number, one in enumerate(items) if one.identifier == "CVE-1")
    items[index] = structs.replace(
        items[index],
        deviations=(approved, vendor),
        written=(("Point of Contact", "R. Moss"), ("Remediation Plan", "First.\nThen."), ("Owner team", "blue")),
    )
    items.append(
        structs.replace(
            items[index],
            poam_id="PT-7",
            scanner="3PAO penetration test",
            identifier="",
            by_scan=False,
            deviations=(),
            name="Weak reset",
            controls=("IA-5(7)",),
            closed=AssetDisposition(reason=ClosureReason.BY_A_PERSON, day=date(2026, 2, 3), because="Closed by a person."),
        )
    )
    state = Before(
        as_of=month(0),
        items=tuple(items),
        looks=first.looks,
        deficiencies=(
            Deficiency(id="PL-2.1", name="Diagram", description="Two are missing.", plan="Drawn.", remediated=date(2026, 2, 1)),
        ),
    )
    what = facts(1, snapshots(1, {CART: ["CVE-1", "CVE-2"], WEB: ["CVE-1"]}, [CART, WEB]))
    return what, ledger(what, state)


def test_images_that_are_told_apart_come_back_and_a_changed_record_is_refused() -> None:
    shop = [f"reg.example/shop:3.0-{variant}" for variant in ("cart", "checkout")]
    what = facts(0, snapshots(0, {name: ["CVE-1"] for name in shop}))
    found = ledger(what)
    assert back(what, found).images == found.images != ()
    plan = written(what, found)["plan-of-action-and-milestones.json"]
    changed = plan.replace(b'\\"variants\\":[', b'\\"variants\\":[7,')
    assert changed != plan
    with pytest.raises(ConfigError, match="images-of-repository is damaged: its remarks cannot be read"):
        read_poam(changed, where="plan")


def test_everything_that_was_written_comes_back() -> None:
    what, found = everything()
    state = back(what, found)
    assert state.as_of == month(1)
    assert state.deficiencies == found.deficiencies
    ours, theirs = by_id(found), {item.poam_id: item for item in state.items}
    assert ours.keys() == theirs.keys()
    kept = (
        "scanner", "identifier", "kind", "controls", "name", "detected", "detected_by", "rating", "rated_by", "because",
        "severity", "adjusted", "raised", "known_exploited", "cves", "cwes", "configuration", "members", "by_scan", "replaces",
        "dispositions", "closed", "deviations", "written", "notes",
    )  # fmt: skip
    assert any(item.cwes for item in found.items), "what no scan reports keeps what last month's stated"
    for poam_id, item in ours.items():
        for name in kept:
            assert getattr(theirs[poam_id], name) == getattr(item, name), (poam_id, name)
        assert [one.asset_id for one in theirs[poam_id].assets] == [one.asset_id for one in item.assets]


def test_the_ledger_in_oscal_is_valid_and_cites_the_evidence_of_closure() -> None:
    what, found = everything()
    files = written(what, found)
    sums = {f"evidence/{file.path.removeprefix('evidence/')}": file.sha256 for file in what.evidence}
    documents = [OscalFile(name=f"oscal/{name}", data=data, resolve=sums.get) for name, data in files.items()]
    faults = [one for one in validate_documents(documents) if one.severity is Level.ERROR]
    assert faults == []
    plan = json.loads(files["plan-of-action-and-milestones.json"])["plan-of-action-and-milestones"]
    statuses = {risk["title"]: risk["status"] for risk in plan["risks"]}
    assert statuses["CVE-3"] == "closed"
    entry = next(risk for risk in plan["risks"] if risk["title"] == "CVE-3")["risk-log"]["entries"][-1]
    assert entry["status-change"] == "closed"
    assert entry["links"][0]["href"].startswith("#")


MONTHS = st.lists(
    st.dictionaries(
        st.sampled_from([CART, WEB, "reg.example/shop/cart:1.5"]), st.sets(st.sampled_from(["CVE-1", "CVE-2"])), min_size=1
    ),
    min_size=2,
    max_size=4,
)


@settings(max_examples=25, deadline=None)
@given(MONTHS)
def test_carrying_over_from_oscal_is_carrying_over_from_memory(plan: list[dict[str, set[str]]]) -> None:
    state: Before | None = None
    for number, seen in enumerate(plan):
        what = facts(number, snapshots(number, {image: sorted(ids) for image, ids in seen.items()}))
        found = ledger(what, state)
        from_oscal, from_memory = back(what, found), carried(found, what.as_of)
        following = facts(number + 1, snapshots(number + 1, {CART: ["CVE-2"]}))
        one, two = ledger(following, from_oscal), ledger(following, from_memory)
        assert _told(one) == _told(two)
        state = from_oscal


def _told(found: Ledger) -> list[tuple[object, ...]]:
    return [
        (one.poam_id, one.detected, one.rating, one.closed, one.dispositions, one.notices, one.open_because,
         one.notes, one.late, one.replaces,
         [asset.asset_id for asset in one.assets],
         [(each.asset_id, each.because, [_without_file(look) for look in each.looks]) for each in one.unseen])
        for one in found.items
    ]  # fmt: skip


def _without_file(look: ScanCoverage) -> ScanCoverage:
    """Of a look of last time the plan cites the file as evidence; only the look itself comes back."""
    return structs.replace(look, path="", sha256=None)


def minimal(**more: object) -> dict[str, object]:
    """What another producer writes, with the names of OSCAL 1.0."""
    return {
        "plan-of-action-and-milestones": {
            "uuid": "1",
            "metadata": {"title": "t", "last-modified": "2026-01-31T10:00:00Z", "version": "1", "oscal-version": "1.0.4"},
            "import-ssp": {"href": "ssp.json"},
            "local-definitions": {
                "components": [{"uuid": "tool", "type": "software", "title": "Nessus", "description": "x"}],
                "inventory-items": [{"uuid": "i1", "description": "x", "props": [{"name": "asset-id", "value": "host-1"}]}],
            },
            "observations": [
                {
                    "uuid": "o1",
                    "description": "seen",
                    "methods": ["TEST"],
                    "origins": [{"actors": [{"type": "tool", "actor-uuid": "tool"}]}],
                    "subjects": [{"subject-uuid": "i1", "type": "inventory-item"}],
                    "collected": "2026-01-05T00:00:00Z",
                }
            ],
            "risks": [
                {
                    "uuid": "r1",
                    "title": "Old TLS",
                    "description": "d",
                    "statement": "s",
                    "status": "open",
                    "props": [{"name": "false-positive", "ns": "https://fedramp.gov/ns/oscal", "value": "pending"}],
                    "characterizations": [
                        {
                            "origin": {"actors": [{"type": "tool", "actor-uuid": "tool"}]},
                            "facets": [
                                {"name": "impact", "system": "https://fedramp.gov", "value": "moderate"},
                                {"name": "plugin-id", "system": "https://fedramp.gov", "value": "104743"},
                            ],
                        }
                    ],
                    "deadline": "2026-04-05T00:00:00Z",
                }
            ],
            "poam-items": [
                {
                    "uuid": "p1",
                    "title": "Old TLS",
                    "description": "d",
                    "props": [{"name": "POAM-ID", "ns": "https://fedramp.gov/ns/oscal", "value": "V-1"}],
                    "related-observations": [{"observation-uuid": "o1"}],
                    "associated-risks": [{"risk-uuid": "r1"}],
                }
            ],
            **more,
        }
    }


def test_another_producers_plan_is_where_a_ledger_can_begin() -> None:
    state = read_poam(json.dumps(minimal()).encode(), where="plan")
    (item,) = state.items
    assert (item.poam_id, item.scanner, item.identifier) == ("V-1", "Nessus", "104743")
    assert (item.rating, item.detected, item.due) == ("Moderate", date(2026, 1, 5), date(2026, 4, 5))
    assert [asset.asset_id for asset in item.assets] == ["host-1"]
    assert [(one.kind, one.standing) for one in item.deviations] == [(DeviationKind.FALSE_POSITIVE, DeviationStatus.PENDING)]
    found = ledger(facts(1, snapshots(1, {CART: []})), state)
    (kept,) = found.items
    assert (kept.poam_id, kept.closed) == ("V-1", None)
    assert "is no longer in the inventory" in kept.open_because[0]


def of(plan: dict[str, object], part: str) -> dict[str, object]:
    """The first object of a part of `minimal`."""
    found = plan["plan-of-action-and-milestones"][part][0]  # type: ignore[index]
    assert isinstance(found, dict)
    return found


def items_of(plan: dict[str, object]) -> tuple[LedgerItem, ...]:
    return read_poam(json.dumps(plan).encode(), where="plan").items


def test_a_plan_may_begin_with_a_byte_order_mark() -> None:
    assert len(read_poam(codecs.BOM_UTF8 + json.dumps(minimal()).encode(), where="plan").items) == 1


def test_each_risk_of_an_item_of_another_producer_is_an_item() -> None:
    plan = minimal()
    second = {**of(plan, "risks"), "uuid": "r2", "title": "Weak cipher", "related-observations": [{"observation-uuid": "o1"}]}
    plan["plan-of-action-and-milestones"]["risks"].append(second)  # type: ignore[index]
    of(plan, "poam-items")["associated-risks"] = [{"risk-uuid": "r1"}, {"risk-uuid": "r2"}, {"risk-uuid": "r1"}]
    assert [(one.poam_id, one.name) for one in items_of(plan)] == [("V-1", "Old TLS"), ("V-1-2", "Weak cipher")]


def test_a_risk_of_another_producer_without_a_rating_owes_one() -> None:
    plan = minimal()
    of(plan, "risks")["characterizations"] = []
    (item,) = items_of(plan)
    assert (item.rating, item.rated_by) == ("Moderate", RatedBy.UNKNOWN)
    assert item.because == "the plan of last time, which gives none: taken as Moderate until a person rates it"


def test_the_remediation_plan_of_another_producer_is_a_persons_word() -> None:
    plan = minimal()
    tasks = [
        {"title": "Order", "timing": {"within-date-range": {"start": "2026-02-01T00:00:00Z", "end": "2026-02-10T00:00:00Z"}}},
        {"title": "Switch", "description": "at night", "timing": {"on-date": {"date": "2026-03-01T00:00:00Z"}}},
        {"title": "Tell everybody"},
    ]
    of(plan, "risks")["remediations"] = [
        {"lifecycle": "recommendation", "description": "Turn it off."},
        {"lifecycle": "planned", "description": "Replace the gateway.", "tasks": tasks},
    ]
    (item,) = items_of(plan)
    assert item.solution == "Turn it off."
    steps = "2026-02-10: Order\n2026-03-01: Switch: at night\nTell everybody"
    assert item.written == ((PLAN, f"Replace the gateway.\nMilestones:\n{steps}"),)


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_days_that_nobody_can_mean_are_no_days(day: str) -> None:
    plan = minimal()
    risk = of(plan, "risks")
    risk["deadline"] = f"{day}T00:00:00Z"
    risk["props"].append({"name": "kev-due-date", "value": day})  # type: ignore[attr-defined]
    (item,) = items_of(plan)
    assert (item.due, item.known_exploited) == (None, None)
    of(plan, "observations")["collected"] = f"{day}T00:00:00Z"
    with pytest.raises(ConfigError, match="an observation with the day"):
        items_of(plan)


def test_a_count_of_endless_digits_is_no_count() -> None:
    """Python refuses to read more than 4,300 of them."""
    plan = minimal()
    of(plan, "poam-items")["props"] = [{"name": "stands-for", "ns": "urn:atopack:ns:oscal", "value": "9" * 5000}]
    (item,) = items_of(plan)
    assert item.members == 0


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"{", "no OSCAL plan"),
        (b"\xff", "no OSCAL plan"),
        (b"{}", "no OSCAL plan"),
        (b"[" * 100_000, "no OSCAL plan"),
        (json.dumps(minimal(observations=[])).encode(), "an observation with the day"),
        (json.dumps(minimal(risks=[])).encode(), "a risk"),
        (msgspec.json.encode(minimal()).replace(b'"2026-01-05T', b'"yesterday'), "an observation with the day"),
    ],
)
def test_what_cannot_be_an_item_is_named(data: bytes, what: str) -> None:
    with pytest.raises(ConfigError, match=what):
        read_poam(data, where="plan")


def test_two_items_of_one_id_are_refused() -> None:
    plan = minimal()
    body = plan["plan-of-action-and-milestones"]
    assert isinstance(body, dict)
    body["poam-items"] *= 2
    with pytest.raises(ConfigError, match="two items have the POA&M ID 'V-1'"):
        read_poam(json.dumps(plan).encode(), where="plan")


@pytest.mark.parametrize(
    ("prop", "what"),
    [
        ({"value": "reg.example/till"}, "names another repository than its remarks"),
        ({"remarks": None}, "has no remarks"),
        ({"remarks": "{"}, "cannot be read"),
        ({"remarks": "[" * 100_000}, "cannot be read"),
        ({"remarks": '{"repository":"reg.example/shop","variants":["cart"],"first":null}'}, "not two or more"),
    ],
)
def test_what_the_plan_remembers_of_images_is_refused_where_it_is_damaged(prop: dict[str, str | None], what: str) -> None:
    (row,) = images_apart([ImagesOfRepository(repository="reg.example/shop", variants=("cart", "till"), first="cart")])
    good = Metadata(title="x", last_modified="2026-11-01T00:00:00Z", version="1", oscal_version="1.2.1", props=(row,))
    assert images_of(good, "plan")[0].variants == ("cart", "till")
    with pytest.raises(ConfigError, match=what):
        images_of(structs.replace(good, props=(structs.replace(row, **prop),)), "plan")
    with pytest.raises(ConfigError, match="it is a duplicate"):
        images_of(structs.replace(good, props=(row, row)), "plan")
