"""CMMC Level 2: ids and numbers agree with the rule, and every objective that evidence is kept under exists."""

import json

from prerequisites import needs, shared

from generator.claims.registry import TOPICS
from generator.frameworks.cmmc_l2 import OF_OBJECTIVE, REQUIREMENTS
from generator.frameworks.cmmc_objectives import BEYOND, SUPPORT, by_objective, objectives_of, requirements_of
from generator.model.claim import Claim, Support
from generator.model.evidence import EvidenceSource

PUBLISHED = shared("reference/cmmc/requirements.json")


def claim(topic: str, control: str, part: str = "", support: Support = Support.FOUND) -> Claim:
    return Claim(
        control=control,
        part=part,
        topic=topic,
        subject="s",
        support=support,
        text="t",
        sources=(EvidenceSource("0" * 64, "evidence/a"),),
    )


def test_there_are_110_requirements_and_320_objectives() -> None:
    assert (len(REQUIREMENTS), len(OF_OBJECTIVE)) == (110, 320)
    assert len({one.id for one in REQUIREMENTS}) == 110


@needs(PUBLISHED)
def test_ids_titles_and_controls_are_those_of_the_reference() -> None:
    rows = json.loads(PUBLISHED.read_text())["requirements"]
    assert [(one.id, one.title, len(one.objectives)) for one in REQUIREMENTS] == [
        (row["cmmc_l2_id"], row["title"], len(row["objectives"])) for row in rows
    ]
    assert [set(one.controls) for one in REQUIREMENTS] == [set(row["nist_800_53_rev5_resolved"]) for row in rows]
    assert list(OF_OBJECTIVE) == [f"{row['domain']}.L2-{each['id']}" for row in rows for each in row["objectives"]]


def test_every_row_names_an_objective_a_topic_and_a_control_of_its_requirement() -> None:
    topics = {"remediation", *(one.name for one in TOPICS)}
    for row in (*SUPPORT, *(one for one, _ in BEYOND)):
        assert row.objective in OF_OBJECTIVE
        assert set(row.topics) <= topics, row
    for row in SUPPORT:
        controls = OF_OBJECTIVE[row.objective].controls
        for control in row.controls:
            assert control in controls or control[:-3] in controls, row


def test_a_claim_is_kept_under_the_objectives_of_its_topic_and_control() -> None:
    path = objectives_of([claim("access", "AC-6")])
    assert path == {"evidence/a": ("AC.L2-3.1.5[b]", "AC.L2-3.1.5[d]")}
    assert requirements_of(path["evidence/a"]) == ("AC.L2-3.1.5",)
    assert objectives_of([claim("access", "AC-4")]) == {}


def test_a_part_of_a_control_is_a_row_of_its_own() -> None:
    assert set(by_objective([claim("image-scanning", "RA-5", "d")])) == {"RA.L2-3.11.3[b]"}


def test_what_nobody_looked_at_speaks_to_nothing() -> None:
    assert by_objective([claim("access", "AC-6", support=Support.NOT_COLLECTED)]) == {}
