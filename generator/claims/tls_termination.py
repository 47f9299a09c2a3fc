"""Which host names are served with TLS where they enter (SC-8), whatever becomes of requests without it.

`entry-tls` asks for both; that a certificate is named is declared by the object alone.
"""

from collections.abc import Iterable

import msgspec

from generator.claims.base import Basis, Voice
from generator.claims.mechanisms import BOUNDARY_ENCRYPTION
from generator.claims.plan_wording import where
from generator.limits import NAMED
from generator.model.claim import Claim, Support
from generator.model.draft_statement import DraftStatement, PlanSentence
from generator.model.evidence import EvidenceSource
from generator.model.platform import named_place
from generator.model.posture import Posture
from generator.model.settings.entry import EntryPoint, Opening
from generator.text import agreeing, counted, listed

_VOICE = Voice("tls-termination", "TLS at the entry points")
_NOUNS = {"Ingress": "ingress controller", "Route": "router"}
"""What acts on the objects of a kind; a Gateway acts itself."""
_PASSED_ON = "pass TLS on to the service"
_ENDED = "terminate TLS"


class TlsTermination(msgspec.Struct, frozen=True):
    """See `Topic`."""

    name: str = "tls-termination"

    def claims(self, basis: Basis) -> Iterable[Claim]:
        """See `Topic.claims`. What is inside the boundary is what `entry-tls` judged."""
        for posture in basis.stated("entry-tls"):
            judged = {each.source for subject in posture.subjects for each in subject.citations}
            openings = [
                (entry.kind, opening, entry.source)
                for configuration in basis.facts.configurations
                if configuration.cluster == posture.cluster
                for entry in configuration.of(EntryPoint)
                if entry.source in judged
                for opening in entry.says.openings
                if opening.tls
            ]
            if openings:
                yield _claim(posture, openings, where(posture.place_word, posture.cluster, basis.facts))


def _claim(posture: Posture, openings: list[tuple[str, Opening, EvidenceSource]], place: str) -> Claim:
    sources = tuple(dict.fromkeys(source for _, _, source in openings))
    hosts = counted(len({opening.host for _, opening, _ in openings}), "host name")
    whole = named_place(posture.cluster, posture.place_word)
    text = f"{hosts} of {whole} {agreeing(len(openings), 'names', 'name')} a certificate."
    return _VOICE.say("SC-8", Support.CONTEXT, text, sources, statement=_statement(posture, openings, place))


def _statement(posture: Posture, openings: list[tuple[str, Opening, EvidenceSource]], place: str) -> DraftStatement:
    groups: dict[tuple[str, str], list[tuple[Opening, EvidenceSource]]] = {}
    for kind, opening, source in openings:
        does = _PASSED_ON if opening.passes_on else _ENDED
        groups.setdefault((kind, does), []).append((opening, source))
    sentences = []
    for (kind, does), rows in groups.items():
        hosts = sorted({opening.host for opening, _ in rows})
        many = f"the host {agreeing(len(hosts), 'name')} {listed(hosts)}"
        if len(hosts) > NAMED:
            many = f"{counted(len(hosts), 'host name')} ({listed(hosts, NAMED)})"
        text = f"The {_NOUNS.get(kind, kind)}{place} is configured to {does} for {many}."
        sentences.append(PlanSentence(text=text, sources=tuple(dict.fromkeys(source for _, source in rows))))
    return DraftStatement(key=f"tls-termination {posture.cluster}", mechanism=BOUNDARY_ENCRYPTION, sentences=tuple(sentences))
