"""A Security Technical Implementation Guide as DISA publishes it, from the user's own copy: this project carries none."""

from datetime import date
from enum import StrEnum

import msgspec

from generator.model.posture import ObjectCitation


class StigRule(msgspec.Struct, frozen=True, kw_only=True, rename="kebab", omit_defaults=True):
    """One rule. Texts are DISA's; empty where the file says nothing."""

    group: str
    """`V-242376`: stays the same over the releases."""
    group_title: str = ""
    """The requirement of the SRG: `SRG-APP-000014-CTR-000035`."""
    rule: str
    """`SV-242376r960759_rule`: changes with the rule."""
    version: str = ""
    """The STIG's own id of the rule: `CNTR-K8-000150`."""
    severity: str = ""
    """`high`, `medium`, `low`: CAT I to III."""
    weight: str = ""
    title: str = ""
    discussion: str = ""
    check: str = ""
    """How to look, and what is a finding."""
    check_name: str = ""
    """`M` for checks by hand."""
    fix: str = ""
    ccis: tuple[str, ...] = ()
    legacy: tuple[str, ...] = ()
    """Ids of earlier releases."""
    target_key: str = ""
    """DISA's number of the technology."""
    documentable: str = ""
    false_positives: str = ""
    false_negatives: str = ""
    mitigations: str = ""
    mitigation_control: str = ""
    override_guidance: str = ""
    potential_impacts: str = ""
    third_party_tools: str = ""
    responsibility: str = ""
    ia_controls: str = ""


class Stig(msgspec.Struct, frozen=True, kw_only=True, rename="kebab", omit_defaults=True):
    """One release."""

    id: str
    """`Kubernetes_STIG`."""
    title: str
    description: str = ""
    version: str
    release: str
    """As DISA writes it: `Release: 6 Benchmark Date: 01 Apr 2026`."""
    dated: date
    """The benchmark date."""
    source: str = ""
    """`STIG.DOD.MIL`."""
    notice: str = ""
    """The id of its terms: `terms-of-use`."""
    rules: tuple[StigRule, ...]
    """In the order of the file."""


class RuleAnswer(StrEnum):
    """What evidence can say of a rule. Not applicable is for people to say."""

    OPEN = "open"
    NOT_A_FINDING = "not a finding"


class RuleReading(msgspec.Struct, frozen=True, kw_only=True):
    """What the evidence answers where a rule's check text asks one thing: DISA changes what is asked under the same id."""

    asks: tuple[str, ...]
    """Words that the check text of the user's copy must hold, or this is no answer to it."""
    never: tuple[str, ...] = ()
    """Words that it must not hold."""
    answer: RuleAnswer | None
    """None: the evidence does not decide it."""
    because: str
    """In one sentence."""

    def fits(self, check: str) -> bool:
        """Is this what the text asks?"""
        text = "".join(check.split()).casefold()
        return all(word.casefold() in text for word in self.asks) and not any(word.casefold() in text for word in self.never)


class StigSeen(msgspec.Struct, frozen=True, kw_only=True):
    """What the evidence of one cluster shows about one rule."""

    group: str
    """`V-242390`."""
    cluster: str
    readings: tuple[RuleReading, ...]
    """One for each way in which a release asks, the newest first."""
    citations: tuple[ObjectCitation, ...] = ()
    """The objects it rests on, sorted by key."""

    def reading(self, check: str) -> RuleReading | None:
        """The one that fits the check text of a copy; None where the text asks something else."""
        return next((reading for reading in self.readings if reading.fits(check)), None)
