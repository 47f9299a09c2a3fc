"""To do: what keeps this month's package from being handed in, by document, each with the page where it is done."""

from generator.review.bench import PageRequest, PageValues, ReviewPage
from generator.review.final_tasks import outstanding_tasks


def _view(request: PageRequest) -> PageValues:
    tasks = tuple(outstanding_tasks(request))
    assessment = request.assessment
    return {
        "tasks": tuple(sorted((task for task in tasks if task.count), key=lambda task: not task.final)),
        "done": tuple(task for task in tasks if not task.count),
        "finished": f"{assessment.finished:%Y-%m-%d %H:%M}",
        "accepted": assessment.package.handed_in.isoformat() if assessment.package.handed_in else "",
        "discrepancies": len(assessment.package.discrepancies),
    }


PAGES = (ReviewPage(path="/", title="To do", template="to_do.html", view=_view),)
