"""The Word and Excel documents of the sample's package use the words of the field, in the voice of a plan or a workbook.

What people wrote and what evidence names is theirs: a passage that stands in the sample's own files is left out.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.checks.registry import CHECKS
from generator.pipeline.publish import Published
from tests.office_text import dump_text
from tests.test_words import ROOT, hits

PHRASES = (
    r"action required",
    r"to mend",
    r"(?:was |were |is )?not collected",
    r"nothing that was collected",
    r"not (?:stated yet|shown by evidence)",
    r"no caller is known",
    r"this is so",
    r"the evidence (?:collected )?shows",
    r"for 0 of|of these 0",
    r"claimed, not proven",
    r"atopack",
    r"system\.yaml",
    r"(?:decisions|narratives)/",
    r"\b(?:plan|boundary|system|cr26|parties|external-services)[.:] ?[a-z]+-?[a-z]*\.[a-z-]+",
    r"\bplan\.[a-z-]+",
    r"write here",
    r"how far this plan has come",
)
"""Phrases of an assessor, of this program and of its files. They belong to the readiness report."""
_CHECKS = "|".join(re.escape(each.id) for each in CHECKS)
_IDS = re.compile(rf"(?<![\w-])(?:{_CHECKS})(?![\w-])")
_PHRASES = re.compile(rf"{'|'.join(PHRASES)}|{_IDS.pattern}", re.IGNORECASE)
ASSESSORS = frozenset({"readiness/Readiness-Report.docx"})
"""Documents in the assessor's voice, which name requirements, files and keys: only the words are those of all documents."""
_FILES = re.compile(r"\bevidence/\S+")
"""Paths in the list of evidence."""
_MARKS = re.compile(r"\[[^\]|]*\] |\u200b|</?narrative:[^>]*>")


@pytest.fixture(scope="module")
def theirs() -> str:
    """What people wrote, and evidence: one line, in small letters."""
    sample = ROOT / "samples/parcel-tracker"
    files = sorted(path for path in sample.rglob("*") if path.is_file())
    return " ".join(" ".join(path.read_text("utf-8", "ignore").split()) for path in files).lower()


def passages(document: Path) -> Iterator[str]:
    """Cells and paragraphs, line by line."""
    for line in dump_text(document.read_bytes()).splitlines():
        for cell in re.split(r" \| | / |\t|\\n", line):
            if text := " ".join(_MARKS.sub("", cell).strip(" |").split()):
                yield text


def found(document: Path, theirs: str, *, phrases: bool) -> list[str]:
    """`word in passage` of everything that has to go."""
    return [
        f"{word!r} in {text[:120]!r}"
        for text in passages(document)
        for word in (*hits(_IDS.sub("", text)), *_phrases_in(text if phrases else ""))
        if text.lower() not in theirs
    ]


def _phrases_in(text: str) -> Iterator[str]:
    yield from (match[0] for match in _PHRASES.finditer(_FILES.sub("", text)))


def test_documents_use_the_words_of_the_field(sample_built: Published, theirs: str) -> None:
    documents = sorted(path for path in sample_built.folder.rglob("*") if path.suffix in {".docx", ".xlsx"})
    assert {"System-Security-Plan.docx", "Appendix-Q-Cryptographic-Modules.docx"} <= {path.name for path in documents}
    names = {path.relative_to(sample_built.folder).as_posix(): path for path in documents}
    words = {name: found(path, theirs, phrases=name not in ASSESSORS) for name, path in names.items()}
    assert {path: listed for path, listed in words.items() if listed} == {}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Not stated yet (plan.package-id)", 2),
        ("container-privileges (19)", 1),
        ("Nobody looked in cluster prod", 1),
        ("The ingress controller terminates TLS for both host names.", 0),
        ("Write here…", 1),
    ],
)
def test_a_phrase_is_found(text: str, count: int) -> None:
    assert len([*hits(text), *_PHRASES.finditer(text)]) == count
