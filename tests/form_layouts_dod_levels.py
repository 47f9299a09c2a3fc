"""The layout of our own addendum for DoD impact levels: the provider's columns of DISA's, explained in our own words."""

from tests.form_layouts import Field, fields_of

ADDITIONS: tuple[Field, ...] = fields_of(
    """
Control Identifier | 12 | | | | As NIST SP 800-53 Rev. 5 has it.
Control (or Control Enhancement) Name | 30 | | | | Its name.
Change | 11 | | | | added, modified or value only.
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
        "Scope",
        "Controls of which DISA's FedRAMP Rev. 5 SSP addendum (2025-12-03) requires more than FedRAMP. All other "
        "controls of the level are those of the FedRAMP baseline (SSP Appendix A).",
    ),
    ("added", "The FedRAMP baseline does not include the control."),
    ("modified", "The FedRAMP baseline includes the control, and the addendum modifies it."),
    ("value only", "The FedRAMP baseline includes the control, and the addendum sets its value."),
    ("DSPAV", "A DoD-specified assignment value. The RMF Knowledge Service has those that the addendum omits."),
    ("IL5 (NSS)", "DISA publishes IL5 for national security systems (NSS) only; it has no list for other IL5 systems."),
    (
        "Answers",
        "Statements and responses are the provider's. A blank cell is outstanding.",
    ),
)
