"""Meeting pack: changes, triggers, decisions asked, what expires and what is late, as a page and as one file to send."""

from generator.renderers.html_page import filled
from generator.renderers.report.shell import marking_of, shell_alone
from generator.review.bench import PageRequest, PageValues, ReviewPage
from generator.review.meeting import meeting_pack


def _view(request: PageRequest) -> PageValues:
    return {"pack": meeting_pack(request), "linked": True}


def written(request: PageRequest) -> tuple[bytes, str]:
    """The pack as a page that stands by itself: nothing of it leads back to the workbench."""
    package = request.assessment.package
    pack = meeting_pack(request)
    shell = shell_alone(system=package.system.name, as_of=pack.as_of.isoformat(), marking=marking_of(package))
    return filled("review/meeting_alone.html", pack=pack, linked=False, shell=shell).encode(), "text/html; charset=utf-8"


PAGES = (ReviewPage(path="/meeting", title="Meeting", template="meeting.html", view=_view),)
DOWNLOADS = (("/meeting/meeting-pack.html", written),)
