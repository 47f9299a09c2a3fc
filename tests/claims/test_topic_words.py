"""What each requirement says where one subject meets it, one does not and one is not decided, and at which control parts.

It is compared whole with what was reviewed, since each of these words goes into a plan that is signed.
"""

from collections.abc import Iterator

import approved_results
import approved_texts
import pytest

from generator.checks.registry import CHECKS
from generator.claims import mechanisms
from generator.claims.image_scanning import SCANNED
from generator.claims.plan_wording import PlannedRequirement, drafted
from generator.claims.registry import TOPICS
from generator.claims.stated import StatedRequirement, StatedTopic
from generator.model.draft_statement import Mechanism
from generator.model.evidence import EvidenceSource
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, Outcome, Posture, PostureRequirement
from generator.workspace.system_yaml import read
from tests.checks.cluster_evidence import facts

_TOPICS = {topic.name: topic for topic in (*TOPICS, SCANNED) if isinstance(topic, StatedTopic)}
_REQUIREMENTS = {check.id: check.requirement for check in CHECKS}
_FILE = EvidenceSource("a" * 64, "evidence/cluster/prod.yaml", "line 3")


@pytest.mark.parametrize("topic", sorted(_TOPICS))
def test_the_words_of_a_topic_are_those_that_were_reviewed(request: pytest.FixtureRequest, topic: str) -> None:
    lines = [line for row in _TOPICS[topic].requirements for line in _lines(row, _REQUIREMENTS[row.requirement])]
    approved_texts.compare(request.path, request.node.name, (_TOPICS[topic].subject, *lines), approved_results.FOLDER)


def test_what_mechanisms_contribute_to_other_controls_is_what_was_reviewed(request: pytest.FixtureRequest) -> None:
    every = (value for value in vars(mechanisms).values() if isinstance(value, Mechanism))
    lines = [f"{each.title}, {each.main}: {'; '.join(': '.join(row) for row in each.serves)}" for each in every]
    approved_texts.compare(request.path, request.node.name, lines, approved_results.FOLDER)


def _lines(row: StatedRequirement, requirement: PostureRequirement) -> Iterator[str]:
    yield f"{row.requirement} at {', '.join(row.parts(requirement))}: {row.worded(requirement)}"
    if isinstance(row, PlannedRequirement):
        yield from (f"- {line}" for line in _plan(row, requirement) if line)


def _plan(wording: PlannedRequirement, requirement: PostureRequirement) -> Iterator[str]:
    subjects = (_subject("web", Outcome.PASSES), _subject("cart", Outcome.FAILS), _subject("db", Outcome.UNKNOWN))
    posture = Posture(requirement=requirement, cluster="prod", summary="", subjects=subjects)
    statement = drafted(wording, posture, read("", folder="x"), facts())
    if statement is None:
        yield "says nothing of these"
        return
    yield f"{statement.mechanism.title}, not at {wording.not_at}" if wording.not_at else statement.mechanism.title
    yield from (each.text for each in statement.sentences)
    yield statement.brief
    yield statement.unassessed
    for part in statement.unmet:
        subject = part.subjects[0]
        yield " | ".join((*part.words, f"{subject.label}: {part.lacks[0]}", part.lacks[1], *filter(None, (subject.lacks,))))


def _subject(name: str, outcome: Outcome) -> JudgedSubject:
    cited = ObjectCitation(kind="Deployment", namespace="shop", name=name, source=_FILE)
    certainty = None if outcome is Outcome.UNKNOWN else Certainty.OBSERVED
    return JudgedSubject(
        name=f"shop/Deployment/{name}", outcome=outcome, certainty=certainty, reason=f"reason of {name}", citations=(cited,)
    )
