"""CMMC Level 2: its requirements, which are those of NIST SP 800-171 Rev. 2, and how many objectives each is assessed by.

Sources: 32 CFR 170.14(c)(3) (ids and titles; Level 2 cites SP 800-171 R2, not R3) and NIST SP 800-171A, June 2018
(objectives). The SP 800-53 Rev. 5 controls are those of SP 800-171 R2 Appendix D in their present form, as far as two public
lists of it agree; where they do not, those of one list.
"""

from collections.abc import Mapping

import msgspec

from generator.model.identifiers import ControlId, control_ids


class CmmcRequirement(msgspec.Struct, frozen=True, kw_only=True):
    """One of the 110."""

    id: str
    """`AC.L2-3.1.5`."""
    title: str
    objectives: tuple[str, ...]
    """`AC.L2-3.1.5[a]`, …; the id itself where SP 800-171A has one objective without a letter."""
    controls: tuple[ControlId, ...]
    """Of SP 800-53 Rev. 5, as FedRAMP writes them."""

    @property
    def domain(self) -> str:
        """`AC`."""
        return self.id.partition(".")[0]


def _requirement(domain: str, number: str, title: str, objectives: int, controls: str) -> CmmcRequirement:
    name = f"{domain}.L2-{number}"
    return CmmcRequirement(
        id=name,
        title=title,
        objectives=tuple(f"{name}[{letter}]" for letter in "abcdefghijklmno"[:objectives]) or (name,),
        controls=control_ids(*controls.split()),
    )


