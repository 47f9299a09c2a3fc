"""Media Protection (MP): rows of SSP Appendix A, see `rev5.rows`."""

from generator.frameworks.rev5.rows import row

ROWS = (
    row("MP-1", "Policy and Procedures", "LMH", "abc", "a=prm_1 a.1=03 b=04 c.1=05,06 c.2=07,08"),
    row("MP-2", "Media Access", "LMHC", "", "-=prm_1,prm_2"),
    row("MP-3", "Media Marking", "MH", "ab", "b=01,02"),
    row("MP-4", "Media Storage", "MH", "ab", "a=prm_1,prm_2"),
    row("MP-5", "Media Transport", "MH", "abcd", "a=01,prm_2"),
    row("MP-6", "Media Sanitization", "LMHC", "ab", "a=prm_1,prm_2"),
    row("MP-6(1)", "Review, Approve, Track, Document, and Verify", "H"),
    row("MP-6(2)", "Equipment Testing", "H", "", "-=prm_1"),
    row("MP-6(3)", "Nondestructive Techniques", "H", "", "-=odp"),
    row("MP-7", "Media Use", "LMHC", "ab", "a=02,01,03,04"),
)
