"""Incident Response (IR): rows of SSP Appendix A, see `rev5.rows`."""

from generator.frameworks.rev5.rows import row

ROWS = (
    row("IR-1", "Policy and Procedures", "LMH", "abc", "a=prm_1 a.1=03 b=04 c.1=05,06 c.2=07,08"),
    row("IR-2", "Incident Response Training", "LMH", "ab", "a.1=01 a.3=02 b=03,04"),
    row("IR-2(1)", "Simulated Events", "H"),
    row("IR-2(2)", "Automated Training Environments", "H", "", "-=odp"),
    row("IR-3", "Incident Response Testing", "MH", "", "-=01,02"),
    row("IR-3(2)", "Coordination with Related Plans", "MH"),
    row("IR-4", "Incident Handling", "LMHT", "abcd"),
    row("IR-4(1)", "Automated Incident Handling Processes", "MH", "", "-=odp"),
    row("IR-4(2)", "Dynamic Reconfiguration", "H", "", "-=02,01"),
    row("IR-4(4)", "Information Correlation", "H"),
    row("IR-4(6)", "Insider Threats", "H"),
    row("IR-4(11)", "Integrated Incident Response Team", "H", "", "-=odp"),
    row("IR-5", "Incident Monitoring", "LMH"),
    row("IR-5(1)", "Automated Tracking, Data Collection, and Analysis", "H", "", "-=prm_1"),
    row("IR-6", "Incident Reporting", "LMHT", "ab", "a=01 b=02"),
    row("IR-6(1)", "Automated Reporting", "MH", "", "-=odp"),
    row("IR-6(3)", "Supply Chain Coordination", "MH"),
    row("IR-7", "Incident Response Assistance", "LMH"),
    row("IR-7(1)", "Automation Support for Availability of Information and Support", "MH", "", "-=odp"),
    row("IR-8", "Incident Response Plan", "LMH", "abcde", "a.9=01,02 a.10=03 b=04 d=prm_5"),
    row("IR-9", "Information Spillage Response", "MH", "abcdefg", "a=01 c=02 g=03"),
    row("IR-9(2)", "Training", "MH", "", "-=odp"),
    row("IR-9(3)", "Post-spill Operations", "MH", "", "-=odp"),
    row("IR-9(4)", "Exposure to Unauthorized Personnel", "MH", "", "-=odp"),
)
