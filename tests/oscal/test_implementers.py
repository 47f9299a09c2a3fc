"""What the evidence states stands with the component that does it, and a part without an answer has none."""

import pytest
from replacing import replace

from generator.frameworks.base import Control
from generator.ids import UuidFactory
from generator.model.claim import Claim, Support
from generator.model.draft_statement import DraftStatement, Mechanism, PlanSentence
from generator.model.evidence import EvidenceSource
from generator.model.identifiers import ControlId, Sha256
from generator.model.narrative import Narrative, PartText, Span, TextBlock
from generator.oscal import types as o
from generator.oscal.common import Citations
from generator.oscal.components import Naming
from generator.oscal.implementers import Implementer, Implementers
from generator.oscal.plan_drafts import plan_drafts
from generator.oscal.ssp_statements import ControlAnswer, points_to_components, statement

IDS = UuidFactory("x")
CITE = Citations(IDS, {})
CONTROL = Control(
    id=ControlId("CM-6"), title="Settings", parts=("a",), area="", source="", baselines=frozenset({"low"}), parameters=()
)
POLICY, PODS = Sha256("1" * 64), Sha256("2" * 64)
MESH = Implementer(
    uuid=IDS.object("component", "mesh"),
    title="Mesh",
    topics=frozenset({"admission"}),
    places={POLICY: frozenset({"/items/3"})},
)
CLUSTER = Implementer(
    uuid=IDS.object("component", "cluster"),
    title="Kubernetes prod",
    topics=frozenset({"admission"}),
    places={POLICY: frozenset({""}), PODS: frozenset({""})},
)
WHO = Implementers((MESH,), (CLUSTER,))


ADMISSION = Mechanism(title="Admission control", main="CM-6(a)")


def claim(text: str, sha256: Sha256 = POLICY, place: str = "/items/3", topic: str = "admission") -> Claim:
    return Claim(
        control=ControlId("CM-6"),
        part="a",
        topic=topic,
        subject="Admission",
        support=Support.ENFORCING,
        text="In the assessor's voice.",
        sources=(source := (EvidenceSource(sha256, "evidence/a.json", place),)),
        statement=DraftStatement(key=text, mechanism=ADMISSION, sentences=(PlanSentence(text=text, sources=source),)),
    )


def answers(
    *claims: Claim,
    narrative: Narrative | None = None,
    providers: tuple[Implementer, ...] = (),
    partners: tuple[Implementer, ...] = (),
) -> dict[str, o.ByComponent]:
    drafts = {"a": plan_drafts(claims, (), (CONTROL,)).of(CONTROL.id, "a")}
    answer = ControlAnswer(
        control=CONTROL, narrative=narrative, drafts=drafts, roles=("owner",), providers=providers, partners=partners
    )
    return {row.component_uuid: row for row in statement(answer, "a", CITE, WHO).by_components}


SYSTEM = Naming(IDS).this_system


def test_a_sentence_stands_with_the_component_whose_evidence_it_cites() -> None:
    rows = answers(
        claim("The policy refuses."), claim("Pods are checked.", PODS, "/items/1"), claim("Built so.", topic="boundary")
    )
    assert rows[MESH.uuid].description == "The policy refuses."
    assert rows[CLUSTER.uuid].description == "Pods are checked."
    assert rows[SYSTEM].description == "Built so."


@pytest.mark.parametrize(("place", "component"), [("/items/3/spec", MESH), ("/items/30", CLUSTER), ("", CLUSTER)])
def test_a_part_of_what_shows_a_component_shows_it_and_another_object_of_the_file_does_not(
    place: str, component: Implementer
) -> None:
    assert component.uuid in answers(claim("It is so.", place=place))


def test_what_a_claim_cites_beside_its_statement_makes_no_component_answer_for_it() -> None:
    """A policy that was examined and decided nothing is no implementer of what something else does."""
    undecided = EvidenceSource(POLICY, "evidence/a.json", "/items/3")
    checked = claim("Pods are checked.", PODS, "/items/1")
    rows = answers(replace(checked, sources=(*checked.sources, undecided)))
    assert rows.keys() == {SYSTEM, CLUSTER.uuid}


def test_beside_components_the_system_only_names_them() -> None:
    rows = answers(claim("The policy refuses."))
    assert rows[SYSTEM].description == "Implemented by Mesh."
    assert points_to_components(rows[SYSTEM])
    assert not points_to_components(rows[MESH.uuid])


def test_what_the_plan_may_not_say_is_no_implementation() -> None:
    unsaid = replace(claim("Not examined."), statement=None)
    assert answers(unsaid) == {}
    rows = answers(unsaid, claim("The policy refuses."))
    everything = "".join(row.description + (row.remarks or "") for row in rows.values())
    assert "Not examined" not in everything
    assert "assessor" not in everything


def written(text: str) -> Narrative:
    content = (TextBlock(spans=(Span(text=text),)),)
    return Narrative(
        file="narratives/CM-6.md",
        control=ControlId("CM-6"),
        parts=(PartText(letter="a", content=content),),
        statuses=("implemented",),
        originations=("inherited",),
    )


def test_what_is_inherited_stands_with_the_provider_and_says_what_is_inherited() -> None:
    cloud = Implementer(uuid=IDS.object("component", "leveraged", "cloud"), title="Cloud")
    rows = answers(narrative=written("Guards stand at the doors."), providers=(cloud,))
    provider = rows[cloud.uuid]
    assert [part.description for part in provider.inherited] == [provider.description] == ["Guards stand at the doors."]
    assert provider.implementation_status is not None
    assert provider.implementation_status.state == "implemented"
    assert points_to_components(rows[SYSTEM])


def test_what_is_inherited_in_part_stands_with_the_system_and_the_provider_refers_to_it() -> None:
    cloud = Implementer(uuid=IDS.object("component", "leveraged", "cloud"), title="Cloud")
    stated = replace(written("Keys are made by Cloud and replaced annually by us."), originations=("sp-system", "inherited"))
    rows = answers(claim("The policy refuses."), narrative=stated, partners=(cloud,))
    assert list(rows) == [SYSTEM, MESH.uuid, cloud.uuid]
    assert rows[SYSTEM].description == "Keys are made by Cloud and replaced annually by us."
    (part,) = rows[cloud.uuid].inherited
    assert part.description == rows[cloud.uuid].description
    assert part.description == "Inherited in part from Cloud: the answer of this system says what it does itself."
    assert rows[cloud.uuid].implementation_status is None
    assert rows[SYSTEM].implementation_status is not None


def test_a_part_that_nobody_wrote_is_not_inherited_in_part() -> None:
    cloud = Implementer(uuid=IDS.object("component", "leveraged", "cloud"), title="Cloud")
    stated = replace(written("x"), parts=(), originations=("sp-system", "inherited"))
    assert answers(narrative=stated, partners=(cloud,)) == {}
    assert cloud.uuid not in answers(claim("The policy refuses."), narrative=stated, partners=(cloud,))


def test_what_a_person_wrote_stands_with_the_system_and_states_the_status_of_the_part() -> None:
    rows = answers(claim("The policy refuses."), narrative=written("Changes are reviewed."))
    assert rows[SYSTEM].description == "Changes are reviewed."
    assert rows[MESH.uuid].implementation_status is None
    assert rows[MESH.uuid].description == "The policy refuses."
