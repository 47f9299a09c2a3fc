"""What a control requires, in its publisher's words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.model.identifiers import ControlId


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementLine:
    """One line: a sentence, or an item of a list below it."""

    text: str
    depth: int = 0
    """How far it is set in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementText:
    """Of one control, with the values of its parameters in their places."""

    parts: Mapping[str, tuple[RequirementLine, ...]]
    """By the letter of the part; an empty letter is the text above the parts, or all of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementTexts:
    """Of a plan."""

    source: str = ""
    """Whose words they are; empty where the user has no copy."""
    controls: Mapping[ControlId, RequirementText] = field(default_factory=dict)
    """By the control's id: `CM-8(3)`."""


NO_TEXTS = RequirementTexts()
