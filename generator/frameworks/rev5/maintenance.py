"""Maintenance (MA): rows of SSP Appendix A, see `rev5.rows`."""

from generator.frameworks.rev5.rows import row

ROWS = (
    row("MA-1", "Policy and Procedures", "LMH", "abc", "a=prm_1 a.1=03 b=04 c.1=05,06 c.2=07,08"),
    row("MA-2", "Controlled Maintenance", "LMHC", "abcdef", "c=01 d=02 f=03"),
    row("MA-2(2)", "Automated Maintenance Activities", "H", "ab", "a=prm_1"),
    row("MA-3", "Maintenance Tools", "MH", "ab", "b=odp"),
    row("MA-3(1)", "Inspect Tools", "MH"),
    row("MA-3(2)", "Inspect Media", "MH"),
    row("MA-3(3)", "Prevent Unauthorized Removal", "MH", "abcd", "d=odp"),
    row("MA-4", "Nonlocal Maintenance", "LMH", "abcde"),
    row("MA-4(3)", "Comparable Security and Sanitization", "H", "ab"),
    row("MA-5", "Maintenance Personnel", "LMHC", "abc"),
    row("MA-5(1)", "Individuals Without Appropriate Access", "MH", "ab", "b=odp"),
    row("MA-6", "Timely Maintenance", "MH", "", "-=01,02"),
)
