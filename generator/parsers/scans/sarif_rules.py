"""Rules of a SARIF run: which rule a result is about, how severe it is, and what its message says."""

import re
from collections.abc import Iterator, Sequence

from generator.model.scan import Severity
from generator.parsers.late_patterns import late_re
from generator.parsers.scans.sarif_wire import SarifComponent, SarifProperties, SarifResult, SarifRule, SarifText, SarifTool
from generator.parsers.scans.severity import band, severity

_LEVELS = {"error": Severity.HIGH, "warning": Severity.MODERATE, "note": Severity.LOW, "none": Severity.INFORMATIONAL}
"""Section 3.27.10 grades them; MITRE's Heimdall gives the same three impacts."""
_DEFAULT = "warning"
_PLACEHOLDER = late_re(r"\{(\d{1,3})\}", re.ASCII)
_NO_RULE = SarifRule()


class SarifRules:
    """The rules of one run, of its driver and its extensions."""

    def __init__(self, tool: SarifTool) -> None:
        driver = tool.driver or SarifComponent()
        self._components = [driver, *(extension or SarifComponent() for extension in tool.extensions or ())]
        self._by_id: dict[str, SarifRule] = {}
        for component in self._components:
            for rule in component.rules or ():
                if rule and rule.id:
                    self._by_id.setdefault(rule.id, rule)

    def of(self, result: SarifResult) -> SarifRule:
        """The rule of a result; an empty one where the file does not describe it."""
        named = result.rule_id or (result.rule.id if result.rule else None)
        indexed = self._indexed(result)
        if indexed and (not named or not indexed.id or _is_within(named, indexed.id)):
            return indexed
        while named:
            if named in self._by_id:
                return self._by_id[named]
            named = named.rpartition("/")[0]
        return _NO_RULE

    def message(self, result: SarifResult, rule: SarifRule) -> str:
        """The text of the message, looked up and filled in as section 3.11 says."""
        message = result.message or SarifText()
        text = message.text
        if text is None and message.id:
            shared = self._components[0].global_message_strings or {}
            template = (rule.message_strings or {}).get(message.id) or shared.get(message.id) or SarifText()
            text = template.text
        return _filled(text or "", message.arguments or ())

    def _indexed(self, result: SarifResult) -> SarifRule | None:
        reference = result.rule
        index = result.rule_index if result.rule_index is not None else reference.index if reference else None
        extension = reference.tool_component.index if reference and reference.tool_component else None
        which = 0 if extension is None or extension < 0 else extension + 1
        if index is None or index < 0 or which >= len(self._components):
            return None
        rules = self._components[which].rules or ()
        return rules[index] if index < len(rules) else None


def rated(word: str, result: SarifResult, rule: SarifRule) -> tuple[str, Severity]:
    """Severity as written and on the model's scale.

    The tool's own word leads; then `security-severity`, which GitHub reads by the bands of CVSS; then the level.
    """
    bags = [bag for bag in (result.properties, rule.properties) if bag]
    for own in (word, *_words(bags)):
        if severity(own) is not Severity.UNKNOWN:
            return own, severity(own)
    for bag in bags:
        score = number(bag.security_severity)
        if band(score) is not Severity.UNKNOWN:
            return str(bag.security_severity), band(score)
    level = _level(result, rule)
    return level, _LEVELS.get(level or _DEFAULT, Severity.UNKNOWN)


def strings(value: object) -> tuple[str, ...]:
    """The texts of a list in a property bag; of anything else none."""
    return tuple(text for text in value if isinstance(text, str)) if isinstance(value, (list, tuple)) else ()


def number(value: object) -> float | None:
    """A number, written as one or as text."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    try:
        return float(value)
    except (ValueError, OverflowError):
        return None


def _words(bags: Sequence[SarifProperties]) -> Iterator[str]:
    for bag in bags:
        if isinstance(bag.issue_severity, str):
            yield bag.issue_severity


def _level(result: SarifResult, rule: SarifRule) -> str:
    """As the file has it, empty where neither result nor rule say; a result that is no failure has none (3.27.10)."""
    if result.level:
        return result.level
    if result.kind and result.kind != "fail":
        return "none"
    return (rule.default_configuration.level if rule.default_configuration else None) or ""


def _is_within(rule_id: str, parent: str) -> bool:
    """Section 3.27.5: `CA1000/1` is a part of `CA1000`."""
    return rule_id == parent or rule_id.startswith(f"{parent}/")


def _filled(text: str, arguments: Sequence[str]) -> str:
    def argument(placeholder: re.Match[str]) -> str:
        index = int(placeholder[1])
        return arguments[index] if index < len(arguments) else placeholder[0]

    return _PLACEHOLDER.sub(argument, text) if arguments else text
