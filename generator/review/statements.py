"""Statements that people write, as Markdown files of `narratives/`: read, and reviewed or approved by name and day."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import msgspec

from generator.file_loading import in_utf8
from generator.frameworks.base import Control
from generator.model.narrative import Narrative
from generator.narrative.approval import evidence_hash
from generator.narrative.conflicts import SideNames
from generator.narrative.front_matter_edits import HeaderChange, changed_head, fenced, parts_of
from generator.narrative.reading import read_narrative, text_hash
from generator.review.bench import Workbench
from generator.review.people import Person
from generator.review.writes import refused

NAMES = SideNames(ours="the file", theirs="the workbench")
REVIEWED, APPROVED = "reviewed-by", "approver"
"""What a form posts as `as`, and the key of the head that it goes to."""
DONE: Mapping[str, str] = {REVIEWED: "reviewed", APPROVED: "approved"}


class StatementSignature(msgspec.Struct, frozen=True, kw_only=True):
    """Who signs as what, on which day."""

    person: Person
    key: str
    """`reviewed-by` or `approver`."""
    day: date


def statement_text(root: Path, file: str) -> str:
    """A file of `narratives/`; empty where there is none.

    Raises:
        ConfigError: not UTF-8 text.
    """
    place = root / file
    if place.is_symlink() or not place.is_file():
        return ""
    with in_utf8(file):
        return place.read_text("utf-8")


def statement(text: str, file: str, control: Control, as_of: date) -> Narrative | None:
    """What a file says; None where there is none."""
    return read_narrative(text, file, control, as_of=as_of) if text else None


def signature_of(person: Person, posted: str, bench: Workbench) -> StatementSignature:
    """What a form asks to be signed as.

    Raises:
        ConfigError: no name, or neither a review nor an approval.
    """
    if posted not in DONE or not person.known:
        raise refused("a review or an approval needs a name", "write your name on the page You")
    return StatementSignature(person=person, key=posted, day=bench.as_of())


def signed_text(
    bench: Workbench, signature: StatementSignature, control: Control, file: str, text: str, *, on_evidence: bool = True
) -> str:
    """The file with a review or an approval in its head. A person does not approve what the same person reviewed.

    Args:
        on_evidence: the approval stands for the states of the requirements of the control, too.

    Raises:
        ConfigError: nothing is written there, no person reviewed it before, or the same person did.
    """
    narrative = statement(text, file, control, signature.day)
    if narrative is None or not narrative.parts:
        raise refused(f"nothing is written about {control.id}", "write a text first")
    if signature.key == APPROVED and narrative.reviewed_by is None:
        raise refused(f"{control.id} has no reviewer", "another person reviews it first")
    other = narrative.reviewed_by if signature.key == APPROVED else narrative.approver
    if signature.person.name == other:
        raise refused(
            f"the same person cannot both review and approve a statement, here that of {control.id}", "another person signs"
        )
    changes: dict[tuple[str, ...], HeaderChange] = {
        (signature.key,): stated_value(signature.person.name),
        ("date",): stated_value(signature.day.isoformat()),
    }
    if signature.key == APPROVED:
        changes[("approves",)] = stated_value(text_hash(narrative))
        if on_evidence:
            postures = bench.assessments.current().package.postures
            changes[("approves-evidence",)] = stated_value(evidence_hash(control.id, postures))
    head, body = parts_of(text)
    return fenced(changed_head(head, changes, NAMES, withdrawn=""), body)


def stated_value(value: str | tuple[str, ...]) -> HeaderChange:
    """A key of a head as a form states it."""
    return HeaderChange(ours="", theirs=value, clash=False)
