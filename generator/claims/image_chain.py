"""From the commit to the digest that runs: how many images have which link of the chain (CM-2, CM-3, CM-8, SI-7 and others).

FedRAMP container guidance v1.0, Container Build, Test, and Orchestration Pipeline; each link names its own source.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import msgspec

from generator.claims.base import Basis, Voice
from generator.model.chain import ChainLink, LinkState
from generator.model.claim import Claim, Support
from generator.model.grouping import grouped
from generator.text import counted

_VOICE = Voice("image-chain", "Chain from commit to what runs")

PARTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "CM-2(a)": ("registry",),
        "CM-3(d)": ("commit", "pipeline", "gates", "admission"),
        "CM-8(a)": ("sbom", "running"),
        "CA-2(d)": ("gates",),
        "RA-5(a)": ("scan",),
        "SI-3(c)": ("gates",),
        "SI-7(a)": ("commit", "provenance", "signature", "sbom", "registry", "admission"),
    }
)
"""Links by the part of a control that they are about; each is one that the link itself names. Inventory and POA&M are written
from the same facts: their links hold by construction, and show nothing."""

_STATES = (
    (LinkState.HOLDS, "holds for {}"),
    (LinkState.NOT_ESTABLISHED, "is not established for {}"),
    (LinkState.BROKEN, "is broken for {}"),
    (LinkState.NOT_COLLECTED, "was not collected for {}"),
)
"""With how many of how many."""


class ImageChainTopic(msgspec.Struct, frozen=True):
    """See `Topic`."""

    name: str = "image-chain"

    def claims(self, basis: Basis) -> Iterable[Claim]:
        """See `Topic.claims`."""
        chains = basis.chains
        by_id = grouped((link.id, link) for chain in chains for link in chain.links)
        for where, wanted in PARTS.items():
            rows = [by_id[each] for each in wanted if each in by_id]
            if rows:
                yield _claim(where, rows, len(chains), basis)


def _claim(where: str, rows: Sequence[Sequence[ChainLink]], images: int, basis: Basis) -> Claim:
    links = [link for row in rows for link in row]
    sources = tuple(dict.fromkeys(source for link in links for source in link.sources))
    broken = [link for link in links if link.state is LinkState.BROKEN]
    against = basis.against("chain-link-broken", *sorted({check for link in broken for check in link.reported_by}))
    support, classes = _support(links), counted(images, "image class", "image classes")
    if support is Support.NOT_COLLECTED:
        names = ", ".join(f"“{row[0].title}”" for row in rows)
        text = f"No evidence of {names} was collected for any of {classes}."
        return _VOICE.say(where, support, text, sources)
    text = f"Links from commit to what runs, over {classes}: {'; '.join(_counted(row) for row in rows)}."
    return _VOICE.say(where, support, text, sources, against if broken else ())


def _support(links: Sequence[ChainLink]) -> Support:
    states = {link.state for link in links}
    if states == {LinkState.NOT_COLLECTED}:
        return Support.NOT_COLLECTED
    if states == {LinkState.HOLDS}:
        return Support.FOUND
    if LinkState.HOLDS not in states:
        return Support.CONTEXT
    return Support.FOUND_NOT_ENFORCING if LinkState.BROKEN in states else Support.NOT_ESTABLISHED


def _counted(row: Sequence[ChainLink]) -> str:
    counts = Counter(link.state for link in row)
    description = ", ".join(words.format(f"{counts[state]} of {len(row)}") for state, words in _STATES if counts[state])
    return f"“{row[0].title}” {description}"
