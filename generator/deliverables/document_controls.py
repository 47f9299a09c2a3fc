"""Which controls ask for a document of the package, and who says so: for the envelopes, by the beginning of its path.

FedRAMP Continuous Monitoring Deliverables v3.1 (2024-12-04) names CA-5 and RA-5(a) for the executive summary and the POA&M,
CM-8 for the inventory, RA-5(a), CA-7 and CM-6 for scans. The others are NIST SP 800-53 Rev. 5: PL-2 (the plan), AC-5 (duties),
CA-2 (assessments), PL-8 (architecture), CM-6 (checklists).
"""

CONTROLS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("oscal/system-security-plan", ("PL-2", "CM-8")),
    ("oscal/component-definition", ("PL-2",)),
    ("oscal/assessment-plan", ("CA-2",)),
    ("oscal/assessment-results", ("CA-2", "CA-7")),
    ("oscal/plan-of-action", ("CA-5", "RA-5(a)")),
    ("workbooks/Appendix-M", ("CM-8",)),
    ("workbooks/Appendix-O", ("CA-5", "RA-5(a)")),
    ("ssp/separation-of-duties", ("AC-5",)),
    ("ssp/", ("PL-2",)),
    ("readiness/", ("CA-2", "CA-7")),
    ("cr26/", ("RA-5",)),
    ("diagrams/", ("PL-8", "SC-7")),
    ("report/", ("CA-7",)),
    ("content/", ("RA-5",)),
    ("assessment/", ("CA-2",)),
    ("cmmc/", ("CA-2",)),
    ("dod/checklists/", ("CM-6",)),
    ("dod/emass/poams", ("CA-5",)),
    ("dod/emass/hw-baseline", ("CM-8",)),
    ("dod/emass/sw-baseline", ("CM-8",)),
    ("dod/emass/container-scan", ("RA-5", "CM-6")),
    ("dod/emass/", ("CA-2",)),
    ("dod/", ("PL-2",)),
    ("conmon/", ("CA-5", "CA-7", "RA-5(a)")),
)


def controls_of(path: str) -> tuple[str, ...]:
    """The controls of a document; none where nothing asks for it."""
    return next((controls for prefix, controls in CONTROLS if path.startswith(prefix)), ())
