"""Awareness and Training (AT): rows of SSP Appendix A, see `rev5.rows`."""

from generator.frameworks.rev5.rows import row

ROWS = (
    row("AT-1", "Policy and Procedures", "LMH", "abc", "a=prm_1 a.1=03 b=04 c.1=05,06 c.2=07,08"),
    row("AT-2", "Literacy Training and Awareness", "LMH", "abcd", "a.1=prm_1 a.2=prm_2 b=05 c=06,07"),
    row("AT-2(2)", "Insider Threat", "LMH"),
    row("AT-2(3)", "Social Engineering and Mining", "MH"),
    row("AT-3", "Role-based Training", "LMH", "abc", "a=prm_1 a.1=03 b=04,05"),
    row("AT-4", "Training Records", "LMH", "ab", "b=odp"),
)
