"""What the Deviation Request Form asks on top of a deviation: `request:` of an entry in `decisions/deviations.yaml`.

```yaml
  request:
    information: The library is only linked in the batch job.
    operational-impact: The vendor's appliance does not start with the fixed version.
    justification: The appliance is reached from one jump host.
    attachments: [decisions/requests/network.png]
    attack-vector: {value: Local, why: Only the jump host reaches the port.}
    privileges-required: High
    remediation-level: Workaround
```

A risk reduction is argued with CVSS environmental metrics; with them and the base vector the adjusted score is computed.
"""

from collections.abc import Callable, Iterable, Mapping

import msgspec

from generator.frameworks.deviation_request import METRICS, FormQuestion
from generator.ledger.cvss_vectors import environmental
from generator.ledger.deviation_records import Deviation, FormAnswer
from generator.ledger.item import LedgerItem


class Metric(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A metric with the explanation that the form wants beside it."""

    value: str
    why: str = ""


class Request(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True, kw_only=True):
    """See the module."""

    information: str = ""
    adjusted_score: float | None = None
    evidence_description: str = ""
    attachments: tuple[str, ...] = ()
    operational_impact: str = ""
    justification: str = ""
    attack_vector: str | Metric = ""
    attack_complexity: str | Metric = ""
    privileges_required: str | Metric = ""
    user_interaction: str | Metric = ""
    confidentiality: str | Metric = ""
    integrity: str | Metric = ""
    availability: str | Metric = ""
    remediation_level: str | Metric = ""
    additional_information: str = ""
    comments: str = ""


class WrongWordError(Exception):
    """A metric has a word that the form's list does not have."""

    def __init__(self, question: FormQuestion, word: str) -> None:
        super().__init__(f"`{word[:40]}` is no {question.replace('-', ' ')} of the form")
        self.question = question
        self.allowed = ", ".join(METRICS[question])


def answers_of(request: Request, exists: Callable[[str], object]) -> tuple[FormAnswer, ...]:
    """What was answered, in the form's order. `exists` is asked for every attachment, and raises where there is none.

    Raises:
        WrongWordError: names the question, and has the words that are allowed.
    """
    for file in request.attachments:
        exists(file)
    given = msgspec.structs.asdict(request)
    form_answers = []
    for question in FormQuestion:
        value = given[question.replace("-", "_")]
        if question in METRICS and value:
            metric = value if isinstance(value, Metric) else Metric(value=value)
            form_answers.append(FormAnswer(question=question, value=_word(question, metric.value), why=metric.why.strip()))
        elif isinstance(value, tuple) and value:
            form_answers.append(FormAnswer(question=question, value="\n".join(value)))
        elif isinstance(value, float):
            form_answers.append(FormAnswer(question=question, value=f"{value:g}"))
        elif isinstance(value, str) and value.strip():
            form_answers.append(FormAnswer(question=question, value=value.strip()))
    return tuple(form_answers)


def vector_parts(answers: Iterable[FormAnswer]) -> tuple[str, ...]:
    """The metrics as parts of a CVSS vector; what is not defined is left out."""
    words: Mapping[str, Mapping[str, tuple[str, str]]] = {str(question): words for question, words in METRICS.items()}
    parts = (
        words[answer.question][answer.value][1]
        for answer in answers
        if answer.question in words and answer.value in words[answer.question]
    )
    return tuple(part for part in parts if not part.endswith(":X"))


def _word(question: FormQuestion, text: str) -> str:
    """The word of the list, however its letters were written."""
    plain = text.replace("-", " ").strip().casefold()
    for word in METRICS[question]:
        if plain == word.casefold():
            return word
    raise WrongWordError(question, text)


def adjusted_score(item: LedgerItem, deviation: Deviation) -> float | None:
    """The environmental score that the answers make of the item's base vector; None where there is no vector or no metric."""
    vector = max(
        (cvss.vector for cvss in item.cvss if cvss.source == "nvd" and cvss.version[:1] == "3" and cvss.vector), default=""
    )
    return environmental(vector, vector_parts(deviation.answers)) if vector else None
