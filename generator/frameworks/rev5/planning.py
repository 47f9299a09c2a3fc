"""Planning (PL): rows of SSP Appendix A, see `rev5.rows`."""

from generator.frameworks.rev5.rows import row

ROWS = (
    row("PL-1", "Policy and Procedures", "LMH", "abc", "a=prm_1 a.1=03 b=04 c.1=05,06 c.2=07,08"),
    row("PL-2", "System Security and Privacy Plans", "LMHT", "abcde", "a.14=01 b=02 c=03"),
    row("PL-4", "Rules of Behavior", "LMH", "abcd", "c=01 d=02"),
    row("PL-4(1)", "Social Media and External Site/Application Usage Restrictions", "LMH", "abc"),
    row("PL-8", "Security and Privacy Architectures", "LMHT", "abc", "b=odp"),
    row("PL-10", "Baseline Selection", "LMH"),
    row("PL-11", "Baseline Tailoring", "LMH"),
)
