"""FedRAMP's Vulnerability Deviation Request Form v2.1 (2024-08-08): what it asks beyond the POA&M, and the words of its lists.

The lists stand on its sheet `Data Dictionary - Do Not Remove`; values are written as they stand there, misspelling included,
since the form's own drop-down lists accept nothing else. Metrics: FIRST CVSS v3.1 specification, sections 3.2 and 4.
"""

from collections.abc import Mapping
from enum import StrEnum


class FormQuestion(StrEnum):
    """One column of the form, as `request:` in `decisions/deviations.yaml` names it."""

    INFORMATION = "information"
    ADJUSTED_SCORE = "adjusted-score"
    EVIDENCE = "evidence-description"
    ATTACHMENTS = "attachments"
    IMPACT = "operational-impact"
    JUSTIFICATION = "justification"
    ATTACK_VECTOR = "attack-vector"
    ATTACK_COMPLEXITY = "attack-complexity"
    PRIVILEGES = "privileges-required"
    INTERACTION = "user-interaction"
    CONFIDENTIALITY = "confidentiality"
    INTEGRITY = "integrity"
    AVAILABILITY = "availability"
    REMEDIATION = "remediation-level"
    MORE = "additional-information"
    COMMENTS = "comments"


def _metric(name: str, *words: str) -> Mapping[str, tuple[str, str]]:
    """`Network` to (`Network (MAV:N)`, `MAV:N`); the letter is the word's first, X for what is not defined."""
    letters = {word: "X" if word == "Not Defined" else word[0] for word in words}
    return {word: (f"{word} ({name}:{letter})", f"{name}:{letter}") for word, letter in letters.items()}


_IMPACT = ("None", "Low", "High")
METRICS: Mapping[FormQuestion, Mapping[str, tuple[str, str]]] = {
    FormQuestion.ATTACK_VECTOR: _metric("MAV", "Not Defined", "Network", "Adjacent", "Local", "Physical"),
    FormQuestion.ATTACK_COMPLEXITY: _metric("MAC", "Not Defined", "Low", "High"),
    FormQuestion.PRIVILEGES: _metric("MPR", "Not Defined", "None", "Low", "High"),
    FormQuestion.INTERACTION: _metric("MUI", "Not Defined", "None", "Required"),
    FormQuestion.CONFIDENTIALITY: _metric("MC", *_IMPACT),
    FormQuestion.INTEGRITY: _metric("MI", *_IMPACT),
    FormQuestion.AVAILABILITY: _metric("MA", *_IMPACT),
    FormQuestion.REMEDIATION: {
        "Official Fix": ("Offical Fix", "RL:O"),
        "Temporary Fix": ("Temporary Fix", "RL:T"),
        "Workaround": ("Workaround", "RL:W"),
        "Unavailable": ("Unavailable", "RL:U"),
    },
}
"""By question and word: what the form's list says, and the part of a CVSS vector."""

FORM_QUESTIONS: Mapping[str, tuple[FormQuestion, ...]] = {
    "false-positive": (FormQuestion.EVIDENCE, FormQuestion.ATTACHMENTS),
    "operational-requirement": (FormQuestion.IMPACT, FormQuestion.JUSTIFICATION),
    "risk-adjustment": tuple(METRICS),
}
"""What a request of a kind has to answer: the form's sections "Additional Information: False Positive", "… Operational
Requirement" and "… Risk Reduction"."""
