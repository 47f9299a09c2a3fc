"""System and Services Acquisition (SA): rows of SSP Appendix A, see `rev5.rows`."""

from generator.frameworks.rev5.rows import row

ROWS = (
    row("SA-1", "Policy and Procedures", "LMH", "abc", "a=prm_1 a.1=03 b=04 c.1=05,06 c.2=07,08"),
    row("SA-2", "Allocation of Resources", "LMH", "abc"),
    row("SA-3", "System Development Life Cycle", "LMH", "abcd", "a=odp"),
    row("SA-4", "Acquisition Process", "LMH", "abcdefghi", "-=01"),
    row("SA-4(1)", "Functional Properties of Controls", "MH"),
    row("SA-4(2)", "Design and Implementation Information for Controls", "MH", "", "-=01,03"),
    row("SA-4(5)", "System, Component, and Service Configurations", "H", "ab", "a=odp"),
    row("SA-4(9)", "Functions, Ports, Protocols, and Services in Use", "MH"),
    row("SA-4(10)", "Use of Approved PIV Products", "LMH"),
    row("SA-5", "System Documentation", "LMH", "abcd", "c=01 d=02"),
    row("SA-8", "Security and Privacy Engineering Principles", "LMH", "", "-=prm_1"),
    row("SA-9", "External System Services", "LMHT", "abc", "a=01 c=02"),
    row("SA-9(1)", "Risk Assessments and Organizational Approvals", "MH", "ab", "b=odp"),
    row("SA-9(2)", "Identification of Functions, Ports, Protocols, and Services", "MH", "", "-=odp"),
    row("SA-9(5)", "Processing, Storage, and Service Location", "MH", "", "-=01,02,03"),
    row("SA-10", "Developer Configuration Management", "MH", "abcde", "a=01 b=02 e=03"),
    row("SA-11", "Developer Testing and Evaluation", "MH", "abcde", "b=01,02,03"),
    row("SA-11(1)", "Static Code Analysis", "MH"),
    row("SA-11(2)", "Threat Modeling and Vulnerability Analyses", "MH", "abcd", "a=01 b=02 c=prm_3 d=prm_4"),
    row("SA-15", "Development Process, Standards, and Tools", "MH", "ab", "b=01,prm_2"),
    row("SA-15(3)", "Criticality Analysis", "MH", "ab", "a=01 b=prm_2"),
    row("SA-16", "Developer-provided Training", "H", "", "-=odp"),
    row("SA-17", "Developer Security and Privacy Architecture and Design", "H", "abc"),
    row("SA-21", "Developer Screening", "H", "ab", "-=01 a=02 b=03"),
    row("SA-22", "Unsupported System Components", "LMHT", "ab", "b=01"),
)
