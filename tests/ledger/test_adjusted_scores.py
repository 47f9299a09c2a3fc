"""The score that the answers of a risk adjustment make: of NVD's own vector of version 3, and of no other."""

from generator.frameworks.deviation_request import FormQuestion
from generator.ledger.deviation_records import Deviation, DeviationKind, DeviationStatus, FormAnswer
from generator.ledger.requests import Request, adjusted_score, answers_of
from generator.model.scan import Cvss
from tests.evaluation.items_made import item

HIGH = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
LOW = "CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N"


def adjusted(*scores: Cvss) -> float | None:
    local = Deviation(
        kind=DeviationKind.RISK_ADJUSTMENT,
        standing=DeviationStatus.PENDING,
        answers=(FormAnswer(question=FormQuestion.ATTACK_VECTOR, value="Local"),),
    )
    return adjusted_score(item("host-1", cvss=scores), local)


def test_nvds_vector_of_version_3_counts_and_no_other() -> None:
    nvd = Cvss(source="nvd", version="3.1", score=9.8, vector=HIGH)
    others = (
        Cvss(source="redhat", version="3.1", score=1.8, vector=LOW),
        Cvss(source="nvd", version="2.0", score=7.5, vector="AV:N/AC:L/Au:N/C:P/I:P/A:P"),
        Cvss(source="nvd", version="3.0", score=9.8, vector=""),
    )
    assert adjusted(*others, nvd) == adjusted(nvd) == 8.4
    assert adjusted(*others) is None


def test_without_an_answer_there_is_no_score() -> None:
    plain = Deviation(kind=DeviationKind.RISK_ADJUSTMENT, standing=DeviationStatus.PENDING)
    nvd = Cvss(source="nvd", version="3.1", score=9.8, vector=HIGH)
    assert adjusted_score(item("host-1", cvss=(nvd,)), plain) is None


def test_a_score_that_a_person_gives_answers_its_own_question() -> None:
    score = FormAnswer(question=FormQuestion.ADJUSTED_SCORE, value="8.4")
    assert answers_of(Request(adjusted_score=8.4, comments=" Reviewed. "), str) == (
        score,
        FormAnswer(question=FormQuestion.COMMENTS, value="Reviewed."),
    )
