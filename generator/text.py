"""How sentences for people are put together: counts, lists that are cut short, dates, and text from outside on one line; and
the form of the JSON files that people may open."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime


def counted(number: int, kind: str, many: str = "") -> str:
    """`1 file`, `1,204 files`; `counted(2, "policy", "policies")` where an s does not make the plural."""
    return f"{number:,} {agreeing(number, kind, many)}"


def agreeing(number: int, what: str, many: str = "") -> str:
    """The word that fits a number, without the number: `agreeing(2, "is", "are")`."""
    return what if number == 1 else many or f"{what}s"


def of_several(clause: str) -> str:
    """A clause about one, for several: `has no limit` becomes `have no limit`, `holds a token of its node` `hold a token of
    their nodes`. The clause begins with its verb."""
    verb, space, rest = clause.partition(" ")
    return f"{_SEVERAL.get(verb) or _third_person(verb)}{space}{_OWN.sub(_their, rest)}"


_SEVERAL = {"is": "are", "has": "have", "was": "were", "does": "do", "goes": "go"}
_ENDINGS = ("sses", "shes", "ches", "xes", "zzes")
_OWN = re.compile(r"\bits (node|manifest|container|namespace|root filesystem)('s)?\b")


def _third_person(verb: str) -> str:
    if verb.endswith("ies"):
        return f"{verb[:-3]}y"
    if verb.endswith(_ENDINGS):
        return verb[:-2]
    return verb[:-1] if verb.endswith("s") and not verb.endswith("ss") else verb


def _their(match: re.Match[str]) -> str:
    own = "'" if match[2] else ""
    return f"their {match[1]}s{own}"


def times(number: int) -> str:
    """`once`, `3 times`."""
    return "once" if number == 1 else f"{number:,} times"


def listed(names: Iterable[str], most: int | None = None, *, separator: str = ", ", more: str = "") -> str:
    """`a, b and c`; `a, b and 12 more` where there are more than `most`; `more` names them: `a, b and 12 more files`.

    Whole clauses are separated by `"; "`, and then stand as `a; b; and 12 more`.
    """
    shown = list(names)
    if len(shown) == 1 and most != 0:
        return shown[0]
    left = 0 if most is None else max(len(shown) - most, 0)
    if separator != ", ":
        return separator.join([*shown[: len(shown) - left], *([left_out(left, more)] if left else [])])
    if left:
        return f"{separator.join(shown[:most])} {left_out(left, more)}"
    return " and ".join([separator.join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def enumerated(names: Sequence[str], most: int) -> str:
    """`a, b, c` in a cell of a table, where each is looked up or searched for by itself; `a, b and 12 more` of many."""
    left = left_out(len(names) - most)
    return f"{', '.join(names[:most])} {left}" if left else ", ".join(names)


def left_out(number: int, what: str = "", where: str = "") -> str:
    """What a shortened list leaves out: `and 12 more in manifest.json`, `and 1 more file`; empty where that is nothing."""
    if number <= 0:
        return ""
    kind = f" {agreeing(number, what)}" if what else ""
    return f"and {number:,} more{kind}{f' in {where}' if where else ''}"


def bulleted(rows: Sequence[str], most: int, more: str = "", where: str = "") -> list[str]:
    """The first rows of many, each on a line of its own, and a last line `… and 12 more`."""
    left = left_out(len(rows) - most, more, where)
    return [*rows[:most], *([f"… {left}"] if left else [])]


def headed_rows(table: str) -> Iterator[tuple[str, str]]:
    """The rows of a table that is written as text: a line each, and the indented lines below it as one."""
    for row in re.split(r"\n(?=\S)", table.strip()):
        head, *below = row.splitlines()
        yield head, " ".join(map(str.strip, below))


def sentence(text: str) -> str:
    """The text with a capital first letter; the rest as it is: names in it keep theirs."""
    return f"{text[:1].upper()}{text[1:]}"


def quoted_title(name: str) -> str:
    """`“Build and publish”`: a name of several words in quotation marks, so that a sentence shows where it ends."""
    return f"“{name}”" if " " in name else name


def shortened(text: str, most: int) -> str:
    """The text, or as much of it as fits into `most` characters with the mark that there was more."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def printable(text: str, keep: str = "") -> str:
    """Text without the characters that steer a terminal or a page; each becomes a space. Those of `keep` stay."""
    return text if text.isprintable() else "".join(char if char.isprintable() or char in keep else " " for char in text)


_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters of both sets but newline and tab, and what turns the direction of text (Unicode Annex 9, section 2)."""


def is_plain(text: str) -> bool:
    """Whether it is printable ASCII and newlines alone, as most long texts are: a tenth of what a regular expression costs."""
    if not text.isascii():
        return False
    # NOTE: taking out all that is allowed costs a third of asking for each letter, but for what is short
    return not text.encode().translate(None, _PLAIN) if len(text) > _SHORT else text.replace("\n", "").isprintable()


_PLAIN, _SHORT = b"\n" + bytes(range(0x20, 0x7F)), 100


def visible(text: str) -> str:
    r"""The text with the characters that steer a terminal or a page as `\u001b`, which is what JSON writes too.

    One rule for terminals, CSV, workbooks, Word and Markdown: nothing of evidence is lost, and none of it acts.
    """
    if is_plain(text):
        return text
    return _STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def one_line(text: str) -> str:
    """Text from outside as one line without control characters, and with single spaces."""
    return " ".join(printable(text).split())


def form_date(day: date) -> str:
    """`11/18/2026`, as FedRAMP's documents in Word write a day. Everything else writes ISO 8601: `2026-11-18`."""
    return f"{day:%m/%d/%Y}"


def moment(value: datetime | None) -> str:
    """`2026-11-18 09:00 UTC`; the day alone where the time is not known, and `undated` where neither is."""
    if value is None:
        return "undated"
    return f"{value:%Y-%m-%d}" if (value.hour, value.minute) == (0, 0) else f"{value:%Y-%m-%d %H:%M} UTC"


def indented_json(value: object) -> bytes:
    """A JSON file: a member a line, in the order of the value, with a line end at the end."""
    import msgspec  # the help of the commands uses this module, and starts without it

    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"
