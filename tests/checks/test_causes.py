"""One cause, one discrepancy: what is joined, what follows, what a waiver takes out."""

from datetime import date

import pytest
from discrepancies import REQUIREMENTS, fails, waiver

from generator.checks.causes import discrepancies
from generator.checks.waivers import waive
from generator.ids import UuidFactory
from generator.model.discrepancy import DiscrepancySubject
from generator.model.posture import SubjectKey
from generator.model.scan import Severity
from generator.oscal.findings import discrepancy_uuid

AS_OF = date(2027, 3, 1)


def test_images_that_nobody_scanned_are_one_discrepancy_with_a_list() -> None:
    images = [fails("image-never-scanned", f"image-{number}", "runs but was never scanned") for number in range(64)]
    (row,) = discrepancies(images, REQUIREMENTS)
    assert (row.check, row.cause, len(row.subjects)) == ("image-never-scanned", "", 64)
    problem = REQUIREMENTS["image-never-scanned"].problem
    assert row.title.startswith(f"{problem}: 64 ")
    assert row.detail == f"Each runs but was never scanned. {REQUIREMENTS['image-never-scanned'].rationale}"
    assert {source.path for source in row.sources[:64]} == {f"evidence/image-{number}.json" for number in range(64)}


def test_what_fails_alone_keeps_its_own_words() -> None:
    (row,) = discrepancies([fails("image-never-scanned", "web", detail="Nothing looked.")], REQUIREMENTS)
    assert (row.title, row.detail) == ("web is wrong", "Nothing looked.")


def test_different_reasons_of_one_cause_stand_beside_their_subjects_the_most_frequent_first() -> None:
    rows = [fails("container-privileges", name, reason) for name, reason in (("a", "x"), ("b", "y"), ("c", "y"))]
    (row,) = discrepancies(rows, REQUIREMENTS)
    assert [(reason, [each.name for each in subjects]) for reason, subjects in row.by_reason] == [
        ("y", ["b", "c"]),
        ("x", ["a"]),
    ]
    assert row.detail == REQUIREMENTS["container-privileges"].rationale


@pytest.mark.parametrize("changes", [{"cause": "outside the boundary"}, {"next_step": "Do something else."}])
def test_another_cause_or_remediation_is_another_discrepancy(changes: dict[str, object]) -> None:
    rows = discrepancies([fails("running-not-drawn", "a"), fails("running-not-drawn", "b", **changes)], REQUIREMENTS)
    assert [[each.name for each in row.subjects] for row in rows] == [["a"], ["b"]]


def test_a_cause_is_as_severe_as_the_worst_that_it_concerns() -> None:
    rows = [fails("flow-not-drawn", "a", severity=Severity.LOW), fails("flow-not-drawn", "b", severity=Severity.MODERATE)]
    assert [row.severity for row in discrepancies(rows, REQUIREMENTS)] == [Severity.MODERATE]


def undrawn() -> tuple[DiscrepancySubject, ...]:
    """A workload that is not drawn, its image, a flow to it, and a flow between others."""
    cart = SubjectKey(check="running-not-drawn", name="cart")
    return (
        fails("running-not-drawn", "cart"),
        fails("inventory-not-drawn", "image", follows_from=(cart,)),
        fails("flow-not-drawn", "web->cart", follows_from=(cart,)),
        fails("flow-not-drawn", "web->till"),
    )


def test_what_follows_goes_with_its_cause() -> None:
    drawing, flow = discrepancies(undrawn(), REQUIREMENTS)
    assert [each.name for each in drawing.subjects] == ["cart"]
    assert [(each.check, each.name) for each in drawing.consequences] == [
        ("inventory-not-drawn", "image"),
        ("flow-not-drawn", "web->cart"),
    ]
    assert drawing.checks == ("running-not-drawn", "inventory-not-drawn", "flow-not-drawn")
    assert set(drawing.controls) == {
        control for check in ("running-not-drawn", "flow-not-drawn") for control in REQUIREMENTS[check].control_ids
    }
    assert (flow.check, [each.name for each in flow.subjects], flow.consequences) == ("flow-not-drawn", ["web->till"], ())


