"""Difference of the built package: what changed in its files since an accepted one, before it is accepted itself."""

from generator.difference.comparison import difference
from generator.difference.sides import read_side
from generator.review.bench import PageRequest, PageValues, ReviewPage
from generator.review.pages.package import built_package
from generator.review.since_accepted import accepted_days, item_lists
from generator.workspace.prior_package import FOLDER as PREVIOUS

_MOST = 200
"""Changes of the system."""


def _view(request: PageRequest) -> PageValues:
    """Both sides are read from their files: the workspace may say something else than the package that is handed in."""
    folder = built_package(request.bench, request.assessment.package.system.id)
    days = accepted_days(request.bench.root, request.bench.as_of())
    if not days or not folder.is_dir():
        return {"days": days, "built": folder.is_dir(), "compared": None}
    named = request.query.get("since", "")
    chosen = next((day for day in days if day.isoformat() == named), days[-1])
    compared = difference(read_side(request.bench.root / PREVIOUS / chosen.isoformat()), read_side(folder))
    before, now = compared.old.indicators, compared.new.indicators
    return {
        "days": tuple(reversed(days)),
        "built": True,
        "chosen": chosen,
        "compared": compared,
        "items": tuple(item_lists(compared)),
        "changes": compared.changes[:_MOST],
        "more_changes": len(compared.changes) - _MOST,
        "indicators": tuple(
            (name, before.get(name, "none"), now.get(name, "none"))
            for name in sorted({*before, *now})
            if before.get(name) != now.get(name)
        ),
    }


PAGES = (
    ReviewPage(
        path="/package/difference", title="Package difference", template="package_difference.html", view=_view, listed=False
    ),
)
