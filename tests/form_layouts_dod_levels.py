"""The layout of our own addendum for DoD impact levels: the provider's columns of DISA's, explained in our own words."""

from tests.form_layouts import Field, fields_of

ADDITIONS: tuple[Field, ...] = fields_of(
    """
Control Identifier | 12 | | | | As NIST SP 800-53 Rev. 5 has it.
Control (or Control Enhancement) Name | 30 | | | | Its name.
Change | 11 | | | | added, set anew or value only.
DoD FedRAMP+ Parameters | 44 | | | | The value that DISA's addendum sets.
CSP Parameters | 30 | | | | The provider's values.
Responsible Role | 18 | | | | Who is responsible.
Implementation Status | 18 | | | | As in SSP Appendix A.
Control Origination | 24 | | | | As in SSP Appendix A.
What is the solution and how is it implemented? | 70 | | | | By part.
Written by | 20 | | | | Who stands behind it.
Action required | 30 | | | | What a person has to look up.
"""
)
READINESS: tuple[Field, ...] = fields_of(
    """
Requirement | 12 | | | | Its id.
Name | 26 | | | | Its name.
What is asked | 46 | | | | In our own words.
Answer | 60 | | | | A person's.
Answered by | 24 | | | | Who answers, and as what.
Date | 12 | | date | | When.
Evidence | 32 | | | | Files of this package.
What the package shows | 46 | | | | Beside the answer, never instead of it.
"""
)
STANDING: tuple[Field, ...] = fields_of(
    """
Question | 46 | | | | What is asked.
Answer | 90 | | | | Where the system stands.
"""
)
RULES = (
    (
        "What stands here",
        "Controls of which DISA's FedRAMP Rev. 5 SSP addendum (2025-12-03) says more than FedRAMP. All others of the "
        "level are those of the FedRAMP baseline, and stand in SSP Appendix A.",
    ),
    ("added", "The FedRAMP baseline does not hold the control."),
    ("set anew", "The baseline holds it, and the addendum does not take it from FedRAMP as it is."),
    ("value only", "The baseline holds it, and the addendum says which value counts."),
    ("DSPAV", "A DoD-specified assignment value. Those that the addendum does not repeat stand in the RMF Knowledge Service."),
    ("IL5 (NSS)", "DISA publishes IL5 for national security systems only; there is no list of another IL5."),
    (
        "Answers",
        "People write them in narratives/, one file for each control, and answer the readiness requirements in decisions/.",
    ),
)
