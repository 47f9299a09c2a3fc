"""Rules of FedRAMP as the user downloaded them: this program carries no text of them."""

from datetime import date

import msgspec

_CLASSES = "abcd"


class FedrampRuleText(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One rule or indicator."""

    name: str
    statement: str = ""
    """Of every class; empty where it differs by class."""
    by_class: dict[str, str] = {}
    """`b`, `c`, `d` to the text for that class; where the rules give none for a class, that of the class before holds."""
    controls: tuple[str, ...] = ()

    def text_for(self, certification: str) -> str:
        """The text for a class, `B` to `D`; empty where the rule has none for it."""
        stated = [self.by_class[letter] for letter in _CLASSES if letter in self.by_class and letter <= certification.lower()]
        return stated[-1] if stated else self.statement


class FedrampRuleLine(msgspec.Struct, array_like=True, frozen=True):
    """A condensed line: a rule in a version of the rules."""

    key: str
    """Id, day and version: versions lie beside each other."""
    id: str
    dated: date
    version: str
    rule: FedrampRuleText
