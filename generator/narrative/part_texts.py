"""The body of a narrative's file with other texts in some of its parts; every other line stays as it is."""

import re
from collections.abc import Mapping, Sequence

_HEADING = re.compile(r"##\s+part\s+([a-z])\s*:?\s*", re.IGNORECASE)
_FENCE = re.compile(r"\s*(```|~~~)")


def part_sources(body: str, parts: Sequence[str]) -> dict[str, str]:
    """The Markdown of each part that has a heading; of the only one, named "", where the control has no parts."""
    if not parts:
        return {"": body.strip("\n")}
    lines, found = body.split("\n"), _headings(body, parts)
    ends = [start for start, _ in found[1:]] + [len(lines)] * bool(found)
    return {letter: "\n".join(lines[start + 1 : end]).strip("\n") for (start, letter), end in zip(found, ends, strict=True)}


def with_part_texts(body: str, parts: Sequence[str], texts: Mapping[str, str]) -> str:
    """The body with these texts, by the letter of the part; new parts are put where the order of the control has them."""
    if not parts:
        text = texts.get("", body).strip("\n")
        return f"{text}\n" if text else ""
    lines, found = body.split("\n"), _headings(body, parts)
    above = "\n".join(lines[: found[0][0]] if found else lines).strip("\n")
    sources = part_sources(body, parts)
    changed = {**sources, **{letter: text.strip("\n") for letter, text in texts.items()}}
    blocks = [f"## Part {letter}\n\n{changed[letter]}" for letter in parts if changed.get(letter)]
    return "\n\n".join([*([above] if above else []), *blocks]) + "\n"


def _headings(body: str, parts: Sequence[str]) -> list[tuple[int, str]]:
    """Line and letter of each heading outside of lines of code."""
    rows, fence = [], ""
    for number, line in enumerate(body.split("\n")):
        if match := _FENCE.match(line):
            fence = "" if fence == match[1] else fence or match[1]
        elif not fence and (heading := _HEADING.fullmatch(line)) and heading[1].lower() in parts:
            rows.append((number, heading[1].lower()))
    return rows
