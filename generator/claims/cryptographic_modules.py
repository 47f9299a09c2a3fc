"""Which cryptographic modules are named, and what claims to be one that is validated (SC-13).

FedRAMP SSP Appendix Q, Cryptographic Modules Table v1.0 (2023-06-30).
"""

from generator.claims.stated import StatedRequirement, StatedTopic

CRYPTOGRAPHIC_MODULES = StatedTopic(
    name="cryptographic-modules",
    subject="Cryptographic modules",
    requirements=(
        StatedRequirement(
            requirement="crypto-modules",
            holds=(
                "a person names a module with an active certificate for every use of cryptography that the evidence shows, and "
                "its approved mode is stated or switched on by a setting"
            ),
            at=("SC-13(a)", "SC-13(b)"),
        ),
        StatedRequirement(
            requirement="fips-indicators",
            holds="nodes, proxies and ways in claim to use a FIPS 140 module",
            at=("SC-13(b)",),
        ),
    ),
)