REQUIREMENTS: tuple[CmmcRequirement, ...] = (
    _requirement("AC", "3.1.1", "Authorized Access Control", 6, "AC-2 AC-3 AC-17"),
    _requirement("AC", "3.1.2", "Transaction & Function Control", 2, "AC-2 AC-3 AC-17"),
    _requirement("AC", "3.1.3", "Control CUI Flow", 5, "AC-4"),
    _requirement("AC", "3.1.4", "Separation of Duties", 3, "AC-5"),
    _requirement("AC", "3.1.5", "Least Privilege", 4, "AC-6 AC-6(1) AC-6(5)"),
    _requirement("AC", "3.1.6", "Non-Privileged Account Use", 2, "AC-6(2)"),
    _requirement("AC", "3.1.7", "Privileged Functions", 4, "AC-6(9) AC-6(10)"),
    _requirement("AC", "3.1.8", "Unsuccessful Logon Attempts", 2, "AC-7"),
    _requirement("AC", "3.1.9", "Privacy & Security Notices", 2, "AC-8"),
    _requirement("AC", "3.1.10", "Session Lock", 3, "AC-11 AC-11(1)"),
    _requirement("AC", "3.1.11", "Session Termination", 2, "AC-12"),
    _requirement("AC", "3.1.12", "Control Remote Access", 4, "AC-17(1)"),
    _requirement("AC", "3.1.13", "Remote Access Confidentiality", 2, "AC-17(2)"),
    _requirement("AC", "3.1.14", "Remote Access Routing", 2, "AC-17(3)"),
    _requirement("AC", "3.1.15", "Privileged Remote Access", 4, "AC-17(4)"),
    _requirement("AC", "3.1.16", "Wireless Access Authorization", 2, "AC-18"),
    _requirement("AC", "3.1.17", "Wireless Access Protection", 2, "AC-18(1)"),
    _requirement("AC", "3.1.18", "Mobile Device Connection", 3, "AC-19"),
    _requirement("AC", "3.1.19", "Encrypt CUI on Mobile", 2, "AC-19(5)"),
    _requirement("AC", "3.1.20", "External Connections", 6, "AC-20 AC-20(1)"),
    _requirement("AC", "3.1.21", "Portable Storage Use", 3, "AC-20(2)"),
    _requirement("AC", "3.1.22", "Control Public Information", 5, "AC-22"),
    _requirement("AT", "3.2.1", "Role-Based Risk Awareness", 4, "AT-2"),
    _requirement("AT", "3.2.2", "Role-Based Training", 3, "AT-3"),
    _requirement("AT", "3.2.3", "Insider Threat Awareness", 2, "AT-2(2)"),
    _requirement("AU", "3.3.1", "System Auditing", 6, "AU-2 AU-3 AU-3(1) AU-6 AU-12"),
    _requirement("AU", "3.3.2", "User Accountability", 2, "AU-2 AU-3 AU-3(1) AU-6 AU-12"),
    _requirement("AU", "3.3.3", "Event Review", 3, "AU-2"),
    _requirement("AU", "3.3.4", "Audit Failure Alerting", 3, "AU-5"),
    _requirement("AU", "3.3.5", "Audit Correlation", 2, "AU-6(3)"),
    _requirement("AU", "3.3.6", "Reduction & Reporting", 2, "AU-7"),
    _requirement("AU", "3.3.7", "Authoritative Time Source", 3, "AU-8 SC-45(1)"),
    _requirement("AU", "3.3.8", "Audit Protection", 6, "AU-9"),
    _requirement("AU", "3.3.9", "Audit Management", 2, "AU-9(4)"),
    _requirement("CM", "3.4.1", "System Baselining", 6, "CM-2 CM-6 CM-8 CM-8(1)"),
    _requirement("CM", "3.4.2", "Security Configuration Enforcement", 2, "CM-2 CM-6 CM-6(1)"),
    _requirement("CM", "3.4.3", "System Change Management", 4, "CM-3"),
    _requirement("CM", "3.4.4", "Security Impact Analysis", 0, "CM-4"),
    _requirement("CM", "3.4.5", "Access Restrictions for Change", 8, "CM-5"),
    _requirement("CM", "3.4.6", "Least Functionality", 2, "CM-7"),
    _requirement("CM", "3.4.7", "Nonessential Functionality", 15, "CM-7(1) CM-7(2)"),
    _requirement("CM", "3.4.8", "Application Execution Policy", 3, "CM-7(4) CM-7(5)"),
    _requirement("CM", "3.4.9", "User-Installed Software", 3, "CM-11"),
    _requirement("IA", "3.5.1", "Identification", 3, "IA-2 IA-5"),
    _requirement("IA", "3.5.2", "Authentication", 3, "IA-2 IA-5"),
    _requirement("IA", "3.5.3", "Multifactor Authentication", 4, "IA-2(1) IA-2(2)"),
    _requirement("IA", "3.5.4", "Replay-Resistant Authentication", 0, "IA-2(8)"),
    _requirement("IA", "3.5.5", "Identifier Reuse", 2, "IA-4"),
    _requirement("IA", "3.5.6", "Identifier Handling", 2, "IA-4 IA-4(4)"),
    _requirement("IA", "3.5.7", "Password Complexity", 4, "IA-5(1)"),
    _requirement("IA", "3.5.8", "Password Reuse", 2, "IA-5(1)"),
    _requirement("IA", "3.5.9", "Temporary Passwords", 0, "IA-5(1)"),
    _requirement("IA", "3.5.10", "Cryptographically-Protected Passwords", 2, "IA-5(1)"),
    _requirement("IA", "3.5.11", "Obscure Feedback", 0, "IA-6"),
    _requirement("IR", "3.6.1", "Incident Handling", 7, "IR-2 IR-4 IR-5 IR-6 IR-7"),
    _requirement("IR", "3.6.2", "Incident Reporting", 6, "IR-6"),
    _requirement("IR", "3.6.3", "Incident Response Testing", 0, "IR-3 IR-3(2)"),
    _requirement("MA", "3.7.1", "Perform Maintenance", 0, "MA-2"),
    _requirement("MA", "3.7.2", "System Maintenance Control", 4, "MA-3 MA-3(1) MA-3(2)"),
    _requirement("MA", "3.7.3", "Equipment Sanitization", 0, "MA-3(3)"),
    _requirement("MA", "3.7.4", "Media Inspection", 0, "MA-3(2)"),
    _requirement("MA", "3.7.5", "Nonlocal Maintenance", 2, "MA-4"),
    _requirement("MA", "3.7.6", "Maintenance Personnel", 0, "MA-5"),
    _requirement("MP", "3.8.1", "Media Protection", 4, "MP-2 MP-4"),
    _requirement("MP", "3.8.2", "Media Access", 0, "MP-2"),
    _requirement("MP", "3.8.3", "Media Disposal", 2, "MP-6"),
    _requirement("MP", "3.8.4", "Media Markings", 2, "MP-3"),
    _requirement("MP", "3.8.5", "Media Accountability", 2, "MP-5"),
    _requirement("MP", "3.8.6", "Portable Storage Encryption", 0, "SC-28(1)"),
    _requirement("MP", "3.8.7", "Removable Media", 0, "MP-7"),
    _requirement("MP", "3.8.8", "Shared Media", 0, "MP-7"),
    _requirement("MP", "3.8.9", "Protect Backups", 0, "CP-9"),
    _requirement("PS", "3.9.1", "Screen Individuals", 0, "PS-3"),
    _requirement("PS", "3.9.2", "Personnel Actions", 3, "PS-4 PS-5"),
    _requirement("PE", "3.10.1", "Limit Physical Access", 4, "PE-2 PE-5"),
    _requirement("PE", "3.10.2", "Monitor Facility", 4, "PE-2 PE-3 PE-6"),
    _requirement("PE", "3.10.3", "Escort Visitors", 2, "PE-3"),
    _requirement("PE", "3.10.4", "Physical Access Logs", 0, "PE-3"),
    _requirement("PE", "3.10.5", "Manage Physical Access", 3, "PE-5"),
    _requirement("PE", "3.10.6", "Alternative Work Sites", 2, "PE-17"),
    _requirement("RA", "3.11.1", "Risk Assessments", 2, "RA-3"),
    _requirement("RA", "3.11.2", "Vulnerability Scan", 5, "RA-5 RA-5(5)"),
    _requirement("RA", "3.11.3", "Vulnerability Remediation", 2, "RA-5"),
    _requirement("CA", "3.12.1", "Security Control Assessment", 2, "CA-2"),
    _requirement("CA", "3.12.2", "Plan of Action", 3, "CA-5"),
    _requirement("CA", "3.12.3", "Security Control Monitoring", 0, "CA-7"),
    _requirement("CA", "3.12.4", "System Security Plan", 8, "CA-2 PL-2"),
    _requirement("SC", "3.13.1", "Boundary Protection", 8, "SC-7"),
    _requirement("SC", "3.13.2", "Security Engineering", 6, "SA-8"),
    _requirement("SC", "3.13.3", "Role Separation", 3, "SC-2"),
    _requirement("SC", "3.13.4", "Shared Resource Control", 0, "SC-4"),
    _requirement("SC", "3.13.5", "Public-Access System Separation", 2, "SC-7(5)"),
    _requirement("SC", "3.13.6", "Network Communication by Exception", 2, "SC-7(5)"),
    _requirement("SC", "3.13.7", "Split Tunneling", 0, "SC-7(7)"),
    _requirement("SC", "3.13.8", "Data in Transit", 3, "SC-8 SC-8(1)"),
    _requirement("SC", "3.13.9", "Connections Termination", 3, "SC-10"),
    _requirement("SC", "3.13.10", "Key Management", 2, "SC-12"),
    _requirement("SC", "3.13.11", "CUI Encryption", 0, "SC-13"),
    _requirement("SC", "3.13.12", "Collaborative Device Control", 3, "SC-15"),
    _requirement("SC", "3.13.13", "Mobile Code", 2, "SC-18"),
    _requirement("SC", "3.13.14", "Voice over Internet Protocol", 2, ""),
    _requirement("SC", "3.13.15", "Communications Authenticity", 0, "SC-23"),
    _requirement("SC", "3.13.16", "Data at Rest", 0, "SC-28"),
    _requirement("SI", "3.14.1", "Flaw Remediation", 6, "SI-2"),
    _requirement("SI", "3.14.2", "Malicious Code Protection", 2, "SI-3"),
    _requirement("SI", "3.14.3", "Security Alerts & Advisories", 3, "SI-5"),
    _requirement("SI", "3.14.4", "Update Malicious Code Protection", 0, "SI-3"),
    _requirement("SI", "3.14.5", "System & File Scanning", 3, "SI-3"),
    _requirement("SI", "3.14.6", "Monitor Communications for Attacks", 3, "SI-4 SI-4(4)"),
    _requirement("SI", "3.14.7", "Identify Unauthorized Use", 2, "SI-4"),
)
"""In the order of SP 800-171."""

OF_OBJECTIVE: Mapping[str, CmmcRequirement] = {
    objective: requirement for requirement in REQUIREMENTS for objective in requirement.objectives
}
"""The requirement of each of the 320 objectives, in their order."""
