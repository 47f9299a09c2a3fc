"""Assessment, Authorization, and Monitoring (CA): rows of SSP Appendix A, see `rev5.rows`."""

from generator.frameworks.rev5.rows import row

ROWS = (
    row("CA-1", "Policy and Procedures", "LMH", "abc", "a=prm_1 a.1=03 b=04 c.1=05,06 c.2=07,08"),
    row("CA-2", "Control Assessments", "LMHT", "abcdef", "d=01 f=02"),
    row("CA-2(1)", "Independent Assessors", "LMH"),
    row("CA-2(2)", "Specialized Assessments", "H", "", "-=01,02,03"),
    row("CA-2(3)", "Leveraging Results from External Organizations", "MH", "", "-=01,02,03"),
    row("CA-3", "Information Exchange", "LMHC", "abc", "a=01 c=03"),
    row("CA-3(6)", "Transfer Authorizations", "H"),
    row("CA-5", "Plan of Action and Milestones", "LMH", "ab", "b=odp"),
    row("CA-6", "Authorization", "LMHT", "abcde", "e=odp"),
    row("CA-7", "Continuous Monitoring", "LMHT", "abcdefg", "a=01 b=02,03 g=prm_4,prm_5"),
    row("CA-7(1)", "Independent Assessment", "MH"),
    row("CA-7(4)", "Risk Monitoring", "LMHT", "abc"),
    row("CA-8", "Penetration Testing", "LMHT", "", "-=01,02"),
    row("CA-8(1)", "Independent Penetration Testing Agent or Team", "MH"),
    row("CA-8(2)", "Red Team Exercises", "MH", "", "-=odp"),
    row("CA-9", "Internal System Connections", "LMHC", "abcd", "a=01 c=02 d=03"),
)
