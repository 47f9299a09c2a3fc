"""Nothing is partial of which nothing holds: what a control may be proposed as, from the posture to the OSCAL plan."""

from dataclasses import replace

import pytest

from generator.model.claim import Claim, Support
from generator.model.evidence import EvidenceSource
from generator.model.posture import Certainty, ObjectCitation, Posture, PostureState, Problem
from generator.oscal.ssp_statements import proposed_status
from generator.posture.registry import ROWS

ROW = ROWS[0].requirement
FILE = EvidenceSource("a" * 64, "evidence/cluster/prod.yaml", "line 3")


def cited(name: str) -> ObjectCitation:
    return ObjectCitation(kind="NetworkPolicy", namespace="shop", name=name, source=FILE)


def posture(
    state: PostureState, held: tuple[int, int] | None, wrong: tuple[str, ...] = (), all_: tuple[str, ...] = ()
) -> Posture:
    return Posture(
        requirement=ROW,
        cluster="prod",
        state=state,
        summary="Something was found.",
        certainty=Certainty.SEEN,
        problems=tuple(Problem(subject=cited(one).key, text="lets in", citations=(cited(one),)) for one in wrong),
        citations=tuple(map(cited, all_)),
        held=held,
    )


@pytest.mark.parametrize(
    ("said", "in_part"),
    [
        (posture(PostureState.ENFORCING, (2, 2)), True),
        (posture(PostureState.NOT_ENFORCING, (1, 12)), True),
        (posture(PostureState.NOT_ENFORCING, (0, 12)), False),
        (posture(PostureState.NOT_ENFORCING, None, wrong=("a",), all_=("a", "b")), True),
        (posture(PostureState.NOT_ENFORCING, None, wrong=("a", "b"), all_=("a", "b")), False),
        (posture(PostureState.NONE_FOUND, None), False),
        (posture(PostureState.NOT_COLLECTED, None), False),
    ],
)
def test_of_what_is_found_a_part_must_hold(said: Posture, in_part: bool) -> None:
    assert said.in_part is in_part


CLAIM = Claim(control="SC-7", part="a", topic="network", subject="Network", support=Support.FOUND, text="Found.")


@pytest.mark.parametrize(
    ("support", "in_part", "status"),
    [
        (Support.ENFORCING, True, "partial"),
        (Support.FOUND, True, "partial"),
        (Support.FOUND_NOT_ENFORCING, True, "partial"),
        (Support.FOUND_NOT_ENFORCING, False, None),
        (Support.CONTEXT, True, None),
        (Support.NONE_FOUND, True, None),
        (Support.NOT_COLLECTED, True, None),
    ],
)
def test_a_status_is_proposed_only_where_something_holds(support: Support, in_part: bool, status: str | None) -> None:
    said = replace(CLAIM, support=support, in_part=in_part)
    assert proposed_status([said]) == status
    assert proposed_status([said, CLAIM]) == "partial"


def test_nobody_proposes_a_status_of_nothing() -> None:
    assert proposed_status([]) is None
