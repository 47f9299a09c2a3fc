"""A template tried out: a document of a real package is written into it, with the result."""

from collections.abc import Sequence
from datetime import date

import msgspec

from generator.deliverables.word_templates import Fillable, fillable
from generator.documents.word_jinja import Examined, examine
from generator.errors import ConfigError
from generator.model.evidence import Gap, GapKind
from generator.oscal.package import AuthorizationPackage
from generator.pipeline.compose import package_of
from generator.pipeline.parse import Progress
from generator.pipeline.stages import tracked
from generator.workspace.folder import Workspace


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a template."""

    document: Fillable
    examined: Examined
    notes: tuple[Gap, ...] = ()
    """What would be cut or left out."""
    failure: ConfigError | None = None
    expected: bool = True
    """Whether the document applies to the package that was tried at all."""

    @property
    def unused(self) -> tuple[str, ...]:
        """Values that the template has no place for."""
        if not self.examined.placed:
            return ()
        placed = {field.name for field in self.examined.placed}
        return tuple(name for name in self.document.placeholders if name not in placed)

    @property
    def sound(self) -> bool:
        """Can it be used?"""
        return self.failure is None and not self.examined.faults


def package_to_try(workspace: Workspace, as_of: date, progress: Progress) -> AuthorizationPackage:
    """The package that templates are tried with, of which no other document is written."""
    return package_of(tracked(workspace, as_of, progress))


def kinds(suffix: str, key: str | None) -> Sequence[Fillable]:
    """The documents that a file of this suffix can be a template of; the one that is named, where one is.

    Raises:
        ConfigError: there is no document of that name, or of that suffix.
    """
    every = [template for template in fillable() if key in {None, template.key}]
    if not every:
        known = ", ".join(template.key for template in fillable())
        raise ConfigError(f"there is no document called {key!r}", where="--document", next_step=f"name one of: {known}")
    fitting = [template for template in every if template.suffix == suffix.lower()]
    if not fitting:
        wanted = " or ".join(sorted({template.suffix for template in every}))
        raise ConfigError(f"this is no {wanted} file", next_step="save it in that format, or name another file")
    return fitting


def try_out(template: bytes, candidates: Sequence[Fillable], package: AuthorizationPackage) -> Trial:
    """The template, in the one of these documents that it fits best: no failure, most placeholders known, fewest notes.

    Raises:
        ConfigError: it fits none of several.
    """
    best = min((_tried(template, candidate, package) for candidate in candidates), key=_rank)
    if best.failure is not None and len(candidates) > 1:
        known = ", ".join(candidate.key for candidate in candidates)
        step = f"name the document with --document to see what is missing: {known}"
        raise ConfigError("this is a template of no document that we write", next_step=step)
    return best


def _rank(trial: Trial) -> tuple[bool, int, int, int]:
    wrong = len(trial.examined.faults) - len(trial.examined.placed)
    return trial.failure is not None, wrong, len(trial.unused), len(trial.notes)


def _tried(template: bytes, document: Fillable, package: AuthorizationPackage) -> Trial:
    examined = Examined(placed=(), faults=())
    expected = document.applies(package)
    try:
        if document.placeholders:
            examined = examine(template, document.placeholders, where=document.title)
        if not document.official and examined.nothing:
            what = "there is no placeholder in it, and no official form of this document either"
            raise ConfigError(what, next_step=f"begin from ours: atopack template copy {document.key}")
        notes = () if examined.faults else document.fill(package, template).notes
    except ConfigError as error:
        return Trial(document=document, examined=examined, failure=error, expected=expected)
    cut = tuple(
        note for note in notes if note.kind is GapKind.SHORTENED
    )  # the others are about the system, not about the template
    return Trial(document=document, examined=examined, notes=cut if expected else (), expected=expected)
