"""What each tool whose reports are evidence looks for, by what its reports hold: a benchmark tool finds no vulnerabilities."""

from collections.abc import Mapping
from enum import StrEnum

from generator.model.asset import SystemAsset
from generator.model.facts import ImageAsset, SystemFacts
from generator.model.grouping import grouped_sets
from generator.model.scan import ResultKind

OF_SETTINGS = frozenset(
    "checkov detect-secrets dockle gitleaks hadolint kics kube-bench kube-hunter kubeaudit kubelinter openscap polaris popeye "
    "semgrep trufflehog xccdf".split()
) | {"docker bench for security", "stig checklist"}
"""Tools that never look for vulnerabilities: a report of theirs without any entry is still no scan for them."""


class ScannerFunction(StrEnum):
    """As a sentence of the plan."""

    VULNERABILITIES = "Reports known vulnerabilities."
    SETTINGS = "Compares settings with a benchmark or rules."
    SECRETS = "Reports secrets in images and files."
    LICENSES = "Reports licenses of packages."
    EVENTS = "Reports events at run time."

    __hash__ = str.__hash__


_BY_KIND = {
    ResultKind.VULNERABILITY: ScannerFunction.VULNERABILITIES,
    ResultKind.MISCONFIGURATION: ScannerFunction.SETTINGS,
    ResultKind.SECRET: ScannerFunction.SECRETS,
    ResultKind.LICENSE: ScannerFunction.LICENSES,
    ResultKind.EVENT: ScannerFunction.EVENTS,
}


def scanner_functions(facts: SystemFacts) -> Mapping[str, tuple[ScannerFunction, ...]]:
    """By the scanner's name, in the order of `ScannerFunction`; a scanner of whose reports nothing counts is left out."""
    by_name = grouped_sets((weakness.scanner, _BY_KIND[weakness.kind]) for weakness in facts.weaknesses)
    assets: tuple[ImageAsset | SystemAsset, ...] = (*facts.images, *facts.assets)
    for scan in (scan for asset in assets for scan in asset.scans):
        if scan.for_vulnerabilities and scan.scanner.name.lower() not in OF_SETTINGS:
            by_name[scan.scanner.name].add(ScannerFunction.VULNERABILITIES)
    measured = (result.tool for hardening in facts.hardening for result in hardening.results)
    for tool in (*measured, *(run.tool for run in facts.check_runs), *(run.tool for run in facts.lint_runs)):
        by_name[tool].add(ScannerFunction.SETTINGS)
    return {name: tuple(each for each in ScannerFunction if each in functions) for name, functions in by_name.items()}
