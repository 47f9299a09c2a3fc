"""Risk Assessment (RA): rows of SSP Appendix A, see `rev5.rows`."""

from generator.frameworks.rev5.rows import row

ROWS = (
    row("RA-1", "Policy and Procedures", "LMH", "abc", "a=prm_1 a.1=03 b=04 c.1=05,06 c.2=07,08"),
    row("RA-2", "Security Categorization", "LMHT", "abc"),
    row("RA-3", "Risk Assessment", "LMHT", "abcdef", "c=01 d=03 e=04 f=05"),
    row("RA-3(1)", "Supply Chain Risk Assessment", "LMH", "ab", "a=01 b=02"),
    row("RA-5", "Vulnerability Monitoring and Scanning", "LMHT", "abcdef", "a=prm_1 d=03 e=04"),
    row("RA-5(2)", "Update Vulnerabilities to Be Scanned", "LMHT", "", "-=01"),
    row("RA-5(3)", "Breadth and Depth of Coverage", "MH"),
    row("RA-5(4)", "Discoverable Information", "H", "", "-=odp"),
    row("RA-5(5)", "Privileged Access", "MH", "", "-=01,02"),
    row("RA-5(8)", "Review Historic Audit Logs", "H", "", "-=01,02"),
    row("RA-5(11)", "Public Disclosure Program", "LMHT"),
    row("RA-7", "Risk Response", "LMHT"),
    row("RA-9", "Criticality Analysis", "MH", "", "-=01,02"),
)
