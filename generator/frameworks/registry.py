"""Every framework, in the order documents mention them; FedRAMP first, since the others are additions to it."""

from generator.frameworks import fedramp_20x
from generator.frameworks.base import Addition
from generator.frameworks.dod.levels import ADDENDUM, DATED

ADDITIONS: tuple[Addition, ...] = (
    Addition(
        name=fedramp_20x.NAME,
        title="FedRAMP 20x, Key Security Indicators",
        source=f"FedRAMP Consolidated Rules for 2026, version {fedramp_20x.RULES_VERSION}",
    ),
    Addition(name="dod-il4", title="DoD impact level 4", source=f"{ADDENDUM} ({DATED.isoformat()}), sheets IL4"),
    Addition(name="dod-il5", title="DoD impact level 5 (NSS)", source=f"{ADDENDUM} ({DATED.isoformat()}), sheet IL5 (NSS)"),
    Addition(name="cmmc-l2", title="CMMC Level 2", source="32 CFR part 170; NIST SP 800-171 Rev. 2 and SP 800-171A"),
)
