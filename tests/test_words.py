"""The field's words, in American spelling: prose in code, templates, samples and documents holds none of the words below."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

BANNED = {
    r"told": "reported, recognized, stated, configured",
    r"ow(?:e|es|ed|ing)": "outstanding, required, applies to",
    r"mend(?:ed|s|ing)?": "remediate, correct",
    r"nobody": "no person, not stated, not known, not collected",
    r"whom": "who; or the thing itself: recipient, caller, user",
    r"(?:see|sees|seen|seeing|saw) to": "act on, resolve",
    r"held (?:against|to)": "compared with, judged by",
    r"spoken|speaks? (?:of|for|about)": "name, state, is about",
    r"(?:one|same) story": "discrepancies; agree",
    r"fault of atopack": "an atopack bug",
    r"not said|is said of": "not stated",
    r"counts no more": "has expired",
    r"any more": "no longer",
    r"(?:broke|breaks|broken) off": "was interrupted",
    r"(?:is )?given twice|stands? twice": "duplicate",
    r"as it was made": "unchanged since it was sealed",
    r"without us": "independent",
    r"per cent": "percent",
    (
        r"\w*(?:colour|behaviour|neighbour|favour|honour|labell|cancell|travell|modell|judgement|artefact)(?!edby)\w*"
        r"|(?:catalogue|licence|centre|defence|grey|programme|fulfil|spelt|misspelt|learnt|whilst|amongst)s?"
    ): "American spelling",
    r"\w+(?:yse|ysed|ysing)": "American spelling: -yze",
    r"\w+(?:ise|ised|ises|ising|isation|isations)": "American spelling: -ize",
}
"""Word or phrase, and what stands in its place."""

_WITH_S = frozenset(
    """
    advertise advertised advertises advertising advise advised advises advising arise arises arising
    comprise comprises comprised compromise compromised compromises concise
    demise devise devised disguise enterprise enterprises excise exercise exercised exercises exercising expertise franchise
    improvise likewise merchandise noise otherwise paradise poise praise praised precise premise premises promise promised
    promises promising raise raised raises raising revise revised revises revising rise rises rising supervise supervised
    supervises supervising surprise surprised surprises surprising treatise wise
    """.split()
)
"""Words that end in -ise in American spelling as well."""

ROOTS = ("generator", "templates", "samples", "docs", "README.md", "CONTRIBUTING.md")
_TEXTS = {".html", ".css", ".js", ".md", ".yaml", ".txt"}
_COLLECTED = ROOT / "samples/parcel-tracker/evidence"
"""Evidence is as its tool wrote it."""
_WORDS = re.compile("|".join(rf"(?P<w{at}>\b(?:{pattern})\b)" for at, pattern in enumerate(BANNED)), re.IGNORECASE)
_QUOTED = re.compile(r"`[^`]*`|<code>[^<]*</code>|\{[%{][^}]*[%}]\}")
"""Identifiers: between backticks, and what a template computes."""

_STRING_OR_COMMENT = re.compile(
    r"""\"\"\"(?:[^\\]|\\.)*?\"\"\"|\'\'\'(?:[^\\]|\\.)*?\'\'\'|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|(?P<comment>\#[^\n]*)""",
    re.DOTALL,
)
"""`tokenize` finds the same, and takes thirty times as long."""


def prose(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of what people read in a file: of Python its comments and the strings that hold more than one word."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        yield from enumerate(text.splitlines(), 1)
        return
    for comment in _STRING_OR_COMMENT.finditer(text) if "#" in text else ():
        if comment["comment"]:
            yield text.count("\n", 0, comment.start()) + 1, comment["comment"]
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value.strip():
            yield from enumerate(node.value.splitlines(), node.lineno)


def hits(text: str) -> list[str]:
    """Banned words in a text."""
    banned = (match[0].lower() for match in _WORDS.finditer(_QUOTED.sub("``", text)))
    return [word for word in banned if word not in _WITH_S]


def found_in(root: str) -> Iterator[str]:
    """Where and what every hit below a folder, or in a file, is."""
    place = ROOT / root
    for path in sorted(place.rglob("*") if place.is_dir() else [place]):
        if path.suffix in _TEXTS | {".py"} and not path.is_relative_to(_COLLECTED):
            for line, text in prose(path):
                for word in hits(text):
                    yield f"{path.relative_to(ROOT).as_posix()}:{line}: {word!r} in {text.strip()[:100]!r}"


def test_prose_uses_the_words_of_the_field() -> None:
    assert not [text for root in ROOTS for text in found_in(root)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Owed by nobody, and told to no one", ["owed", "nobody", "told"]),
        ("the colours of an organisation are recognised", ["colours", "organisation", "recognised"]),
        ("aria-labelledby, otherwise raised with precision", []),
        ("the identifier `crossing-not-labelled` and {{ row.owed }}", []),
        ("It does not tell one story; a fault of atopack", ["one story", "fault of atopack"]),
        ("we analyse it per cent by per cent", ["analyse", "per cent", "per cent"]),
    ],
)
def test_a_banned_word_is_found(text: str, expected: list[str]) -> None:
    assert hits(text) == expected
