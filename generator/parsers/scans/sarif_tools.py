"""What Trivy and Grype write into the texts of SARIF results, which has no place for a package, an image or a severity.

Trivy: `pkg/report/sarif.go`. Grype: `grype/presenter/sarif/presenter.go`; its rule ids are the vulnerability with the package's
name behind it, and its `security-severity` is a CVSS score while message and level are its own severity.
"""

import re
from dataclasses import dataclass

from generator.model.scan import AffectedPackage

_TRIVY = re.compile(r"^(?:Package: (?P<name>[^\n]*)\nInstalled Version: (?P<version>[^\n]*)\n)?", re.ASCII)
_TRIVY_SEVERITY = re.compile(r"^Severity: (\w+)$", re.MULTILINE | re.ASCII)
_TRIVY_FIX = re.compile(r"^Fixed Version: ([^\n]+)$", re.MULTILINE)
_GRYPE = re.compile(
    r"A (?P<severity>\w+) vulnerability in (?P<type>\S+) package: (?P<name>[^\n]+?), version (?P<version>[^\n]+?) was found "
    r"(?:in image (?P<image>\S+) )?at: (?P<path>[^\n]*)"
)

_LONGEST = 4096
"""Of a message that may be Grype's: the expression is slow on what is none."""


@dataclass(frozen=True, slots=True)
class Details:
    """What the texts of one result say."""

    identifier: str
    severity: str = ""
    package: AffectedPackage | None = None
    image: str = ""


def details(tool: str, rule_id: str, message: str, purl: str | None) -> Details:
    """The identifier, and more where the tool is one whose texts are known."""
    if tool == "Trivy":
        return _trivy(rule_id, message)
    if tool == "Grype":
        return _grype(rule_id, message, purl)
    return Details(rule_id)


def _trivy(rule_id: str, message: str) -> Details:
    found, word, fixed = _TRIVY.match(message), _TRIVY_SEVERITY.search(message), _TRIVY_FIX.search(message)
    package = None
    if found and found["name"]:
        package = AffectedPackage(
            name=found["name"], version=found["version"] or None, fixed_version=fixed[1] if fixed else None
        )
    return Details(rule_id, word[1] if word else "", package)


def _grype(rule_id: str, message: str, purl: str | None) -> Details:
    found = _GRYPE.fullmatch(message) if len(message) <= _LONGEST else None
    if found is None:
        return Details(rule_id)
    package = AffectedPackage(name=found["name"], version=found["version"], purl=purl, path=found["path"] or None)
    return Details(rule_id.removesuffix(f"-{found['name']}") or rule_id, found["severity"], package, found["image"] or "")
