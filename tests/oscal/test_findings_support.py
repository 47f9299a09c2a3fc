"""Where nobody judged, an observation says what supports a control, and keeps configuration that was not seen at work apart."""

import pytest

from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.graph.match import compare
from generator.ids import UuidFactory
from generator.model.claim import Claim, Support
from generator.model.evidence import EvidenceSource
from generator.oscal import types as o
from generator.oscal.components import Naming
from generator.oscal.findings import findings, not_determined
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


def found(*claims: Claim) -> o.Observation:
    made = story_made(
        system=read("", folder="x"),
        facts=facts(),
        comparison=compare((), ()),
        controls=FEDRAMP_REV5.controls("moderate"),
        claims=claims,
    )
    ids = UuidFactory("x")
    assert findings(made, ids) == (), "nobody judged"
    return next(one for one in not_determined(made, Naming(ids)) if (one.title or "").startswith("SC-28 "))


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
    assert (finding.title or "").endswith(f"not determined, evidence {weighs} it")
    assert words in finding.description


@pytest.mark.parametrize("support", [Support.NOT_ESTABLISHED, Support.NONE_FOUND, Support.NOT_COLLECTED, Support.CONTEXT])
def test_what_supports_nothing_says_so(support: Support) -> None:
    assert (found(claim(support, "Volumes")).title or "").endswith("not determined, no evidence is about it")
