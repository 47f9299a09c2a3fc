"""States of requirements as text, a line a subject, and the files that keep what was reviewed of them and of other results.

`verdicts/<name of the test's file>.txt` beside it has a section for each test. `--update-golden` rewrites the sections of the
tests that run (in parallel with `--dist loadfile`, since the tests of a file share one). What is left of tests that are gone is
named by `tests/checks/test_approved_verdicts.py`.
"""

import ast
import os
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from textwrap import shorten

import golden

from generator.model.evidence import EvidenceSource
from generator.model.posture import JudgedSubject, ObjectCitation, Posture

VERDICTS = "verdicts"
_HEADING = "## "
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


def compare(test_file: Path, test: str, states: Iterable[str], *, folder: str = VERDICTS) -> None:
    """Fail where a test made other states than those of its section."""
    path = approved(test_file, folder)
    actual = "\n".join(states)
    if os.environ.get(golden.VARIABLE):
        _write(path, {**sections(path), test: actual})
        return
    assert actual == _kept(path).get(test, ""), f"{path.name}: start pytest with --update-golden and review the diff"


def approved(test_file: Path, folder: str = VERDICTS) -> Path:
    """Where the states of a file of tests are kept."""
    return test_file.parent / folder / f"{test_file.stem}.txt"


def sections(path: Path) -> Mapping[str, str]:
    """The states by the name of the test; none where there is no file."""
    if not path.exists():
        return {}
    parts = f"\n{path.read_text(encoding='utf-8')}".split(f"\n{_HEADING}")[1:]
    return {name: states.strip("\n") for name, _, states in (part.partition("\n") for part in parts)}


def left_over(path: Path) -> set[str]:
    """Tests that have a section and are gone from their file."""
    body = ast.parse((path.parent.parent / f"{path.stem}.py").read_text(encoding="utf-8")).body
    tests = {node.name for node in body if isinstance(node, ast.FunctionDef)}
    return {name.partition("[")[0] for name in sections(path)} - tests


_kept = cache(sections)


def _write(path: Path, states: Mapping[str, str]) -> None:
    text = "\n".join(f"{_HEADING}{test}\n{made}\n" for test, made in sorted(states.items()) if made)
    if text:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    else:
        path.unlink(missing_ok=True)


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
