"""Which cryptographic modules are named, and what claims to be one that is validated (SC-13).

FedRAMP SSP Appendix Q, Cryptographic Modules Table v1.0 (2023-06-30).
"""

from generator.claims.mechanisms import VALIDATED_CRYPTOGRAPHY
from generator.claims.plan_wording import PlannedRequirement
from generator.claims.stated import StatedTopic

CRYPTOGRAPHIC_MODULES = StatedTopic(
    name="cryptographic-modules",
    subject="Cryptographic modules",
    requirements=(
        PlannedRequirement(
            requirement="crypto-modules",
            holds=(
                "a person names a module with an active certificate for every use of cryptography that the evidence shows, and "
                "its approved mode is stated or switched on by a setting"
            ),
            at=("SC-13(a)", "SC-13(b)"),
            mechanism=VALIDATED_CRYPTOGRAPHY,
            says=lambda scope: (
                f"{scope.All} {scope.agree('relies', 'rely')} on FIPS 140-validated modules in approved "
                "mode; modules, certificates and modes are listed in Appendix Q"
            ),
            lacks=(
                "relies on a module without an active certificate or without its approved mode",
                "rely on modules without an active certificate or without their approved mode",
            ),
            names=False,
        ),
        PlannedRequirement(
            requirement="fips-indicators",
            holds="nodes, proxies and entry points claim to use a FIPS 140 module",
            at=("SC-13(b)",),
            mechanism=VALIDATED_CRYPTOGRAPHY,
            says=lambda scope: (
                f"{scope.All} {scope.agree('is', 'are')} set to FIPS mode or carry a FIPS build, by "
                f"{scope.agree('its', 'their')} own indication"
            ),
            lacks=("is not set to FIPS mode", "are not set to FIPS mode"),
        ),
    ),
)
