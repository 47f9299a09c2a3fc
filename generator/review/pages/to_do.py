"""To do: what keeps this month's package from being handed in, by document and person, each with the page where it is done."""

from generator.errors import ConfigError
from generator.review.bench import PageRequest, PageValues, ReviewPage
from generator.review.expected_files import OPERATIONS, SECURITY, Contacts
from generator.review.final_tasks import outstanding_tasks
from generator.review.pages.package import built_package
from generator.seal import manifest as seal

_OF_OPERATIONS = frozenset({"Inventory", "Evidence", "Diagrams"})
"""Documents that those who run the system complete; the others are the security officer's."""
_OF_SEVERAL = "Requests"


def _view(request: PageRequest) -> PageValues:
    tasks = tuple(outstanding_tasks(request))
    assessment, people = request.assessment, Contacts(request.assessment.package.system)
    persons = {
        task.document: people.in_role(*(OPERATIONS if task.document in _OF_OPERATIONS else SECURITY))[0]
        for task in tasks
        if task.document != _OF_SEVERAL
    }
    return {
        "tasks": tuple(sorted((task for task in tasks if task.count), key=lambda task: not task.final)),
        "persons": persons,
        "done": tuple(task for task in tasks if not task.count),
        "finished": f"{assessment.finished:%Y-%m-%d %H:%M}",
        "accepted": assessment.package.handed_in.isoformat() if assessment.package.handed_in else "",
        "built": _built(request),
        "discrepancies": len(assessment.package.discrepancies),
    }


def _built(request: PageRequest) -> str:
    """The as-of date of the last package that was built; empty where there is none that can be read, which *Package* shows."""
    try:
        manifest = seal.read(built_package(request.bench, request.assessment.package.system.id))
    except ConfigError:
        return ""
    return manifest.as_of if manifest else ""


PAGES = (ReviewPage(path="/", title="To do", template="to_do.html", view=_view),)
