"""The documents that people write for a plan, as resources, and where the plan speaks of them (FedRAMP, "SSP Attachments" and
"Security Controls", section 6.3; the external constraints `has-user-guide`, `has-rules-of-behavior`, `has-…-plan`)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from msgspec.structs import replace

from generator.frameworks.base import Control
from generator.frameworks.rev5.table import FAMILIES
from generator.ids import Identifiers
from generator.model.paper import Paper, PaperKind
from generator.model.system import System
from generator.oscal import types as o
from generator.oscal.common import Citations
from generator.oscal.duties import duties_link
from generator.oscal.fedramp_papers import CITATIONS
from generator.oscal.fedramp_values import OLDER_NAMESPACE

_KINDS: Mapping[str, tuple[str, tuple[str, ...], str | None]] = MappingProxyType(
    {
        "C": ("Appendix C: Security Policies and Procedures", ("policy", "procedure"), None),
        "D": ("Appendix D: User Guide", ("users-guide",), None),
        "F": ("Appendix F: Rules of Behavior", ("rules-of-behavior",), None),
        "G": ("Appendix G: Information System Contingency Plan", ("plan",), "information-system-contingency-plan"),
        "H": ("Appendix H: Configuration Management Plan", ("plan",), "configuration-management-plan"),
        "I": ("Appendix I: Incident Response Plan", ("plan",), "incident-response-plan"),
        "L": ("Appendix L: CSO-Specific Required Laws and Regulations", ("law",), None),
        "N": ("Appendix N: Continuous Monitoring Plan", ("plan",), "continuous-monitoring-plan"),
        "P": ("Appendix P: Supply Chain Risk Management Plan", ("plan",), "scrmp"),
    }
)
"""Letter to title, types and class of the resource."""

_ASKED_BY: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "D": ("SA-5", "b"),
        "F": ("PL-4", "a"),
        "G": ("CP-2", "a"),
        "H": ("CM-9", "a"),
        "I": ("IR-8", "a"),
        "N": ("CA-7", "a"),
        "P": ("SR-2", "a"),
    }
)
"""Letter to the control and its part that asks for the document (NIST SP 800-53 Rev. 5)."""

_DUTIES = ("AC-5", "a")
_OF_FAMILIES = (PaperKind.POLICY, PaperKind.PROCEDURE)
_BOOK = "C"


def appendix_title(letter: str) -> str:
    """What the template calls an appendix that people write."""
    return _KINDS[letter][0]


def title_of(paper: Paper) -> str:
    """For the list of the package's files."""
    if paper.kind is PaperKind.APPENDIX:
        return appendix_title(paper.name)
    return f"{paper.kind.capitalize()}: {FAMILIES[paper.name]} ({paper.name})"


def citations_resource(namespace: str, ids: Identifiers) -> o.Resource:
    """FedRAMP's list of laws, regulations, standards and guidance, which every plan cites. The attachment types of 2023 have a
    word of their own for it (`attachment-type-is-valid`)."""
    kind = o.Property(name="type", value="citation", class_="fedramp-citations")
    if namespace == OLDER_NAMESPACE:
        kind = replace(kind, value="fedramp-citations", ns=namespace)
    return o.Resource(
        uuid=_citations(ids),
        title="FedRAMP Laws, Regulations, Standards and Guidance Reference",
        props=(kind,),
        rlinks=(o.Rlink(href=CITATIONS),),
    )


def paper_resources(papers: Iterable[Paper], cite: Citations) -> tuple[o.Resource, ...]:
    """A resource for each appendix and for each file of policies and procedures: a file of several families is one."""
    uses: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        uses[_uuid(paper, cite.ids)].append(paper)
    return tuple(_resource(uuid, rows, cite) for uuid, rows in uses.items())


def plan_links(papers: Sequence[Paper], ids: Identifiers) -> tuple[o.Link, ...]:
    """What the plan as a whole rests on: FedRAMP's list of laws, and the provider's own."""
    laws = (one for one in papers if (one.kind, one.name) == (PaperKind.APPENDIX, "L"))
    return (
        o.Link(href=f"#{_citations(ids)}", rel="reference"),
        *(o.Link(href=f"#{_uuid(one, ids)}", rel="reference", text=title_of(one)) for one in laws),
    )


class PaperLinks:
    """Which documents a part of a control asks for."""

    def __init__(self, papers: Iterable[Paper], system: System, ids: Identifiers) -> None:
        self._ids, self._system = ids, system
        self._papers = {(one.kind, one.name): one for one in papers}

    def at(self, control: Control, part: str) -> tuple[o.Link, ...]:
        """Links of a part. A family's policy and procedure stand at its first control, as FedRAMP's guide has them; where
        none is named for the family, Appendix C is both."""
        found = [
            self._link(self._papers[PaperKind.APPENDIX, letter], "reference")
            for letter, place in _ASKED_BY.items()
            if place == (control.id, part) and (PaperKind.APPENDIX, letter) in self._papers
        ]
        if (control.id, part) == _DUTIES:
            found.extend(duties_link(self._system, self._ids))
        family = control.id.removesuffix("-1")
        if family in FAMILIES and part == "a":
            for kind in _OF_FAMILIES:
                paper = self._papers.get((kind, family)) or self._papers.get((PaperKind.APPENDIX, _BOOK))
                if paper is not None:
                    found.append(self._link(paper, kind.value))
        return tuple(found)

    def _link(self, paper: Paper, rel: str) -> o.Link:
        return o.Link(href=f"#{_uuid(paper, self._ids)}", rel=rel, text=title_of(paper))


def _citations(ids: Identifiers) -> str:
    return ids.object("resource", "fedramp-citations")


def _uuid(paper: Paper, ids: Identifiers) -> str:
    if paper.kind is PaperKind.APPENDIX:
        return ids.object("resource", "appendix", paper.name)
    return ids.object("resource", "paper", paper.file.path)


def _resource(uuid: str, uses: Sequence[Paper], cite: Citations) -> o.Resource:
    file = uses[0].file
    if uses[0].kind is PaperKind.APPENDIX:
        title, kinds, class_ = _KINDS[uses[0].name]
    else:
        title, class_ = "; ".join(_titles(uses)), None
        kinds = tuple(dict.fromkeys(one.kind.value for one in uses))
    return replace(
        cite.resource(file, uuid),
        title=title,
        description=f"As the provider wrote it, {file.size} bytes.",
        props=tuple(o.Property(name="type", value=kind, class_=class_) for kind in kinds),
    )


def _titles(uses: Sequence[Paper]) -> Iterable[str]:
    """`Policy: Access Control (AC)`, or the families alone where there are several."""
    for kind in _OF_FAMILIES:
        rows = [one for one in uses if one.kind is kind]
        if len(rows) == 1:
            yield title_of(rows[0])
        elif rows:
            yield f"{kind.capitalize()} of {', '.join(one.name for one in rows)}"
