"""FedRAMP Rev5's controls, one module a family. Sources: SSP Appendix A (Low and LI-SaaS v1.1, Moderate v1.2, High v1.3), which
has which control, its title, parts and parameters; NIST SP 800-53 Rev. 5.2.0 in OSCAL, what the parameters are called there.
"""
