"""Classification of changes, notifications by FedRAMP's schema, and by when they are due."""

import json
from datetime import date

import msgspec
import pytest

from generator.difference.notifications import business_days, due, missing, notification
from generator.difference.part_changes import ChangeKind, SystemChange
from generator.difference.significant import Sorted, Type, sort_changes
from generator.errors import ConfigError
from tests.renderers.cr26_schemas import needs_schemas, validator

CHANGES = (
    SystemChange(kind=ChangeKind.EXTERNAL_CAME, subject="Mail [new]"),
    SystemChange(kind=ChangeKind.IMAGE_VERSION, subject="reg/cart", detail="1 → 2"),
    SystemChange(kind=ChangeKind.IMAGE_VERSION, subject="reg/web", detail="1 → 2"),
    SystemChange(kind=ChangeKind.CONTROL, subject="RA-5", detail="none → partial"),
    SystemChange(kind=ChangeKind.INNER_FLOW_CAME, subject="a -> b"),
)
TEXT = """\
- changes: ["image version changed: *"]
  type: routine
  explanation: Every two weeks.
- changes: ["external service came: Mail [[]new]"]
  type: transformative
  explanation: A first.
  description: Mail is sent.
  reason: Asked for.
  customer-impact: None.
  plan: {summary: Two steps., start: 2026-11-02, completion: 2026-11-16, milestones: [{what: Test, day: 2026-11-04}]}
  controls: [SC-7]
  impact-analysis: a.pdf
  related-vulnerability: V-1
  assessor: Larkspur
  approver: A. Lovelace, engineer
- changes: ["image came: *"]
  type: adaptive
"""


def judged(text: str | None = TEXT) -> Sorted:
    return sort_changes(CHANGES, text)


def test_each_change_goes_to_the_first_entry_that_fits_and_the_rest_is_open() -> None:
    found = judged()
    assert [(one.type, len(one.changes)) for one in found.entries] == [(Type.ROUTINE, 2), (Type.TRANSFORMATIVE, 1)]
    assert found.open == ()
    assert found.unmet == (16,)
    assert [one.subject for one in judged(None).open] == ["Mail [new]", "reg/cart", "reg/web"]
    assert len(judged("").open) == 3


def test_what_a_person_describes_counts_before_our_own_words() -> None:
    routine, mail = judged().entries
    assert mail.what_changed == "Mail is sent."
    assert routine.what_changed == "image version changed: reg/cart (1 → 2); image version changed: reg/web (1 → 2)"


@needs_schemas
def test_notifications_are_valid_by_fedramps_schema() -> None:
    judge = validator("significant-change-notifications")
    bare = '- changes: ["*"]\n  type: adaptive\n'
    for text in (TEXT, bare):
        for one in judged(text).entries:
            if one.type is not Type.ROUTINE:
                made = json.loads(msgspec.json.encode(notification(one, "https://a.example/cpo.json")))
                assert [str(error) for error in judge.iter_errors(made)] == []
                assert made["changeType"] == one.type.capitalize()
    assert not judge.is_valid({"changeType": "Routine"})


def test_the_whole_notification() -> None:
    assert json.loads(msgspec.json.encode(notification(judged().entries[1], "https://a.example/cpo.json"))) == {
        "certificationPackageOverviewUri": "https://a.example/cpo.json",
        "assessorName": "Larkspur",
        "relatedVulnerability": "V-1",
        "changeType": "Transformative",
        "changeTypeExplanation": "A first.",
        "changeDescription": "Mail is sent.",
        "reason": "Asked for.",
        "customerImpact": "None.",
        "planAndTimeline": {
            "summary": "Two steps.",
            "plannedStart": "2026-11-02",
            "plannedCompletion": "2026-11-16",
            "milestones": [{"milestoneDescription": "Test", "targetDate": "2026-11-04"}],
        },
        "impactedControls": ["SC-7"],
        "impactAnalysis": "a.pdf",
    }


def test_a_plan_of_which_little_is_known() -> None:
    text = '- changes: ["*"]\n  type: adaptive\n  plan: {summary: x, milestones: [{what: Test}]}\n'
    assert msgspec.to_builtins(notification(judged(text).entries[0], "x"))["planAndTimeline"] == {
        "summary": "x",
        "milestones": ({"milestoneDescription": "Test"},),
    }


def test_what_a_notification_lacks_is_named() -> None:
    (bare,) = judged('- changes: ["*"]\n  type: adaptive\n').entries
    assert missing(bare) == ("explanation", "reason", "customer-impact", "plan", "controls", "impact-analysis", "approver")
    assert missing(judged().entries[1]) == ()


def test_notifications_are_due_in_business_days() -> None:
    mail = judged().entries[1]
    assert due(mail) == (
        ("Notification of initial plans", date(2026, 9, 21)),
        ("Notification of final plans", date(2026, 10, 19)),
        ("Notification after finishing", date(2026, 11, 23)),
        ("Documentation updated", date(2026, 12, 28)),
    )
    text = '- changes: ["*"]\n  type: adaptive\n  plan: {summary: x, completion: 2026-11-20}\n'
    assert due(judged(text).entries[0]) == (("Notification after finishing", date(2026, 12, 4)),)
    assert business_days(date(2026, 11, 20), 1) == date(2026, 11, 23)
    assert business_days(date(2026, 11, 22), -1) == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('- changes: ["*"]\n', "type"),
        ('- changes: ["*"]\n  type:\n', "type"),
        ('- changes: ["*"]\n  type: big\n', "big"),
        ("- changes: ['  ']\n  type: routine\n", "names no change"),
        (
            '- changes: ["*"]\n  type: adaptive\n  plan: {summary: x, start: 2026-11-02, completion: 2026-11-01}\n',
            "before it starts",
        ),
        ('- changes: ["*"]\n  type: adaptive\n  plan: {}\n', "summary"),
        ('- changes: ["*"]\n  type: adaptive\n  reson: x\n', "reson"),
    ],
)
def test_what_is_wrong_is_refused_with_its_line(text: str, what: str) -> None:
    with pytest.raises(ConfigError, match=what) as caught:
        judged(text)
    assert "decisions/significant-changes.yaml, line" in caught.value.where
