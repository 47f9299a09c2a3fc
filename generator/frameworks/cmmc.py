"""CMMC Level 2: the 110 requirements of NIST SP 800-171 Rev 2 with their weights, and which may stand on a plan of action.

Sources: 32 CFR 170.14(c)(3) (Level 2 is SP 800-171 Rev 2), 170.24(c)(2) (weights and the score), 170.21(a)(2) (what may stand
on a plan of action and milestones). Objectives are those of SP 800-171A (June 2018). Titles are the names that the programme's
own tools show; the texts of the requirements are not kept here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

MOST_POINTS = 110
"""The score of a system that meets everything (32 CFR 170.24(c)(2)(i)(A))."""
CONDITIONAL_POINTS = 88
"""0.8 of 110: at least so many for the Conditional status (32 CFR 170.21(a)(2)(i))."""
CLOSE_OUT_DAYS = 180
"""From the Conditional CMMC Status Date: a plan that is not closed out by then ends the status (32 CFR 170.21(b))."""


class Eligible(StrEnum):
    """May a requirement that is NOT MET stand on a plan of action (32 CFR 170.21(a)(2))?"""

    YES = "yes"
    NO = "no"
    NOT_FIPS = "only where encryption is employed and not FIPS-validated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One security requirement."""

    number: str
    """As SP 800-171 writes it: `3.1.1`."""
    domain: str
    """`AC`."""
    title: str
    weights: tuple[int, ...]
    """What NOT MET costs; two where it depends on how much is missing, none for the plan itself (3.12.4)."""
    objectives: tuple[str, ...]
    """As SP 800-171A writes them: `3.1.1[a]`; a requirement with one objective has its own number."""

    @property
    def id(self) -> str:
        """As the programme writes it: `AC.L2-3.1.1`."""
        return f"{self.domain}.L2-{self.number}"

    @property
    def eligible(self) -> Eligible:
        """See `Eligible`."""
        if self.number == _ENCRYPTION:
            return Eligible.NOT_FIPS
        return Eligible.YES if self.weights == (1,) and self.number not in _BARRED else Eligible.NO

    @property
    def why_not(self) -> str:
        """The rule that bars it; empty where none does."""
        if self.number in _BARRED:
            return "named in 32 CFR 170.21(a)(2)(iii)"
        if self.eligible is Eligible.NO:
            return "its point value is above 1: 32 CFR 170.21(a)(2)(ii)"
        return ""

    def may_stand(self, cost: int) -> bool:
        """May it stand on a plan of action where NOT MET costs so much?"""
        return self.eligible is Eligible.YES or (self.eligible is Eligible.NOT_FIPS and cost == min(self.weights))


_ENCRYPTION = "3.13.11"
SYSTEM_SECURITY_PLAN = "3.12.4"
"""Without it no assessment can be completed (32 CFR 170.24(c)(2)(i)(B)(5))."""
_BARRED = frozenset({"3.1.20", "3.1.22", SYSTEM_SECURITY_PLAN, "3.10.3", "3.10.4", "3.10.5"})
_VARIABLE = {"3/5": (3, 5), "ssp": ()}
"""3.5.3: 3 where remote and privileged users have it; 3.13.11: 3 where encryption is employed and not FIPS-validated; else 5
(32 CFR 170.24(c)(2)(i)(B))."""

