"""The user's copy of FedRAMP's rules beside the table of this program: the newest version, and where versions differ."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from generator.frameworks.base import printed_id
from generator.frameworks.fedramp_20x import RULES_VERSION, indicators
from generator.model.evidence import Gap, GapKind
from generator.model.fedramp_rules import FedrampRuleLine, FedrampRuleText
from generator.model.indicator import IndicatorRules, RuleDifference
from generator.text import counted, listed

_INDICATOR = "KSI-"
_OURS = f"table of {RULES_VERSION}"
_CLASSES = ("B", "C", "D")
_NAMED = 6


def rules_of(lines: Sequence[FedrampRuleLine]) -> IndicatorRules | None:
    """The newest version that was added, with its differences from the one before and from the table; None where none was."""
    versions = _versions(lines)
    if not versions:
        return None
    (dated, version), newest = list(versions.items())[-1]
    earlier = list(versions.items())[:-1]
    differences = list(_from_table(newest, version))
    if earlier:
        (_, before), older = earlier[-1]
        differences += _between(older, newest, (before, version))
    return IndicatorRules(version=version, dated=dated, differences=tuple(differences))


def texts_for(lines: Sequence[FedrampRuleLine], certification: str) -> Mapping[str, str]:
    """Id to text for a class, of the newest version."""
    versions = _versions(lines)
    newest = list(versions.values())[-1] if versions else {}
    return {name: rule.text_for(certification) for name, rule in newest.items() if rule.text_for(certification)}


def rule_gaps(rules: IndicatorRules | None) -> Iterator[Gap]:
    """What a person has to act on: indicators that this program has no mapping for, or maps and the rules no longer have."""
    if rules is None:
        return
    unknown = sorted({difference.id for difference in rules.differences if not difference.known})
    if unknown:
        reason = (
            f"version {rules.version} of FedRAMP's rules has {counted(len(unknown), 'indicator')} that this program does not "
            f"map: {listed(unknown, _NAMED)}"
        )
        step = "state them in your own documents until a version of this program maps them"
        yield Gap(path="content/", place="fedramp-rules", kind=GapKind.UNDECIDED, reason=reason, next_step=step)
    gone = sorted({difference.id for difference in rules.differences if difference.what == _GONE})
    if gone:
        reason = f"version {rules.version} of FedRAMP's rules does not have {listed(gone, _NAMED)}, which this program judges"
        step = "add the version that applies to you: atopack content add fedramp-rules FILE"
        yield Gap(path="content/", place="fedramp-rules", kind=GapKind.UNDECIDED, reason=reason, next_step=step)


_GONE = "is not in it"


def _versions(lines: Iterable[FedrampRuleLine]) -> Mapping[tuple[date, str], Mapping[str, FedrampRuleText]]:
    """(day, version) to the rules of it by id, the oldest first."""
    found: dict[tuple[date, str], dict[str, FedrampRuleText]] = {}
    for line in sorted(lines, key=lambda each: (each.dated, each.version, each.id)):
        found.setdefault((line.dated, line.version), {})[line.id] = line.rule
    return found


def _from_table(newest: Mapping[str, FedrampRuleText], version: str) -> Iterator[RuleDifference]:
    table = {indicator.id: indicator for indicator in indicators()}
    between = (_OURS, version)
    for name in sorted({*table, *(name for name in newest if name.startswith(_INDICATOR))}):
        rule, indicator = newest.get(name), table.get(name)
        if indicator is None:
            yield RuleDifference(
                id=name, what="is new, and this program does not map it", between=between, from_table=True, known=False
            )
        elif rule is None:
            yield RuleDifference(id=name, what=_GONE, between=between, from_table=True)
        elif {printed_id(control) for control in rule.controls} != set(indicator.controls):
            yield RuleDifference(id=name, what=_controls(indicator.controls, rule.controls), between=between, from_table=True)


def _between(
    older: Mapping[str, FedrampRuleText], newest: Mapping[str, FedrampRuleText], between: tuple[str, str]
) -> Iterator[RuleDifference]:
    mapped = {indicator.id for indicator in indicators()}
    for name in sorted({*older, *newest}):
        before, after = older.get(name), newest.get(name)
        known = after is None or not name.startswith(_INDICATOR) or name in mapped
        if before is None or after is None:
            yield RuleDifference(id=name, what="is new" if before is None else "was removed", between=between, known=known)
            continue
        changed = [each for each in _CLASSES if before.text_for(each) != after.text_for(each)]
        if changed:
            whole = (
                "its text differs" if len(changed) == len(_CLASSES) else f"its text for class {' and '.join(changed)} differs"
            )
            yield RuleDifference(id=name, what=whole, between=between, known=known)
        if before.controls != after.controls:
            yield RuleDifference(id=name, what=_controls(before.controls, after.controls), between=between, known=known)


def _controls(before: Iterable[str], after: Iterable[str]) -> str:
    old, new = ({printed_id(control) for control in controls} for controls in (before, after))
    parts = [
        f"adds {listed(sorted(new - old), _NAMED)}" if new - old else "",
        f"drops {listed(sorted(old - new), _NAMED)}" if old - new else "",
    ]
    return f"its controls differ: it {' and '.join(part for part in parts if part)}"
