"""What a control requires, in its publisher's words."""

from collections.abc import Mapping

import msgspec

from generator.model.identifiers import ControlId


class RequirementLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line: a sentence, or an item of a list below it."""

    text: str
    depth: int = 0
    """How far it is set in."""


class RequirementText(msgspec.Struct, frozen=True, kw_only=True):
    """Of one control, with the values of its parameters in their places."""

    parts: Mapping[str, tuple[RequirementLine, ...]]
    """By the letter of the part; an empty letter is the text above the parts, or all of it."""


class RequirementTexts(msgspec.Struct, frozen=True, kw_only=True):
    """Of a plan."""

    source: str = ""
    """Whose words they are; empty where the user has no copy."""
    controls: Mapping[ControlId, RequirementText] = msgspec.field(default_factory=dict)
    """By the control's id: `CM-8(3)`."""


NO_TEXTS = RequirementTexts()
