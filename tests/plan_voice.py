"""What a sentence of the plan never holds: the assessor's voice, ids of checks, our own tools and keys."""

import re

from generator.checks.registry import CHECKS

_PHRASES = (
    r"judged", r"action required", r"to mend", r"not examined", r"nobody", r"the evidence", r"evidence collected",
    r"was not collected", r"were not collected", r"exceptions? to this", r"this is so", r"for 0 of", r"\b0 of", r"\bno 0\b",
    r"atopack", r"system\.yaml", r"decisions/", r"evidence/", r"\$\{", r"write here", r"cross-check", r"not established",
    r"not seen at work", r"unknown", r"\(s\)", r"\bof them\b", r"sha256:", r"\bways? in\b(?! which)",
)  # fmt: skip
BANNED = re.compile("|".join(_PHRASES), re.IGNORECASE)
_IDS = re.compile("|".join(rf"(?<![\w-]){re.escape(check.id)}(?![\w-])" for check in CHECKS))


def faults(text: str) -> list[str]:
    """What a sentence holds that belongs to another voice, or that is no sentence."""
    found = [*(match[0] for match in BANNED.finditer(text)), *(match[0] for match in _IDS.finditer(text))]
    if not text.endswith(".") or text.endswith("..") or "  " in text or text != text.strip():
        found.append("its end or its spaces")
    if not (text[0].isupper() or text[0].isdigit()):
        found.append("its first letter")
    return found
