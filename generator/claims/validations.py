"""What an assessor validated of the provider's processes (CM-3, CM-6, CM-8).

FedRAMP container guidance v1.0: the hardening of images, the tools of the pipeline and the mechanism that counts running
containers are each to be validated by a 3PAO.
"""

from collections.abc import Iterable

import msgspec

from generator.claims.base import Basis, Voice
from generator.claims.mechanisms import BUILD_PIPELINE, HARDENED_IMAGES, INVENTORY
from generator.model.claim import Claim, Support
from generator.model.draft_statement import DraftStatement, Mechanism, PlanSentence
from generator.model.evidence import EvidenceSource
from generator.model.hardening import AssessorValidation, ValidationSubject
from generator.text import one_line

_VOICE = Voice("validations", "Validation by an assessor")
_SUBJECTS = (
    (ValidationSubject.PIPELINE, "CM-3(d)", "the tools of the pipeline", BUILD_PIPELINE),
    (ValidationSubject.HARDENING, "CM-6(b)", "the hardening of images", HARDENED_IMAGES),
    (ValidationSubject.INVENTORY, "CM-8(a)", "the mechanism of the inventory", INVENTORY),
)


def _statement(
    validation: AssessorValidation, words: str, mechanism: Mechanism, sources: tuple[EvidenceSource, ...]
) -> DraftStatement:
    by, day = one_line(validation.by), validation.day.isoformat()
    text = f"{by} validated {words} on {day} (stated by the provider)."
    sentences = (PlanSentence(text=text, sources=sources),)
    return DraftStatement(key=f"validation {validation.subject} {by} {day}", mechanism=mechanism, sentences=sentences)


class Validations(msgspec.Struct, frozen=True):
    """See `Topic`."""

    name: str = "validations"

    def claims(self, basis: Basis) -> Iterable[Claim]:
        """See `Topic.claims`. What a person says an assessor did is context; the assessor's own report is the evidence."""
        files = {file.sha256: file.path for file in basis.facts.evidence}
        for subject, where, words, mechanism in _SUBJECTS:
            validations = [validation for validation in basis.facts.validations if validation.subject is subject]
            for validation in validations:
                report = f"report {validation.file or 'without a path'}, SHA-256 {validation.sha256}"
                text = (
                    f"The provider states that {validation.by} validated {words} on {validation.day.isoformat()} "
                    f"(stated in {validation.place}; {report})."
                )
                sources = (EvidenceSource(validation.sha256, files[validation.sha256]),) if validation.sha256 in files else ()
                statement = _statement(validation, words, mechanism, sources)
                yield _VOICE.say(where, Support.CONTEXT, text, sources, statement=statement)
            if not validations:
                text = f"No validation of {words} by an assessor is stated."
                yield _VOICE.say(where, Support.NOT_COLLECTED, text, (), basis.against("validation-missing"))
