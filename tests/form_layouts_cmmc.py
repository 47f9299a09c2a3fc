"""The layout of our own matrix of CMMC Level 2, explained in our own words."""

from tests.form_layouts import Field, fields_of

REQUIREMENTS: tuple[Field, ...] = fields_of(
    """
Requirement | 15 | | | | Its id.
Title | 26 | | | | Its name.
Points | 8 | | | | What NOT MET costs: 32 CFR 170.24(c)(2).
Objectives | 10 | | | | How many objectives it has.
Supported | 10 | | | | Objectives that the evidence supports.
Contradicted | 12 | | | | Objectives that the evidence contradicts.
Not assessed | 10 | | | | Objectives that the evidence neither supports nor contradicts.
In the plan | 30 | | | | How the plan answers it, control by control.
Verdict | 13 | | | | What people found.
Assessed by, date | 28 | | | | Who found it, as what, and when.
Points lost | 8 | | | | What it costs as it is.
May stand on a POA&M | 16 | | | | Whether 32 CFR 170.21(a)(2) allows it.
Why | 42 | | | | The rule that says so.
Rule for its points | 44 | | | | Where the points depend on more.
"""
)
OBJECTIVES: tuple[Field, ...] = fields_of(
    """
Objective | 18 | | | | Its id.
Title | 24 | | | | Name of the requirement.
Shown by | 13 | | | | The kind of evidence that DIBCAC's tool names.
Evidence says | 14 | | | | support, contradiction or not assessed.
What contradicts it | 48 | | | | Sentences of the plan.
What supports it | 48 | | | | Sentences of the plan.
Evidence | 52 | | | | Files of this delivery.
Verdict | 16 | | | | What a person found.
Assessed by, date | 24 | | | | Who found it, as what, and when.
Action required | 28 | | | | What a person has to check.
"""
)
ASSETS: tuple[Field, ...] = fields_of(
    """
Asset | 44 | | | | As in the inventory.
Kind | 16 | | | | What it is.
CMMC category | 28 | | | | 32 CFR 170.19(c)(1), Table 3.
In scope | 9 | | | | Of the assessment.
Assessed | 34 | | | | How.
Label on the diagram | 16 | | | | As drawn.
In the system security plan | 40 | | | | Where the plan treats it.
Action required | 40 | | | | What a person has to state.
"""
)
PREFILL: tuple[Field, ...] = fields_of(
    """
Requirement Number | 18 | | | | Column A.
Objective Number | 18 | | | | Column B.
Artifacts | 90 | | | | Column D.
ESP Name | 34 | | | | Column L.
Names left out | 10 | | | | Names for which the cell has no room.
"""
)
MATRIX_RULES = (
    (
        "Evidence says",
        "Support: exactly what the objective asks for was observed or reported, of all of it. Contradiction: an exception was "
        "found. Not assessed: all else, such as configuration that was not seen at work. No machine finds an objective MET.",
    ),
    (
        "Verdict",
        "What a named person determined. All evidence must be in final form: 32 CFR 170.24(b)(1).",
    ),
    ("Score", "110 less what each NOT MET requirement costs; told once all 110 have a verdict: 32 CFR 170.24(c)(2)."),
    ("May stand on a POA&M", "32 CFR 170.21(a)(2). One NOT MET requirement that may not bars the Conditional status."),
    ("Shown by", "The kind of evidence that DCMA DIBCAC's self-assessment tool names for the objective."),
    ("Assets", "Categories are assigned by named persons. While one is missing, this is a draft."),
    (
        "eMASS prefill",
        "Columns A, B, D and L of the sheet Requirement Objectives, template v3.9: copy D and L. The other columns, the score "
        "first of all, are the assessor's. The names are those in the hash log.",
    ),
    ("Which evidence", "Our own mapping of evidence to objectives, for a person to confirm. CMMC-Matrix.json has all of it."),
)
