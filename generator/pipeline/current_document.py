"""One document as it would be built now: what evidence and decisions say, beside what a person typed into an older one."""

from datetime import date

from generator.pipeline.compose import package_of
from generator.pipeline.parse import Progress
from generator.pipeline.stages import tracked
from generator.renderers.registry import DOCUMENTS
from generator.workspace.folder import Workspace


def current_document(workspace: Workspace, as_of: date, progress: Progress, path: str) -> bytes | None:
    """The document of that path in the package; None where it would not be there.

    Raises:
        ConfigError: evidence or decisions cannot be read, as in a build.
    """
    package = package_of(tracked(workspace, as_of, progress))
    for renderer in DOCUMENTS:
        if renderer.path == path and renderer.applies(package):
            template = workspace.template(renderer.template) if renderer.template else None
            return renderer.render(package, template).data
    return None
