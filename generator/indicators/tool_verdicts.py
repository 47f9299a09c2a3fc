"""Verdicts of a method that rests on another tool: each target of the tool once, by those of its rules that the mapping
names."""

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase

from generator.limits import NAMED
from generator.model.grouping import grouped
from generator.model.indicator import IndicatorMethod, RuleResult
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation
from generator.model.verdict_makers import fails, passes, unknown
from generator.text import counted, listed

_KUBE_BENCH, _STIG, _CONFIG, _HUB = "kube-bench", "STIG checklist", "AWS Config", "AWS Security Hub"
_DEFENDER = "Microsoft Defender for Cloud"
_CIS = "cis-"
"""Benchmarks of kube-bench whose numbers of sections are CIS's own; those of managed clusters number otherwise."""
_ADDED = re.compile(r"^securityhub-|-(?:conformance-pack-)?[a-z0-9]{6,12}$")
"""What Security Hub and conformance packs put around the name of a managed rule."""
_MOST_CITED = 20


def tool_subjects(method: IndicatorMethod, results: Sequence[RuleResult]) -> tuple[JudgedSubject, ...]:
    """One for each target on which a rule of the method gave a result, sorted by name.

    A target fails where one rule fails, is unknown where none fails and one is undecided, and passes where all pass.
    """
    by_target = grouped((result.target, result) for result in results if result.tool == method.name and covers(method, result))
    return tuple(_judged(target, by_target[target]) for target in sorted(by_target))


def covers(method: IndicatorMethod, result: RuleResult) -> bool:
    """Does the mapping name the rule of a result?"""
    if method.name == _KUBE_BENCH and method.rules != ("*",) and result.benchmark and _CIS not in result.benchmark:
        return False
    names = _names(method.name, result.rule)
    return any(fnmatchcase(name, rule) for rule in method.rules for name in names)


def _names(tool: str, rule: str) -> tuple[str, ...]:
    """What a rule may be called in the mapping: tools put standards, accounts and revisions around its name."""
    if tool == _STIG:
        number, _, _ = rule.removeprefix("S").partition("r")
        return (rule, number)
    if tool == _HUB:
        standard = rule.removeprefix("arn:aws:securityhub:::ruleset/")
        return (rule, standard, rule.rpartition("/")[2])
    if tool == _DEFENDER:
        return (rule.lower(),)
    if tool == _CONFIG:
        plain = rule.lower()
        stripped = _ADDED.sub("", plain)
        return (plain, stripped, _ADDED.sub("", stripped))
    return (rule,)


def _judged(target: str, results: Sequence[RuleResult]) -> JudgedSubject:
    broken = sorted({result.rule for result in results if result.passed is False})
    passed = [result for result in results if result.passed]
    open_results = [result for result in results if result.passed is None]
    if broken:
        cited = _cited([result for result in results if result.passed is False])
        reason = f"fails {counted(len(broken), 'rule')} of {len({each.rule for each in results})}: {listed(broken, NAMED)}"
        disagreeing = sorted({result.source for result in passed if result.rule in broken})
        return fails(target, reason, *cited, certainty=Certainty.REPORTED, contested_by=disagreeing)
    if open_results:
        rules = sorted({result.rule for result in open_results})
        why = open_results[0].why or "the tool gives no verdict"
        reason = f"of {counted(len(rules), 'rule')} ({listed(rules, NAMED)}) {why}"
        sources = sorted({result.source for result in passed})
        return unknown(target, reason, *_cited(open_results), contested_by=sources[:_MOST_CITED])
    reason = f"{counted(len({each.rule for each in passed}), 'rule')} passed"
    return passes(target, *_cited(passed), certainty=Certainty.REPORTED, reason=reason)


def _cited(results: Sequence[RuleResult]) -> tuple[ObjectCitation, ...]:
    """Each file once, at the first place of it."""
    first: dict[str, RuleResult] = {}
    for result in sorted(results, key=lambda each: (each.source.path, each.source.place)):
        first.setdefault(result.source.path, result)
    return tuple(
        ObjectCitation(kind="Rule", name=f"{each.tool} {each.rule}", taken=each.taken, source=each.source)
        for each in first.values()
    )
