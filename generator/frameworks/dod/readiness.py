"""The General Readiness Requirements: questions that a plan for IL4 or IL5 answers, and that are no controls.

Source: DISA, FedRAMP Rev. 5 SSP addendum (`rev5_ssp_addendum_controls.xlsx`, 2025-12-03), rows GRR-1 to GRR-10 of the sheets
IL4 Moderate, IL4 High and IL5 (NSS). The questions are in our own words.
"""

from collections.abc import Mapping

import msgspec

from generator.frameworks.dod.levels import ADDENDUM, DATED

SOURCE = f"{ADDENDUM} ({DATED.isoformat()}), rows GRR-1 to GRR-10"


class Readiness(msgspec.Struct, frozen=True, kw_only=True):
    """One of the ten."""

    id: str
    title: str
    asks: str


READINESS: tuple[Readiness, ...] = (
    Readiness(
        id="GRR-1",
        title="DoD PKI authentication",
        asks="How DoD users, privileged or not, log in with DoD PKI (DoDI 8520.03): cards and other tokens, "
        "revocation, and the portals where the service is ordered and managed.",
    ),
    Readiness(
        id="GRR-2", title="DoD IP addressing", asks="How the service supports DoD IP addresses, and the plan of action for it."
    ),
    Readiness(
        id="GRR-3",
        title="Data locations",
        asks="Whether all DoD data stays in the United States and its territories, so that it stays under U.S. jurisdiction.",
    ),
    Readiness(
        id="GRR-4",
        title="Management plane connectivity",
        asks="Whether what manages and monitors the service is joined with the provider's corporate or commercial management "
        "network, and how.",
    ),
    Readiness(
        id="GRR-5",
        title="Personnel",
        asks="How risk of positions is determined, access to DoD information restricted to U.S. citizens, and people "
        "investigated as their roles ask for.",
    ),
    Readiness(
        id="GRR-6",
        title="Private connection to the DoD network",
        asks="How a private connection to DoD networks through the boundary cloud access point and meet-me points is obtained.",
    ),
    Readiness(
        id="GRR-7",
        title="Reliance on capabilities in the internet",
        asks="What the service or its users need from the internet, and how that is reached through DISA's access points.",
    ),
    Readiness(
        id="GRR-8",
        title="Reliance on access to the internet",
        asks="Whether its portal or API endpoints are reached over the internet, from NIPRNet or from within, and how "
        "they are reached through the access points.",
    ),
    Readiness(
        id="GRR-9",
        title="Protection against a back door",
        asks="What keeps an internet connection of the provider from becoming a way into NIPRNet over the private connection.",
    ),
    Readiness(
        id="GRR-10",
        title="Defense in depth",
        asks="How the service is protected, layer by layer, between the internet and itself.",
    ),
)
OF_ID: Mapping[str, Readiness] = {readiness.id: readiness for readiness in READINESS}
