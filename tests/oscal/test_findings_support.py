"""A finding that nobody decided says what supports a control, and keeps configuration that was not seen at work apart."""

import pytest

from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.graph.match import compare
from generator.ids import UuidFactory
from generator.model.claim import Claim, Support
from generator.model.evidence import EvidenceSource
from generator.oscal import types as o
from generator.oscal.findings import findings
from generator.workspace.system_yaml import read
from tests.checks.cluster_evidence import facts
from tests.packages_made import story_made


def claim(support: Support, subject: str) -> Claim:
    return Claim(
        control="SC-28",
        part="",
        topic="encryption-at-rest",
        subject=subject,
        support=support,
        text="t",
        sources=(EvidenceSource("a" * 64, "evidence/a.json"),),
    )


def found(*claims: Claim) -> o.Finding:
    made = story_made(
        system=read("", folder="x"),
        facts=facts(),
        comparison=compare((), ()),
        controls=FEDRAMP_REV5.controls("moderate"),
        claims=claims,
    )
    (one,) = findings(made, UuidFactory("x"))
    return one


@pytest.mark.parametrize(
    ("claims", "weighs", "words"),
    [
        ((claim(Support.ENFORCING, "Volumes"),), "supports", "Evidence supports it in whole or in part: Volumes."),
        ((claim(Support.FOUND_NOT_ENFORCING, "Volumes"),), "supports", "in whole or in part: Volumes."),
        (
            (claim(Support.FOUND, "Volumes"),),
            "declares",
            "No evidence that was observed or reported supports it. Configuration and descriptions that were not seen at work: "
            "Volumes.",
        ),
        (
            (claim(Support.OBSERVED, "Secrets"), claim(Support.FOUND, "Volumes")),
            "supports",
            "in whole or in part: Secrets. Configuration and descriptions that were not seen at work: Volumes.",
        ),
    ],
)
def test_what_supports_a_control(claims: tuple[Claim, ...], weighs: str, words: str) -> None:
    finding = found(*claims)
    assert f"evidence {weighs} it" in finding.title
    assert words in finding.description


@pytest.mark.parametrize("support", [Support.NOT_ESTABLISHED, Support.NONE_FOUND, Support.NOT_COLLECTED, Support.CONTEXT])
def test_what_supports_nothing_is_no_finding(support: Support) -> None:
    with pytest.raises(ValueError, match="not enough values"):
        found(claim(support, "Volumes"))
