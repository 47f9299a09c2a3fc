"""Physical and Environmental Protection (PE): rows of SSP Appendix A, see `rev5.rows`."""

from generator.frameworks.rev5.rows import row

ROWS = (
    row("PE-1", "Policy and Procedures", "LMH", "abc", "a=prm_1 a.1=03 b=04 c.1=05,06 c.2=07,08"),
    row("PE-2", "Physical Access Authorizations", "LMHC", "abcd", "c=odp"),
    row("PE-3", "Physical Access Control", "LMHC", "abcdefg", "a=01 a.2=02 b=04 c=05 d=06 f=07,08 g=prm_9"),
    row("PE-3(1)", "System Access", "H", "", "-=odp"),
    row("PE-4", "Access Control for Transmission", "MH", "", "-=01,02"),
    row("PE-5", "Access Control for Output Devices", "MH", "", "-=odp"),
    row("PE-6", "Monitoring Physical Access", "LMHC", "abc", "b=01,02"),
    row("PE-6(1)", "Intrusion Alarms and Surveillance Equipment", "MH"),
    row("PE-6(4)", "Monitoring Physical Access to Systems", "H", "", "-=odp"),
    row("PE-8", "Visitor Access Records", "LMHC", "abc", "a=01 b=02 c=03"),
    row("PE-8(1)", "Automated Records Maintenance and Review", "H", "", "-=prm_1"),
    row("PE-9", "Power Equipment and Cabling", "MH"),
    row("PE-10", "Emergency Shutoff", "MH", "abc", "a=01 b=02"),
    row("PE-11", "Emergency Power", "MH", "", "-=odp"),
    row("PE-11(1)", "Alternate Power Supply — Minimal Operational Capability", "H", "", "-=odp"),
    row("PE-12", "Emergency Lighting", "LMHC"),
    row("PE-13", "Fire Protection", "LMHC"),
    row("PE-13(1)", "Detection Systems — Automatic Activation and Notification", "MH", "", "-=01,02"),
    row("PE-13(2)", "Suppression Systems — Automatic Activation and Notification", "MH", "ab", "a=01,02"),
    row("PE-14", "Environmental Controls", "LMHC", "ab", "a=01,03 b=04"),
    row("PE-14(2)", "Monitoring with Alarms and Notifications", "H", "", "-=odp"),
    row("PE-15", "Water Damage Protection", "LMHC"),
    row("PE-15(1)", "Automation Support", "H", "", "-=01,02"),
    row("PE-16", "Delivery and Removal", "LMHC", "ab", "a=prm_1"),
    row("PE-17", "Alternate Work Site", "MH", "abcd", "a=01 b=02"),
    row("PE-18", "Location of System Components", "H", "", "-=odp"),
)
