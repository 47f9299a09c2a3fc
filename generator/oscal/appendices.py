"""The documents that people write for a plan, as resources, and where the plan refers to them (FedRAMP, "SSP Attachments" and
"Security Controls", section 6.3; the external constraints `has-user-guide`, `has-rules-of-behavior`, `has-…-plan`)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from generator.frameworks.base import Control
from generator.frameworks.rev5.table import FAMILIES
from generator.ids import UuidFactory
from generator.model.attachment import Attachment, AttachmentKind
from generator.model.system import System
from generator.oscal import types as o
from generator.oscal.common import Citations
from generator.oscal.duties import duties_link
from generator.oscal.fedramp_attachments import CITATIONS
from generator.oscal.fedramp_values import OLDER_NAMESPACE

_KINDS: Mapping[str, tuple[str, tuple[str, ...], str | None]] = {
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
"""Letter to title, types and class of the resource."""

_REQUIRED_BY: Mapping[str, tuple[str, str]] = {
    "D": ("SA-5", "b"),
    "F": ("PL-4", "a"),
    "G": ("CP-2", "a"),
    "H": ("CM-9", "a"),
    "I": ("IR-8", "a"),
    "N": ("CA-7", "a"),
    "P": ("SR-2", "a"),
}
"""Letter to the control and its part that asks for the document (NIST SP 800-53 Rev. 5)."""

_DUTIES = ("AC-5", "a")
_OF_FAMILIES = (AttachmentKind.POLICY, AttachmentKind.PROCEDURE)
_BOOK = "C"


def appendix_title(letter: str) -> str:
    """What the template calls an appendix that people write."""
    return _KINDS[letter][0]


def title_of(attachment: Attachment) -> str:
    """For the list of the package's files."""
    if attachment.kind is AttachmentKind.APPENDIX:
        return appendix_title(attachment.name)
    return f"{attachment.kind.capitalize()}: {FAMILIES[attachment.name]} ({attachment.name})"


def citations_resource(namespace: str, ids: UuidFactory) -> o.Resource:
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


def attachment_resources(attachments: Iterable[Attachment], cite: Citations) -> tuple[o.Resource, ...]:
    """A resource for each appendix and for each file of policies and procedures: a file of several families is one."""
    uses: dict[str, list[Attachment]] = defaultdict(list)
    for attachment in attachments:
        uses[_uuid(attachment, cite.ids)].append(attachment)
    return tuple(_resource(uuid, rows, cite) for uuid, rows in uses.items())


def plan_links(attachments: Sequence[Attachment], ids: UuidFactory) -> tuple[o.Link, ...]:
    """What the plan as a whole rests on: FedRAMP's list of laws, and the provider's own."""
    laws = (attachment for attachment in attachments if (attachment.kind, attachment.name) == (AttachmentKind.APPENDIX, "L"))
    return (
        o.Link(href=f"#{_citations(ids)}", rel="reference"),
        *(o.Link(href=f"#{_uuid(law, ids)}", rel="reference", text=title_of(law)) for law in laws),
    )


class AttachmentLinks:
    """Which documents a part of a control asks for."""

    def __init__(self, attachments: Iterable[Attachment], system: System, ids: UuidFactory) -> None:
        self._ids, self._system = ids, system
        self._papers = {(attachment.kind, attachment.name): attachment for attachment in attachments}

    def at(self, control: Control, part: str) -> tuple[o.Link, ...]:
        """Links of a part. A family's policy and procedure stand at its first control, as FedRAMP's guide has them; where
        none is named for the family, Appendix C is both."""
        links = [
            self._link(self._papers[AttachmentKind.APPENDIX, letter], "reference")
            for letter, place in _REQUIRED_BY.items()
            if place == (control.id, part) and (AttachmentKind.APPENDIX, letter) in self._papers
        ]
        if (control.id, part) == _DUTIES:
            links.extend(duties_link(self._system, self._ids))
        family = control.id.removesuffix("-1")
        if family in FAMILIES and part == "a":
            for kind in _OF_FAMILIES:
                attachment = self._papers.get((kind, family)) or self._papers.get((AttachmentKind.APPENDIX, _BOOK))
                if attachment is not None:
                    links.append(self._link(attachment, kind.value))
        return tuple(links)

    def _link(self, attachment: Attachment, rel: str) -> o.Link:
        return o.Link(href=f"#{_uuid(attachment, self._ids)}", rel=rel, text=title_of(attachment))


def _citations(ids: UuidFactory) -> str:
    return ids.object("resource", "fedramp-citations")


def _uuid(attachment: Attachment, ids: UuidFactory) -> str:
    if attachment.kind is AttachmentKind.APPENDIX:
        return ids.object("resource", "appendix", attachment.name)
    return ids.object("resource", "paper", attachment.file.path)


def _resource(uuid: str, uses: Sequence[Attachment], cite: Citations) -> o.Resource:
    file = uses[0].file
    if uses[0].kind is AttachmentKind.APPENDIX:
        title, kinds, class_ = _KINDS[uses[0].name]
    else:
        title, class_ = "; ".join(_titles(uses)), None
        kinds = tuple(dict.fromkeys(use.kind.value for use in uses))
    return replace(
        cite.resource(file, uuid),
        title=title,
        description=f"As the provider wrote it, {file.size} bytes.",
        props=tuple(o.Property(name="type", value=kind, class_=class_) for kind in kinds),
    )


def _titles(uses: Sequence[Attachment]) -> Iterable[str]:
    """`Policy: Access Control (AC)`, or the families alone where there are several."""
    for kind in _OF_FAMILIES:
        rows = [use for use in uses if use.kind is kind]
        if len(rows) == 1:
            yield title_of(rows[0])
        elif rows:
            yield f"{kind.capitalize()} of {', '.join(row.name for row in rows)}"
