"""Supply Chain Risk Management (SR): rows of SSP Appendix A, see `rev5.rows`."""

from generator.frameworks.rev5.rows import row

ROWS = (
    row("SR-1", "Policy and Procedures", "LMH", "abc", "a=prm_1 a.1=03 b=04 c.1=05,06 c.2=07,08"),
    row("SR-2", "Supply Chain Risk Management Plan", "LMH", "abc", "a=01 b=02"),
    row("SR-2(1)", "Establish SCRM Team", "LMH", "", "-=01,02"),
    row("SR-3", "Supply Chain Controls and Processes", "LMH", "abc", "a=01,02 b=03 c=04"),
    row("SR-5", "Acquisition Strategies, Tools, and Methods", "LMH", "", "-=odp"),
    row("SR-6", "Supplier Assessments and Reviews", "MH", "", "-=odp"),
    row("SR-8", "Notification Agreements", "LMH", "", "-=01"),
    row("SR-9", "Tamper Resistance and Detection", "H"),
    row("SR-9(1)", "Multiple Stages of System Development Life Cycle", "H"),
    row("SR-10", "Inspection of Systems or Components", "LMH", "", "-=02,01"),
    row("SR-11", "Component Authenticity", "LMH", "ab", "b=01"),
    row("SR-11(1)", "Anti-counterfeit Training", "LMH", "", "-=odp"),
    row("SR-11(2)", "Configuration Control for Component Service and Repair", "LMH", "", "-=odp"),
    row("SR-12", "Component Disposal", "LMH", "", "-=01,02"),
)
