"""What a person says in a cell that we write into as well."""

import re
from collections.abc import Iterable

_END = re.compile(r"(?<=[.!?])\s+|\n+")


def own_words(text: str, base: str, before: str) -> str:
    """The text without our own sentences. `base` is the whole cell as we wrote it, `before` what of it was the person's.

    Where people changed one of our sentences it is theirs; the others are taken out, since they are written anew each time.
    """
    if before and before not in base:  # the cell could not hold all of it: what was cut off is still theirs
        kept = base if base in text else ""
        added = text.replace(kept, "", 1).strip() if kept else _without(text, _sentences(base))
        return f"{before}\n{added}" if added else before
    at = base.rfind(before) if before else -1
    ours = base[:at] + base[at + len(before) :] if before else base
    if ours.strip() and ours.strip() in text:
        return text.replace(ours.strip(), "", 1).strip()
    return _without(text, _sentences(ours))


def _sentences(text: str) -> list[str]:
    return [part.strip() for part in _END.split(text) if part.strip()]


def _without(text: str, sentences: Iterable[str]) -> str:
    """Each sentence is taken out once, with the space that parted it from the next."""
    for sentence in sentences:
        at = text.find(sentence)
        if at >= 0:
            head, tail = text[:at], text[at + len(sentence) :]
            head, tail = head.rstrip(" "), tail.lstrip(" ")
            on_one_line = head.strip() and tail.strip() and not head.endswith("\n") and not tail.startswith("\n")
            text = f"{head} {tail}" if on_one_line else head + tail
    return text.strip()
