"""Audit and Accountability (AU): rows of SSP Appendix A, see `rev5.rows`."""

from generator.frameworks.rev5.rows import row

ROWS = (
    row("AU-1", "Policy and Procedures", "LMH", "abc", "a=prm_1 a.1=03 b=04 c.1=05,06 c.2=07,08"),
    row("AU-2", "Event Logging", "LMH", "abcde", "a=01 c=prm_2 e=04"),
    row("AU-3", "Content of Audit Records", "LMHT", "abcdef"),
    row("AU-3(1)", "Additional Audit Information", "MH", "", "-=odp"),
    row("AU-4", "Audit Log Storage Capacity", "LMH", "", "-=odp"),
    row("AU-5", "Response to Audit Logging Process Failures", "LMHT", "ab", "a=01,02 b=03"),
    row("AU-5(1)", "Storage Capacity Warning", "H", "", "-=01,02,03"),
    row("AU-5(2)", "Real-time Alerts", "H", "", "-=01,02,03"),
    row("AU-6", "Audit Record Review, Analysis, and Reporting", "LMHT", "abc", "a=01,02 b=03"),
    row("AU-6(1)", "Automated Process Integration", "MH", "", "-=odp"),
    row("AU-6(3)", "Correlate Audit Record Repositories", "MH"),
    row("AU-6(4)", "Central Review and Analysis", "H"),
    row("AU-6(5)", "Integrated Analysis of Audit Records", "H", "", "-=01"),
    row("AU-6(6)", "Correlation with Physical Monitoring", "H"),
    row("AU-6(7)", "Permitted Actions", "H", "", "-=odp"),
    row("AU-7", "Audit Record Reduction and Report Generation", "MH", "ab"),
    row("AU-7(1)", "Automatic Processing", "MH", "", "-=odp"),
    row("AU-8", "Time Stamps", "LMH", "ab", "b=odp"),
    row("AU-9", "Protection of Audit Information", "LMH", "ab", "b=odp"),
    row("AU-9(2)", "Store on Separate Physical Systems or Components", "H", "", "-=odp"),
    row("AU-9(3)", "Cryptographic Protection", "H"),
    row("AU-9(4)", "Access by Subset of Privileged Users", "MH", "", "-=odp"),
    row("AU-10", "Non-repudiation", "H", "", "-=odp"),
    row("AU-11", "Audit Record Retention", "LMH", "", "-=odp"),
    row("AU-12", "Audit Record Generation", "LMH", "abc", "a=01 b=02"),
    row("AU-12(1)", "System-wide and Time-correlated Audit Trail", "H", "", "-=01,02"),
    row("AU-12(3)", "Changes by Authorized Individuals", "H", "", "-=01,02,03,04"),
)
