"""Sentences that page and document of the readiness report share."""

from collections.abc import Mapping

from generator.model.progress import AnswerProgress
from generator.renderers.readiness.rows import ReadinessReport
from generator.text import counted, listed

NOT_ASSESSMENT = (
    "Prepared by the provider from the evidence collected. It is no assessment: it states what was examined, what was found "
    "and what is unknown. A requirement that is not established or not collected counts neither as met nor as failed."
)

COMPLETING = (
    "Answers are written in narratives/CONTROL.md of the workspace, or in ssp/Appendix-A-Security-Controls.docx: in the fields "
    "of a part, of roles and of parameters, and by ticking boxes. `atopack absorb FILE` brings an edited document back "
    "into the workspace; what is typed outside of the fields stays in that file only.",
    "A text names who reviewed it (`reviewed-by`) and, with a day, who approved it (`approver`, `date`). Nothing else makes it "
    "reviewed or approved. Verdicts, waivers and acceptances are stated in decisions/.",
)
"""How people complete the plan."""
NEXT_STEPS: Mapping[AnswerProgress, str] = {
    AnswerProgress.MISSING: "Write the answer.",
    AnswerProgress.GENERATED: "Confirm or replace the draft.",
    AnswerProgress.WRITTEN: "Have it reviewed.",
    AnswerProgress.REVIEWED: "Have it approved.",
    AnswerProgress.APPROVED: "",
}
"""What a person does next with an answer."""


def inherited_note() -> str:
    """How inherited parts count."""
    return (
        "Each part of a control is in one of five states. “Drafted from evidence” has sentences that no person has written; an "
        "inherited part counts as written by the person who states the leveraged authorization. Reviewed and approved name a "
        "person."
    )


def counts_in_words(report: ReadinessReport) -> str:
    """`690 parts of 325 controls: 2 approved, 3 reviewed and 685 not started.`"""
    total = report.total
    counts = listed(f"{number:,} {state.words}" for state, number in total.states if number)
    return f"{counted(total.parts, 'part')} of {counted(total.controls, 'control')}: {counts}." if total.parts else ""


def results_in_words(report: ReadinessReport) -> str:
    """`103 requirements that evidence can decide: 23 not enforced, 51 not established and 29 enforced.`"""
    number = sum(count for _, count in report.results)
    if not number:
        return ""
    counts = listed(f"{count:,} {state}" for state, count in report.results)
    return f"{counted(number, 'requirement')} that evidence can decide: {counts}."