# domain, number, weight, last objective, title
_TABLE = """
AC 3.1.1 5 f Authorized Access Control
AC 3.1.2 5 b Transaction & Function Control
AC 3.1.3 1 e Control CUI Flow
AC 3.1.4 1 c Separation of Duties
AC 3.1.5 3 d Least Privilege
AC 3.1.6 1 b Non-Privileged Account Use
AC 3.1.7 1 d Privileged Functions
AC 3.1.8 1 b Unsuccessful Logon Attempts
AC 3.1.9 1 b Privacy & Security Notices
AC 3.1.10 1 c Session Lock
AC 3.1.11 1 b Session Termination
AC 3.1.12 5 d Control Remote Access
AC 3.1.13 5 b Remote Access Confidentiality
AC 3.1.14 1 b Remote Access Routing
AC 3.1.15 1 d Privileged Remote Access
AC 3.1.16 5 b Wireless Access Authorization
AC 3.1.17 5 b Wireless Access Protection
AC 3.1.18 5 c Mobile Device Connection
AC 3.1.19 3 b Encrypt CUI on Mobile
AC 3.1.20 1 f External Connections
AC 3.1.21 1 c Portable Storage Use
AC 3.1.22 1 e Control Public Information
AT 3.2.1 5 d Role-Based Risk Awareness
AT 3.2.2 5 c Role-Based Training
AT 3.2.3 1 b Insider Threat Awareness
AU 3.3.1 5 f System Auditing
AU 3.3.2 3 b User Accountability
AU 3.3.3 1 c Event Review
AU 3.3.4 1 c Audit Failure Alerting
AU 3.3.5 5 b Audit Correlation
AU 3.3.6 1 b Reduction & Reporting
AU 3.3.7 1 c Authoritative Time Source
AU 3.3.8 1 f Audit Protection
AU 3.3.9 1 b Audit Management
CM 3.4.1 5 f System Baselining
CM 3.4.2 5 b Security Configuration Enforcement
CM 3.4.3 1 d System Change Management
CM 3.4.4 1 - Security Impact Analysis
CM 3.4.5 5 h Access Restrictions for Change
CM 3.4.6 5 b Least Functionality
CM 3.4.7 5 o Nonessential Functionality
CM 3.4.8 5 c Application Execution Policy
CM 3.4.9 1 c User-Installed Software
IA 3.5.1 5 c Identification
IA 3.5.2 5 c Authentication
IA 3.5.3 3/5 d Multifactor Authentication
IA 3.5.4 1 - Replay-Resistant Authentication
IA 3.5.5 1 b Identifier Reuse
IA 3.5.6 1 b Identifier Handling
IA 3.5.7 1 d Password Complexity
IA 3.5.8 1 b Password Reuse
IA 3.5.9 1 - Temporary Passwords
IA 3.5.10 5 b Cryptographically-Protected Passwords
IA 3.5.11 1 - Obscure Feedback
IR 3.6.1 5 g Incident Handling
IR 3.6.2 5 f Incident Reporting
IR 3.6.3 1 - Incident Response Testing
MA 3.7.1 3 - Perform Maintenance
MA 3.7.2 5 d System Maintenance Control
MA 3.7.3 1 - Equipment Sanitization
MA 3.7.4 3 - Media Inspection
MA 3.7.5 5 b Nonlocal Maintenance
MA 3.7.6 1 - Maintenance Personnel
MP 3.8.1 3 d Media Protection
MP 3.8.2 3 - Media Access
MP 3.8.3 5 b Media Disposal
MP 3.8.4 1 b Media Markings
MP 3.8.5 1 b Media Accountability
MP 3.8.6 1 - Portable Storage Encryption
MP 3.8.7 5 - Removable Media
MP 3.8.8 3 - Shared Media
MP 3.8.9 1 - Protect Backups
PS 3.9.1 3 - Screen Individuals
PS 3.9.2 5 c Personnel Actions
PE 3.10.1 5 d Limit Physical Access
PE 3.10.2 5 d Monitor Facility
PE 3.10.3 1 b Escort Visitors
PE 3.10.4 1 - Physical Access Logs
PE 3.10.5 1 c Manage Physical Access
PE 3.10.6 1 b Alternative Work Sites
RA 3.11.1 3 b Risk Assessments
RA 3.11.2 5 e Vulnerability Scan
RA 3.11.3 1 b Vulnerability Remediation
CA 3.12.1 5 b Security Control Assessment
CA 3.12.2 3 c Plan of Action
CA 3.12.3 5 - Security Control Monitoring
CA 3.12.4 ssp h System Security Plan
SC 3.13.1 5 h Boundary Protection
SC 3.13.2 5 f Security Engineering
SC 3.13.3 1 c Role Separation
SC 3.13.4 1 - Shared Resource Control
SC 3.13.5 5 b Public-Access System Separation
SC 3.13.6 5 b Network Communication by Exception
SC 3.13.7 1 - Split Tunneling
SC 3.13.8 3 c Data in Transit
SC 3.13.9 1 c Connections Termination
SC 3.13.10 1 b Key Management
SC 3.13.11 3/5 - CUI Encryption
SC 3.13.12 1 c Collaborative Device Control
SC 3.13.13 1 b Mobile Code
SC 3.13.14 1 b Voice over Internet Protocol
SC 3.13.15 5 - Communications Authenticity
SC 3.13.16 1 - Data at Rest
SI 3.14.1 5 f Flaw Remediation
SI 3.14.2 5 b Malicious Code Protection
SI 3.14.3 5 c Security Alerts & Advisories
SI 3.14.4 5 - Update Malicious Code Protection
SI 3.14.5 3 c System & File Scanning
SI 3.14.6 5 c Monitor Communications for Attacks
SI 3.14.7 3 b Identify Unauthorized Use
"""


def _read(table: str) -> Iterator[Requirement]:
    for line in table.strip().splitlines():
        domain, number, weight, last, title = line.split(" ", 4)
        letters = "" if last == "-" else "".join(map(chr, range(ord("a"), ord(last) + 1)))
        yield Requirement(
            number=number,
            domain=domain,
            title=title,
            weights=_VARIABLE[weight] if weight in _VARIABLE else (int(weight),),
            objectives=tuple(f"{number}[{letter}]" for letter in letters) or (number,),
        )


REQUIREMENTS = tuple(_read(_TABLE))
"""In the order of SP 800-171."""
BY_NAME = {name: one for one in REQUIREMENTS for name in (one.number, one.id)}
"""By number and by id."""
