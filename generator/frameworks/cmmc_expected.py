"""By what kind of evidence the Department of Defense expects each objective of CMMC Level 2 to be shown.

Source: the DCMA DIBCAC's self-assessment tool for NIST SP 800-171, which names one kind for each of the 320 objectives. It
tells what evidence from a cluster can reach: a policy is a document, a locked door is looked at.
"""

from collections.abc import Mapping
from enum import StrEnum

from generator.frameworks.cmmc_l2 import REQUIREMENTS


class Expected(StrEnum):
    """The tool's five words."""

    DOCUMENT = "Document"
    SCREEN_SHARE = "Screen Share"
    ARTIFACT = "Artifact"
    PHYSICAL_REVIEW = "Physical Review"
    ARTIFACT_AND_SCREEN_SHARE = "Artifact and Screen Share"


_LETTERS: Mapping[str, Expected] = {
    "D": Expected.DOCUMENT,
    "S": Expected.SCREEN_SHARE,
    "A": Expected.ARTIFACT,
    "P": Expected.PHYSICAL_REVIEW,
    "B": Expected.ARTIFACT_AND_SCREEN_SHARE,
}
_KINDS = dict(
    row.split("=")
    for row in """
    3.1.1=DDDSSS 3.1.2=DS 3.1.3=DDADS 3.1.4=DSS 3.1.5=DADA 3.1.6=DS 3.1.7=DDSS 3.1.8=DA 3.1.9=DA 3.1.10=DAD 3.1.11=DS
    3.1.12=DDSS 3.1.13=DS 3.1.14=SS 3.1.15=DDAA 3.1.16=DS 3.1.17=SS 3.1.18=DAS 3.1.19=DS 3.1.20=DDAASS 3.1.21=DDD
    3.1.22=DDAAA
    3.2.1=DDAA 3.2.2=DAA 3.2.3=DA
    3.3.1=DDSSDS 3.3.2=DS 3.3.3=DAA 3.3.4=DDA 3.3.5=DA 3.3.6=SS 3.3.7=SDS 3.3.8=SSSSSS 3.3.9=DS
    3.4.1=DAADAA 3.4.2=DA 3.4.3=AAAA 3.4.4=A 3.4.5=DDAPDDAA 3.4.6=DS 3.4.7=DDSDDSDDSDDSDDS 3.4.8=DDS 3.4.9=DSS
    3.5.1=DDD 3.5.2=SSS 3.5.3=DSSS 3.5.4=S 3.5.5=DA 3.5.6=DA 3.5.7=DDSS 3.5.8=DS 3.5.9=D 3.5.10=SS 3.5.11=S
    3.6.1=DDDDDDD 3.6.2=AADDSA 3.6.3=A
    3.7.1=A 3.7.2=AAAP 3.7.3=A 3.7.4=A 3.7.5=SS 3.7.6=D
    3.8.1=DDPP 3.8.2=A 3.8.3=DD 3.8.4=PP 3.8.5=DA 3.8.6=A 3.8.7=A 3.8.8=A 3.8.9=A
    3.9.1=A 3.9.2=DAA
    3.10.1=APPP 3.10.2=PPPP 3.10.3=PP 3.10.4=A 3.10.5=DPP 3.10.6=DA
    3.11.1=DA 3.11.2=DSSSS 3.11.3=AA
    3.12.1=DA 3.12.2=AAA 3.12.3=A 3.12.4=DDDDDDDD
    3.13.1=DDSSSSSS 3.13.2=DDDAAA 3.13.3=DDS 3.13.4=S 3.13.5=DA 3.13.6=SS 3.13.7=S 3.13.8=DDA 3.13.9=DSS 3.13.10=AA
    3.13.11=B 3.13.12=DPA 3.13.13=SS 3.13.14=AA 3.13.15=S 3.13.16=A
    3.14.1=DSDSDS 3.14.2=DS 3.14.3=DAA 3.14.4=S 3.14.5=DSS 3.14.6=SSS 3.14.7=DA
    """.split()
)
"""By number of the requirement: a letter for each objective, in the order of SP 800-171A."""

EXPECTED: Mapping[str, Expected] = {
    objective: _LETTERS[letter]
    for requirement in REQUIREMENTS
    for objective, letter in zip(requirement.objectives, _KINDS[requirement.id.partition("-")[2]], strict=True)
}
"""By objective: `AC.L2-3.1.5[b]`."""
