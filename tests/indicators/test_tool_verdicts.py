"""Verdicts by other tools' rules: names as tools write them, and what fails, is unknown or passes."""

import pytest
from indicators_made import method, rule
from replacing import replace

from generator.indicators.tool_verdicts import covers, tool_subjects
from generator.model.indicator import RuleResult
from generator.model.posture import Certainty, Outcome


@pytest.mark.parametrize(
    ("tool", "pattern", "written", "covered"),
    [
        ("AWS Config", "encrypted-volumes", "encrypted-volumes", True),
        ("AWS Config", "encrypted-volumes", "securityhub-encrypted-volumes-0a1b2c3d", True),
        ("AWS Config", "encrypted-volumes", "Encrypted-Volumes-conformance-pack-abc123xyz", True),
        ("AWS Config", "encrypted-volumes", "my-encrypted-volumes", False),
        ("AWS Security Hub", "S3.5", "aws-foundational-security-best-practices/v/1.0.0/S3.5", True),
        ("AWS Security Hub", "S3.5", "aws-foundational-security-best-practices/v/1.0.0/S3.50", False),
        ("AWS Security Hub", "cis/*", "arn:aws:securityhub:::ruleset/cis/v/1.2.0/rule/1.1", True),
        ("STIG checklist", "V-242376", "SV-242376r960759_rule", True),
        ("STIG checklist", "V-24237", "SV-242376r960759_rule", False),
        ("kube-bench", "5.1.*", "5.1.3", True),
        ("kube-bench", "5.1.*", "5.10.3", False),
        ("Kubescape", "C-0030", "C-0030", True),
    ],
)  # fmt: skip
def test_names_of_rules(tool: str, pattern: str, written: str, covered: bool) -> None:
    assert covers(method(tool, pattern), rule(written, passed=True, tool=tool)) is covered


def test_numbers_of_a_managed_benchmark_are_others() -> None:
    result = replace(rule("5.1.3", passed=True, tool="kube-bench"), benchmark="eks-1.2.0")
    assert not covers(method("kube-bench", "5.1.*"), result)
    assert covers(method("kube-bench", "*"), result)
    assert covers(method("kube-bench", "5.1.*"), replace(result, benchmark="cis-1.9"))


def _one(*results: RuleResult) -> Outcome:
    (subject,) = tool_subjects(method("Prowler", "a", "b"), results)
    return subject.outcome


def test_a_target_fails_where_one_rule_fails() -> None:
    assert _one(rule("a", passed=True), rule("b", passed=False)) is Outcome.FAILS


def test_what_a_tool_leaves_to_a_person_is_unknown() -> None:
    assert _one(rule("a", passed=True), rule("b", passed=None)) is Outcome.UNKNOWN


def test_a_target_passes_where_every_rule_that_ran_passes() -> None:
    (subject,) = tool_subjects(method("Prowler", "a", "b"), [rule("a", passed=True)])
    assert (subject.outcome, subject.certainty) == (Outcome.PASSES, Certainty.REPORTED)
    assert [cited.source.path for cited in subject.citations] == ["evidence/scans/p.json"]


def test_rules_of_others_and_other_tools_say_nothing() -> None:
    assert tool_subjects(method("Prowler", "a"), [rule("c", passed=True), rule("a", passed=True, tool="Kubescape")]) == ()


def test_two_reports_that_disagree_contest_each_other() -> None:
    results = [rule("a", passed=False), rule("a", passed=True, path="evidence/scans/other.json")]
    (subject,) = tool_subjects(method("Prowler", "a"), results)
    assert subject.outcome is Outcome.FAILS
    assert [source.path for source in subject.contested_by] == ["evidence/scans/other.json"]
