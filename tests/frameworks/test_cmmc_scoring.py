"""CMMC Level 2: weights and plans of action against the reference data, requirement by requirement."""

import json
from collections import Counter

from prerequisites import needs, shared

from generator.frameworks.cmmc_scoring import BY_NAME, WEIGHTED, Eligible

REFERENCE = shared("reference/cmmc/requirements.json")


def test_the_deductions_add_up_to_313() -> None:
    assert sum(max(one.weights, default=0) for one in WEIGHTED) == 313
    assert Counter(one.weights for one in WEIGHTED) == {(5,): 42, (3,): 14, (1,): 51, (3, 5): 2, (): 1}


def test_one_requirement_may_stand_on_a_plan_for_one_of_its_two_values() -> None:
    assert Counter(one.eligible for one in WEIGHTED) == {Eligible.YES: 46, Eligible.NOT_FIPS: 1, Eligible.NO: 63}
    encryption = BY_NAME["SC.L2-3.13.11"]
    assert (encryption.may_stand(3), encryption.may_stand(5)) == (True, False)
    assert (BY_NAME["3.1.3"].may_stand(1), BY_NAME["3.1.20"].may_stand(1), BY_NAME["3.1.5"].may_stand(3)) == (
        True,
        False,
        False,
    )


@needs(REFERENCE)
def test_it_is_the_reference_data() -> None:
    theirs = json.loads(REFERENCE.read_text())["requirements"]
    assert [one["id"] for one in theirs] == [one.number for one in WEIGHTED]
    for one in theirs:
        ours, weight = BY_NAME[one["cmmc_l2_id"]], one["weight"]["value"]
        assert ours.weights == ((weight,) if isinstance(weight, int) else {"3": (3, 5), "S": ()}[weight[0]])
        allowed = {True: Eligible.YES, False: Eligible.NO, "conditional": Eligible.NOT_FIPS}[one["poam_eligible_l2"]]
        assert ours.eligible is allowed
        assert bool(ours.why_not) == (allowed is Eligible.NO)
