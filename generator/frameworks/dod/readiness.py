"""The General Readiness Requirements: questions that a plan for IL4 or IL5 answers, and that are no controls.

Source: DISA, FedRAMP Rev. 5 SSP addendum (`rev5_ssp_addendum_controls.xlsx`, 2025-12-03), rows GRR-1 to GRR-10 of the sheets
IL4 Moderate, IL4 High and IL5 (NSS). The questions are in our own words.
"""

from collections.abc import Iterator, Mapping

import msgspec

from generator.frameworks.dod.levels import ADDENDUM, DATED
from generator.text import headed_rows

SOURCE = f"{ADDENDUM} ({DATED.isoformat()}), rows GRR-1 to GRR-10"


class Readiness(msgspec.Struct, frozen=True, kw_only=True):
    """One of the ten."""

    id: str
    title: str
    asks: str


_TABLE = """
GRR-1 DoD PKI authentication
    How DoD users, privileged or not, log in with DoD PKI (DoDI 8520.03): cards and other tokens, revocation, and the
    portals where the service is ordered and managed.
GRR-2 DoD IP addressing
    How the service supports DoD IP addresses, and the plan of action for it.
GRR-3 Data locations
    Whether all DoD data stays in the United States and its territories, so that it stays under U.S. jurisdiction.
GRR-4 Management plane connectivity
    Whether what manages and monitors the service is joined with the provider's corporate or commercial management
    network, and how.
GRR-5 Personnel
    How risk of positions is determined, access to DoD information restricted to U.S. citizens, and people investigated as
    their roles ask for.
GRR-6 Private connection to the DoD network
    How a private connection to DoD networks through the boundary cloud access point and meet-me points is obtained.
GRR-7 Reliance on capabilities in the internet
    What the service or its users need from the internet, and how that is reached through DISA's access points.
GRR-8 Reliance on access to the internet
    Whether its portal or API endpoints are reached over the internet, from NIPRNet or from within, and how they are
    reached through the access points.
GRR-9 Protection against a back door
    What keeps an internet connection of the provider from becoming a way into NIPRNet over the private connection.
GRR-10 Defense in depth
    How the service is protected, layer by layer, between the internet and itself.
"""
"""Id and title of each, and indented what it asks."""


def _rows() -> Iterator[Readiness]:
    for head, asks in headed_rows(_TABLE):
        id_, _, title = head.partition(" ")
        yield Readiness(id=id_, title=title, asks=asks)


READINESS: tuple[Readiness, ...] = tuple(_rows())
OF_ID: Mapping[str, Readiness] = {readiness.id: readiness for readiness in READINESS}
