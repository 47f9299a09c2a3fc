"""Folds the results of one SARIF run.

Trivy (`pkg/report/sarif.go`) and Grype (`grype/presenter/sarif/presenter.go`) write into the texts what SARIF has no place for:
package, image and severity. Grype's rule ids are the vulnerability with the package's name behind it, and its
`security-severity` is a CVSS score while message and level are its own severity.
"""

import re
from collections.abc import Iterator

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.identifiers import CweId
from generator.model.scan import AffectedPackage, Disposition, ResultKind, ScanResult, ScanTarget, TargetKind
from generator.parsers.late_patterns import late_re
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.dates import seen_day
from generator.parsers.scans.entries import aliases, cves, digests, result_of
from generator.parsers.scans.entries import fold as fold_entries
from generator.parsers.scans.sarif_rules import SarifRules, number, rated, strings
from generator.parsers.scans.sarif_wire import (
    SarifArtifact,
    SarifLocation,
    SarifPhysical,
    SarifProperties,
    SarifResult,
    SarifRule,
    SarifRun,
    SarifRunProperties,
    SarifTaxonomy,
    SarifTool,
)
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import from_evidence

_TRIVY = late_re(r"^(?:Package: (?P<name>[^\n]*)\nInstalled Version: (?P<version>[^\n]*)\n)?", re.ASCII)
_TRIVY_SEVERITY = late_re(r"^Severity: (\w+)$", re.MULTILINE | re.ASCII)
_TRIVY_FIX = late_re(r"^Fixed Version: ([^\n]+)$", re.MULTILINE)
_GRYPE = late_re(
    r"A (?P<severity>\w+) vulnerability in (?P<type>\S+) package: (?P<name>[^\n]+?), version (?P<version>[^\n]+?) was found "
    r"(?:in image (?P<image>\S+) )?at: (?P<path>[^\n]*)"
)
_LONGEST = 4096
"""Of a message that may be Grype's: the expression is slow on what is none."""
_VERDICTS = {
    "pass": Disposition.PASSED,
    "informational": Disposition.PASSED,
    "notApplicable": Disposition.NOT_APPLICABLE,
    "review": Disposition.MANUAL,
    "open": Disposition.MANUAL,
}
"""Section 3.27.9; `fail` is the default. `open` means that the tool could not decide."""
_NOT_ACCEPTED = {"underReview", "rejected"}
_SECRET_TOOLS = {"Gitleaks", "detect-secrets", "TruffleHog", "ggshield"}
_CONFIGURATION_TOOLS = {"Checkov", "Hadolint", "KICS", "KubeLinter", "kubescape", "terrascan", "tfsec", "defsec", "dockle"}
_RULE_KINDS = {"Misconfiguration": ResultKind.MISCONFIGURATION, "Secret": ResultKind.SECRET, "License": ResultKind.LICENSE}
"""Names of Trivy's rules."""
_SECRET_TAGS = {"secret", "secrets", "external/cwe/cwe-259", "external/cwe/cwe-321", "external/cwe/cwe-798"}
"""Hard-coded password, key and credentials, as CodeQL tags them."""
_ADVISORIES = ("GHSA-", "RHSA-", "PYSEC-", "RUSTSEC-", "GO-", "SNYK-")
_ARCHIVES = (".tar", ".tar.gz", ".tgz")
_LONGEST_ID = 120
_QUOTED = late_re(r"(?P<mark>[\"'`“])[^\"'`”]*[\"'`”]")
_PLAIN = late_re(r"[A-Za-z][a-z]{0,14}[.,;:]?", re.ASCII)
_ANNOUNCING = {"secret", "password", "passphrase", "key", "token", "credential", "credentials", "value"}
_JOINING = {
    "in",
    "at",
    "of",
    "for",
    "was",
    "is",
    "found",
    "detected",
    "committed",
    "exposed",
    "leaked",
    "and",
    "or",
    "to",
    "from",
}
_MASK = "[…]"
_NO_RULE = "secret without a rule"


class _SarifDetails(msgspec.Struct, frozen=True):
    """What the texts of one result say."""

    identifier: str
    severity: str = ""
    package: AffectedPackage | None = None
    image: str = ""