def test_what_follows_from_something_that_does_not_fail_is_a_cause_of_its_own() -> None:
    assert [row.check for row in discrepancies(undrawn()[1:], REQUIREMENTS)] == ["inventory-not-drawn", "flow-not-drawn"]


def test_a_circle_loses_nothing() -> None:
    keys = [SubjectKey(check="flow-not-drawn", name=name) for name in ("a", "b")]
    rows = [fails("flow-not-drawn", "a", follows_from=(keys[1],)), fails("flow-not-drawn", "b", follows_from=(keys[0],))]
    rows.append(fails("flow-not-drawn", "c", follows_from=(keys[0],)))
    assert [len(row.concerned) for row in discrepancies(rows, REQUIREMENTS)] == [3]


def test_a_waived_subject_leaves_the_row_and_what_is_left_keeps_its_identifier() -> None:
    ids = UuidFactory("toy-shop")
    images = [fails("image-never-scanned", name) for name in ("a", "b", "c")]
    (before,) = discrepancies(images, REQUIREMENTS)
    marked, gaps = waive(images, [waiver("image-never-scanned", "b")], known=REQUIREMENTS, as_of=AS_OF)
    left, waived = discrepancies(marked, REQUIREMENTS)
    assert gaps == ()
    assert [each.name for each in left.subjects] == ["a", "c"]
    assert (left.waiver, discrepancy_uuid(left, ids)) == (None, discrepancy_uuid(before, ids))
    assert [each.name for each in waived.subjects] == ["b"]
    assert waived.waiver is not None
    assert discrepancy_uuid(waived, ids) != discrepancy_uuid(before, ids)
    assert "(waived until 2027-03-01)" in waived.title


def test_several_subjects_of_one_waiver_are_one_row_that_says_who_and_why() -> None:
    marked, _ = waive(
        [fails("image-never-scanned", name) for name in ("a", "b")],
        [waiver("image-never-scanned", "*")],
        known=REQUIREMENTS,
        as_of=AS_OF,
    )
    (row,) = discrepancies(marked, REQUIREMENTS)
    assert row.title.endswith("(waived until 2027-03-01)")
    assert row.detail.endswith("Waived by A. Lovelace until 2027-03-01: migration")


def test_what_follows_from_a_waived_subject_is_still_open() -> None:
    marked, _ = waive(undrawn(), [waiver("running-not-drawn", "cart")], known=REQUIREMENTS, as_of=AS_OF)
    rows = discrepancies(marked, REQUIREMENTS)
    assert [(row.check, row.waiver is None, len(row.subjects)) for row in rows] == [
        ("running-not-drawn", False, 1),
        ("inventory-not-drawn", True, 1),
        ("flow-not-drawn", True, 2),
    ]


def test_a_waived_consequence_leaves_its_cause() -> None:
    marked, _ = waive(undrawn(), [waiver("flow-not-drawn", "web->cart")], known=REQUIREMENTS, as_of=AS_OF)
    rows = discrepancies(marked, REQUIREMENTS)
    assert [(row.check, [each.name for each in row.concerned], row.waiver is None) for row in rows] == [
        ("running-not-drawn", ["cart", "image"], True),
        ("flow-not-drawn", ["web->cart"], False),
        ("flow-not-drawn", ["web->till"], True),
    ]


def test_a_cause_keeps_its_identifier_whichever_subjects_it_has() -> None:
    ids = UuidFactory("toy-shop")
    (march,) = discrepancies([fails("image-never-scanned", "a")], REQUIREMENTS)
    (april,) = discrepancies([fails("image-never-scanned", name) for name in ("b", "c")], REQUIREMENTS)
    assert discrepancy_uuid(march, ids) == discrepancy_uuid(april, ids)
