"""An approval stands for the text and the evidence that it was given for."""

from datetime import date

import pytest

from generator.frameworks.plan import known_controls
from generator.model.narrative import NarrativeStatus
from generator.model.posture import Certainty, ControlMapping, JudgedSubject, MappedBy, Outcome, Posture, PostureRequirement
from generator.narrative.approval import evidence_hash, lapsed
from generator.narrative.reading import Narratives, read_narrative, text_hash

AS_OF = date(2026, 11, 20)
CONTROL = next(control for control in known_controls() if control.id == "SC-39")
HEAD = "status: implemented\nreviewed-by: Ada Lovelace\napprover: Grace Hopper\ndate: 2026-11-19\n"
TEXT = "Each container runs in its own namespaces."


def narrative(head: str = HEAD, text: str = TEXT):
    return read_narrative(f"---\n{head}---\n\n{text}\n", "narratives/SC-39.md", CONTROL, as_of=AS_OF)


PASSES = JudgedSubject(name="shop", outcome=Outcome.PASSES, certainty=Certainty.OBSERVED)
FAILS = JudgedSubject(name="shop", outcome=Outcome.FAILS, certainty=Certainty.OBSERVED, reason="lets all pass")


def concerning(subject: JudgedSubject, control: str = "SC-39") -> Posture:
    requirement = PostureRequirement(
        id=f"gate-{control}",
        area="Admission",
        title="A gate",
        problem="No gate",
        asks="Is there a gate?",
        rationale="It matters.",
        fix="Close it.",
        reference="a document",
        controls=(ControlMapping(control=control, by=MappedBy.OURS),),
        subjects=("namespace", "namespaces"),
    )
    return Posture(requirement=requirement, cluster="prod", summary="1 of 1.", subjects=(subject,))


def test_an_approval_by_hand_stands_for_whatever_the_file_says() -> None:
    assert narrative().standing is NarrativeStatus.FINAL
    assert narrative(text="Other words.").standing is NarrativeStatus.FINAL


@pytest.mark.parametrize(
    ("head", "text"),
    [(HEAD, "Other words."), (HEAD.replace("implemented", "partial"), TEXT), (f"role: ISSO\n{HEAD}", TEXT)],
)
def test_another_text_or_status_is_not_what_was_approved(head: str, text: str) -> None:
    bound = f"approves: '{text_hash(narrative())}'\n"
    assert narrative(HEAD + bound).standing is NarrativeStatus.FINAL
    changed = narrative(head + bound, text)
    assert changed.standing is NarrativeStatus.REVIEWED
    assert changed.doubts == ("its text, status or parameters are not those that were approved",)


def test_an_approval_lapses_when_the_state_of_a_requirement_changes() -> None:
    before = [concerning(PASSES), concerning(FAILS, control="AC-6")]
    approved = narrative(f"{HEAD}approves-evidence: '{evidence_hash(CONTROL.id, before)}'\n")
    kept = lapsed(Narratives(written=(approved,)), before)
    assert (kept.written, kept.gaps) == ((approved,), ())
    unrelated = lapsed(Narratives(written=(approved,)), [concerning(PASSES), concerning(PASSES, control="AC-6")])
    assert unrelated.written == (approved,)
    after = lapsed(Narratives(written=(approved,)), [concerning(FAILS), concerning(FAILS, control="AC-6")])
    assert after.written[0].standing is NarrativeStatus.REVIEWED
    (gap,) = after.gaps
    assert (gap.path, "approve it again" in gap.next_step) == ("narratives/SC-39.md", True)