class RunFold:
    """Adds the results of one run; `tool` is its name as this project shows it."""

    def __init__(self, accumulator: ScanAccumulator, run: SarifRun, tool: str, evidence: EvidenceFile) -> None:
        self._accumulator = accumulator
        self._run = run
        self._tool = tool
        self._rules = SarifRules(run.tool or SarifTool())
        self._target = _target(run, evidence)
        self._images: dict[str, ScanTarget] = {}

    def fold(self, pointer: str) -> None:
        """Every result."""
        results = self._run.results or ()
        if not results or self._target.named:
            self._accumulator.target(self._target)
        fold_entries(self._accumulator, results, f"{pointer}/results", self._result)

    def _result(self, result: SarifResult, place: str) -> ScanResult | None:
        rule = self._rules.of(result)
        message = self._rules.message(result, rule)
        bag = rule.properties or SarifProperties()
        details = _details(self._tool, _rule_id(result, rule), message, next(iter(strings(bag.purls)), None))
        kind = self._kind(rule, bag)
        identifier = details.identifier or (_of_secret(rule, message) if kind is ResultKind.SECRET else _first_words(message))
        native, level = rated(details.severity, result, rule)
        disposition, status = _standing(result)
        title, description = _texts(rule, message, secret=kind is ResultKind.SECRET)
        return result_of(
            kind,
            identifier,
            self._image(details.image) if details.image else self._target,
            place,
            severity=level,
            word=native,
            disposition=disposition,
            native_status=status,
            package=details.package,
            scope=self._scope(result, details.package),
            title=title,
            description=description,
            cves=cves(identifier, *(rule.deprecated_ids or ()), *strings(bag.tags)),
            aliases=aliases(
                identifier, *(rule.deprecated_ids or ()), *(tag for tag in strings(bag.tags) if tag.startswith(_ADVISORIES))
            ),
            cwes=_cwes(result, rule, bag),
            first_seen=seen_day(result.provenance.first_detected) if result.provenance else None,
            cvss=cvss_scores.scores(_scores(self._tool, bag)),
        )

    def _kind(self, rule: SarifRule, bag: SarifProperties) -> ResultKind:
        tags = {tag.lower() for tag in strings(bag.tags)}
        if self._tool in _SECRET_TOOLS or tags & _SECRET_TAGS:
            return ResultKind.SECRET
        if self._tool == "Trivy":
            return _RULE_KINDS.get(rule.name or "", ResultKind.VULNERABILITY)
        return ResultKind.MISCONFIGURATION if self._tool in _CONFIGURATION_TOOLS else ResultKind.VULNERABILITY

    def _image(self, name: str) -> ScanTarget:
        known = self._images.get(name)
        if known is None:
            pinned = digests(name) if "@" in name else ()
            known = self._images[name] = ScanTarget(name=name, kind=TargetKind.IMAGE, digests=pinned)
        return known

    def _scope(self, result: SarifResult, package: AffectedPackage | None) -> str:
        """The file, with the line where it tells two results apart; a place in a program where there is no file."""
        location = next((place for place in result.locations or () if place), SarifLocation())
        physical = location.physical_location or SarifPhysical()
        uri = self._uri(physical.artifact_location or SarifArtifact())
        line = physical.region.start_line if physical.region else None
        if uri:
            return f"{uri}:{line}" if line and package is None else uri
        logical = next((place for place in location.logical_locations or () if place), None)
        return (logical.fully_qualified_name or logical.name or "") if logical else ""

    def _uri(self, artifact: SarifArtifact) -> str:
        if artifact.uri or artifact.index is None or artifact.index < 0:
            return artifact.uri or ""
        listed = self._run.artifacts or ()
        known = listed[artifact.index] if artifact.index < len(listed) else None
        return (known.location.uri or "") if known and known.location else ""


def _cwes(result: SarifResult, rule: SarifRule, bag: SarifProperties) -> tuple[CweId, ...]:
    """By tags (`external/cwe/cwe-079`), by Snyk's list, and by the taxonomy of that name."""
    tags = [tag for tag in strings(bag.tags) if "cwe" in tag.lower()]
    taxa = [*(result.taxa or ()), *(relation.target for relation in rule.relationships or () if relation)]
    if not (tags or taxa or bag.cwe):
        return ()
    named = [taxon.id for taxon in taxa if taxon and ((taxon.tool_component or SarifTaxonomy()).name or "").upper() == "CWE"]
    return cwes(*tags, *strings(bag.cwe), *named)


def _first_words(message: str) -> str:
    """Names a result of a tool that has no rules."""
    return message.partition("\n")[0][:_LONGEST_ID].strip()


def _of_secret(rule: SarifRule, message: str) -> str:
    """The same for a secret, whose message may quote what was found: only what reads like the words of a sentence is kept."""
    named = rule.name or (rule.short_description.text if rule.short_description else None)
    if named:
        return _first_words(named)
    words = _QUOTED.sub(_MASK, message.partition("\n")[0]).split()
    kept = [word if _is_plain(word, before) else _MASK for word, before in zip(words, ["", *words], strict=False)]
    return _first_words(" ".join(kept)) if any(word != _MASK for word in kept) else _NO_RULE


