"""Personnel Security (PS): rows of SSP Appendix A, see `rev5.rows`."""

from generator.frameworks.rev5.rows import row

ROWS = (
    row("PS-1", "Policy and Procedures", "LMH", "abc", "a=prm_1 a.1=03 b=04 c.1=05,06 c.2=07,08"),
    row("PS-2", "Position Risk Designation", "LMH", "abc", "c=odp"),
    row("PS-3", "Personnel Screening", "LMHT", "ab", "b=prm_1"),
    row("PS-3(3)", "Information Requiring Special Protective Measures", "MH", "ab", "b=odp"),
    row("PS-4", "Personnel Termination", "LMH", "abcde", "a=01 c=02"),
    row("PS-4(2)", "Automated Actions", "H", "", "-=01,02"),
    row("PS-5", "Personnel Transfer", "LMH", "abcd", "b=01,02 d=03,04"),
    row("PS-6", "Access Agreements", "LMH", "abc", "b=01 c.2=02"),
    row("PS-7", "External Personnel Security", "LMH", "abcde", "d=01,02"),
    row("PS-8", "Personnel Sanctions", "LMH", "ab", "b=01,02"),
    row("PS-9", "Position Descriptions", "LMH"),
)
