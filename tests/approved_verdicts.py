"""States of requirements as text, a line a subject, and the files that keep what was reviewed of them and of other results.

They are kept in `verdicts/<name of the test's file>.txt`: see `approved_texts`.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from textwrap import shorten

import approved_texts

from generator.model.evidence import EvidenceSource
from generator.model.posture import JudgedSubject, ObjectCitation, Posture

FOLDER = "verdicts"
_LETTERS = 60


def described(posture: Posture) -> str:
    """The requirement with its state, then each note, then each subject, without what is empty."""
    place = f" in {posture.place_word} {posture.cluster}" if posture.cluster else ""
    lines = [f"{posture.requirement.id}{place}: {posture.label}"]
    if posture.absence is not None:
        absence = posture.absence
        lines[0] += _parts({"because": absence.reason, "needs": absence.needs, "cited": map(_cited, absence.citations)})
    lines += [f"  note: {note}" for note in posture.notes]
    lines += map(_subject, posture.subjects)
    return "\n".join(line.replace("\n", "\\n") for line in lines)


def compare(test_file: Path, test: str, states: Iterable[str]) -> None:
    """Fail where a test made other states than those of its section."""
    approved_texts.compare(test_file, test, states, FOLDER)


def _subject(subject: JudgedSubject) -> str:
    certainty = f" ({subject.certainty})" if subject.certainty else ""
    parts = {
        "because": subject.reason,
        "cause": subject.cause,
        "title": _beginning(subject.title),
        "detail": _beginning(subject.detail),
        "severity": subject.severity or "",
        "next": _beginning(subject.next_step),
        "stated by": subject.stated_by,
        "assets": subject.asset_ids,
        "follows from": (f"{key.check} {key.name}" for key in subject.follows_from),
        "questions": subject.questions,
        "contested by": map(_place, subject.contested_by),
        "cited": map(_cited, subject.citations),
    }
    return f"  {subject.outcome}{certainty} {subject.name}{_parts(parts)}"


def _parts(parts: Mapping[str, str | Iterable[str]]) -> str:
    texts = {name: part if isinstance(part, str) else ", ".join(part) for name, part in parts.items()}
    return "".join(f" | {name}: {text}" for name, text in texts.items() if text)


def _beginning(sentences: str) -> str:
    """Enough to tell one from another: how it is worded is reviewed in the code."""
    return shorten(sentences, _LETTERS, placeholder=" …")


def _cited(citation: ObjectCitation) -> str:
    return f"{citation.key} {_place(citation.source)}"


def _place(source: EvidenceSource) -> str:
    return f"<{source.path.removeprefix('evidence/')}{'#' if source.place else ''}{source.place}>"
