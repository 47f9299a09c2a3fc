"""The draft of a control part from evidence as Markdown, for a person to start from; the files that it rests on are cited."""

from urllib.parse import quote

from generator.model.identifiers import ControlId
from generator.oscal.package import AuthorizationPackage
from generator.oscal.plan_drafts import paragraphs

_MOST_CITED = 5
_EVIDENCE = "evidence/"


def drafted_statement(package: AuthorizationPackage, control: ControlId, letter: str) -> str:
    """The text that Appendix A would have there; empty where no evidence lets the plan say anything."""
    return "\n\n".join(
        " ".join((*(sentence.text for sentence in paragraph), *_cited(paths)))
        for paragraph in paragraphs(package.drafts.of(control, letter))
        for paths in [dict.fromkeys(source.path for sentence in paragraph for source in sentence.sources)]
    )


def _cited(paths: dict[str, None]) -> tuple[str, ...]:
    links = [f"[{path.rpartition('/')[2]}]({quote(path)})" for path in paths if path.startswith(_EVIDENCE)][:_MOST_CITED]
    return (f"({', '.join(links)})",) if links else ()