def _is_plain(word: str, before: str) -> bool:
    """An ordinary word that does not stand where a secret would be named: `password hunter` is cut, `password in` is not."""
    announced = before.lower().strip(".,:;") in _ANNOUNCING or before.endswith((":", "="))
    return bool(_PLAIN.fullmatch(word)) and (not announced or word.lower() in _JOINING)


def _rule_id(result: SarifResult, rule: SarifRule) -> str:
    return result.rule_id or (result.rule.id if result.rule else None) or rule.id or rule.guid or ""


def _standing(result: SarifResult) -> tuple[Disposition, str]:
    """Section 3.27.9, kind; 3.27.24, a result that was in the baseline and is gone; 3.27.23, suppressions.

    One suppression that is under review or rejected keeps the result open.
    """
    if result.kind in _VERDICTS:
        return _VERDICTS[result.kind], result.kind
    if result.baseline_state == "absent":
        return Disposition.RESOLVED, "absent"
    suppressions = [suppression for suppression in result.suppressions or () if suppression]
    waiting = [suppression.status for suppression in suppressions if suppression.status in _NOT_ACCEPTED]
    if suppressions and not waiting:
        return Disposition.SUPPRESSED, "suppressed"
    return Disposition.OPEN, (waiting[0] or "") if waiting else result.kind or ""


def _texts(rule: SarifRule, message: str, *, secret: bool) -> tuple[str, str]:
    """Title and description. About a secret only the rule is read: a message may quote what was found."""
    short = (rule.short_description.text if rule.short_description else None) or ""
    if secret:
        return short or rule.name or "", ""
    full = (rule.full_description.text if rule.full_description else None) or ""
    title = (short or full or message).strip().partition("\n")[0]
    return title, full if full not in {"", title} else message


def _scores(tool: str, bag: SarifProperties) -> Iterator[cvss_scores.Raw]:
    for version, vector, score in (("2.0", bag.cvssv2_vector, bag.cvssv2_score), ("3.0", bag.cvssv3_vector, bag.cvssv3_score)):
        if isinstance(vector, str) and vector:
            yield tool.lower(), version, vector, number(score)


def _target(run: SarifRun, evidence: EvidenceFile) -> ScanTarget:
    """The image that Trivy names; else the repository; else what a person says."""
    image = run.properties or SarifRunProperties()
    if image.image_name:
        tag = next(iter(image.repo_tags or ()), None)
        return ScanTarget(
            name=tag if tag and image.image_name.endswith(_ARCHIVES) else image.image_name,
            kind=TargetKind.IMAGE,
            digests=digests(*(image.repo_digests or ()), image.image_name if "@" in image.image_name else None),
            image_id=image.image_id or None,
        )
    versions = (
        provenance.repository_uri
        for provenance in run.version_control_provenance or ()
        if provenance and provenance.repository_uri
    )
    repository = next(versions, None)
    if repository:
        return ScanTarget(name=_without_user(repository), kind=TargetKind.REPOSITORY)
    return from_evidence(evidence, TargetKind.REPOSITORY)


def _without_user(uri: str) -> str:
    """An address without the name and token that a pipeline may have put into it."""
    scheme, mark, rest = uri.partition("://")
    if not mark:
        return uri
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"


def _details(tool: str, rule_id: str, message: str, purl: str | None) -> _SarifDetails:
    """The identifier, and more where the tool is one whose texts are known."""
    if tool == "Trivy":
        return _trivy(rule_id, message)
    if tool == "Grype":
        return _grype(rule_id, message, purl)
    return _SarifDetails(rule_id)


def _trivy(rule_id: str, message: str) -> _SarifDetails:
    match, word, fixed = _TRIVY.match(message), _TRIVY_SEVERITY.search(message), _TRIVY_FIX.search(message)
    package = None
    if match and match["name"]:
        package = AffectedPackage(
            name=match["name"], version=match["version"] or None, fixed_version=fixed[1] if fixed else None
        )
    return _SarifDetails(rule_id, word[1] if word else "", package)


def _grype(rule_id: str, message: str, purl: str | None) -> _SarifDetails:
    match = _GRYPE.fullmatch(message) if len(message) <= _LONGEST else None
    if match is None:
        return _SarifDetails(rule_id)
    package = AffectedPackage(name=match["name"], version=match["version"], purl=purl, path=match["path"] or None)
    return _SarifDetails(rule_id.removesuffix(f"-{match['name']}") or rule_id, match["severity"], package, match["image"] or "")
