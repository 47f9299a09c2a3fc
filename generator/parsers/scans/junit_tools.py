"""How each scanner fills JUnit's form, as a table. The names that it gives to suites and cases tell which one it is."""

import re
from collections.abc import Mapping
from typing import Literal

import msgspec

from generator.model.scan import ResultKind, Severity, TargetKind
from generator.parsers.late_patterns import late_re


class JunitTool(msgspec.Struct, frozen=True, kw_only=True):
    """How one scanner fills the form."""

    scanner: str
    marks: re.Pattern[bytes]
    """What only this tool writes, near the beginning."""
    case: re.Pattern[str]
    """The name of a case: `id`, and `severity`, `title`, `file` and `line` where they stand in it."""
    about: re.Pattern[str] | None = None
    """The same and `cwe` of what a case says of its failure, which goes before the name."""
    severities: Mapping[str, Severity] = {}
    """What the tool's own words mean, lower case."""
    secret: re.Pattern[str] | None = None
    """Identifiers of rules that find secrets, of which nothing but the place is kept."""
    keeps: Literal["text", "message", "nothing"] = "text"
    """Of a failure, as the description: some tools quote the code in its text, of which nothing is kept."""
    kind: TargetKind
    result: ResultKind


TOOLS = (
    JunitTool(
        scanner="Trivy",
        marks=late_re(
            rb"<testsuites[^>]{0,500}\bname=[\"']trivy[\"']"
            rb"|<testcase[^>]{0,500}\bname=\"\[(?:CRITICAL|HIGH|MEDIUM|LOW|UNKNOWN)\] (?:CVE-|GHSA-|AVD-)"
        ),
        case=late_re(r"\[(?P<severity>\w+)\]\s+(?P<id>\S+)"),
        kind=TargetKind.IMAGE,
        result=ResultKind.VULNERABILITY,
    ),
    JunitTool(
        scanner="Checkov",
        marks=late_re(rb"<testcase[^>]{0,500}\bname=[\"']\[\w+\]\[CKV"),
        case=late_re(r"\[(?P<severity>\w+)\]\[(?P<id>\w+)\]\s*(?P<title>.*)", re.DOTALL),
        secret=late_re(r"CKV_SECRET_"),
        kind=TargetKind.REPOSITORY,
        result=ResultKind.MISCONFIGURATION,
    ),
    JunitTool(
        scanner="Gitleaks",
        marks=late_re(rb"<testsuite[^>]{0,500}\bname=[\"']gitleaks[\"']"),
        case=late_re(r"(?P<id>\S+) has detected (?P<title>.*)", re.DOTALL),
        kind=TargetKind.REPOSITORY,
        result=ResultKind.SECRET,
    ),
    JunitTool(
        scanner="Dastardly",
        marks=late_re(rb"<testsuites[^>]{0,500}\bname=[\"']Dastardly "),
        case=late_re(r"(?P<id>.+)", re.DOTALL),
        kind=TargetKind.UNKNOWN,
        result=ResultKind.VULNERABILITY,
    ),
    JunitTool(
        scanner="Bandit",
        marks=late_re(rb"<testsuite[^>]{0,500}\bname=[\"']bandit[\"']"),
        case=late_re(r"(?P<id>.+)", re.DOTALL),
        about=late_re(
            r"(?:Test ID: (?P<id>\w+)\s+)?Severity: \w+\s+Confidence: \w+\s+(?:CWE: (?P<cwe>CWE-\d+))?.*?"
            r"(?:^Location (?P<file>[^\n]+):(?P<line>\d+)|\Z)",
            re.DOTALL | re.MULTILINE,
        ),
        secret=late_re(r"B10[567]\Z|hardcoded_password"),
        kind=TargetKind.REPOSITORY,
        result=ResultKind.VULNERABILITY,
    ),
    JunitTool(
        scanner="gosec",
        marks=late_re(rb"<failure message=[\"']Found 1 vulnerability\. See stacktrace for details\."),
        case=late_re(r"(?P<file>.+)", re.DOTALL),
        about=late_re(
            r"Results:\s+\[[^\n]*?:(?P<line>\d+)(?:-\d+)?\] - (?P<id>[^\n]*) "
            r"\(Confidence: \d, Severity: (?P<severity>\d)(?:, CWE: (?P<cwe>\d*))?\)"
        ),
        severities={"0": Severity.LOW, "1": Severity.MODERATE, "2": Severity.HIGH},
        secret=late_re(r"hardcoded credentials", re.IGNORECASE),
        keeps="nothing",
        kind=TargetKind.REPOSITORY,
        result=ResultKind.VULNERABILITY,
    ),
    JunitTool(
        scanner="KICS",
        marks=late_re(rb"<testsuites[^>]{0,500}\bname=[\"']KICS "),
        case=late_re(r"(?P<id>.+?): (?P<file>.+) file in line (?P<line>\d+)", re.DOTALL),
        about=late_re(r"\[Severity: (?P<severity>\w+)(?:, Query description: (?P<title>[^\]]*))?"),
        severities={"trace": Severity.INFORMATIONAL},
        secret=late_re(r"Passwords And Secrets"),
        kind=TargetKind.REPOSITORY,
        result=ResultKind.MISCONFIGURATION,
    ),
    JunitTool(
        scanner="Semgrep",
        marks=late_re(rb"<testsuite[^>]{0,500}\bname=[\"']semgrep results[\"']"),
        case=late_re(r"(?P<id>\S+)"),
        severities={"error": Severity.HIGH, "warning": Severity.MODERATE, "info": Severity.LOW},
        secret=late_re(r"secret|passw|credential|token|private.?key|api.?key", re.IGNORECASE),
        keeps="message",
        kind=TargetKind.REPOSITORY,
        result=ResultKind.VULNERABILITY,
    ),
    JunitTool(
        scanner="Terrascan",
        marks=late_re(rb"<testsuites[^>]{0,500}\bname=[\"']TERRASCAN_POLICY_SUITES[\"']"),
        case=late_re(
            r"(?:\[ERROR\] resource: .* at line: (?P<line>\d+), violates: )?"
            r"RULE - (?P<id>[^\s,]+)(?:, CATEGORY - .*?, DESCRIPTION - (?P<title>.*))?",
            re.DOTALL,
        ),
        about=late_re(r"Description: (?P<title>.*?), File: ", re.DOTALL),
        kind=TargetKind.REPOSITORY,
        result=ResultKind.MISCONFIGURATION,
    ),
    JunitTool(
        scanner="tfsec",
        marks=late_re(rb"<testsuite[^>]{0,500}\bname=[\"']tfsec[\"']"),
        case=late_re(r"\[(?P<id>[^\]\s]+)\]\[(?P<severity>\w+)\] - (?P<title>.*)", re.DOTALL),
        about=late_re(r"^(?P<file>[^\n]+):(?P<line>\d+)(?:-\d+)?$", re.MULTILINE),
        kind=TargetKind.REPOSITORY,
        result=ResultKind.MISCONFIGURATION,
    ),
)
