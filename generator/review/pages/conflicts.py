"""Conflicts: texts that `atopack absorb` or git left in two versions, side by side; one is chosen, or another is written."""

from starlette.exceptions import HTTPException

from generator.errors import ConfigError
from generator.frameworks.plan import known_controls
from generator.narrative.conflicts import conflicts_of, resolved, unresolved
from generator.narrative.plan_places import read_plan_texts
from generator.narrative.reading import control_of, read_narrative
from generator.review.bench import ActionDone, ActionRequest, PageRequest, PageValues, ReviewAction, ReviewPage, Workbench
from generator.review.writes import put_text, refused, text_hash_of
from generator.workspace.folder import NARRATIVES, PLAN_NARRATIVES, Workspace

_CHOICES = ("ours", "theirs", "edited")


def _list(request: PageRequest) -> PageValues:
    return {"files": tuple((path, address_of(path)) for path in request.assessment.conflicts)}


def _file(request: PageRequest) -> PageValues:
    path = _path_of(request.path["text"])
    text = _text(request.bench, path)
    try:
        conflicts = conflicts_of(text)
    except ValueError as error:
        what = "the markers of a conflict do not pair"
        raise ConfigError(what, where=f"{path}, {error}", next_step="correct them in an editor") from error
    return {
        "file": path,
        "conflicts": conflicts,
        "shown": text_hash_of(text),
        "control": _control_of(path),
        "address": address_of(path),
    }


def _resolve(request: ActionRequest) -> ActionDone:
    """Every conflict of the file at once: a file with some of them left is read by nothing."""
    path = _path_of(request.path["text"])
    text = _text(request.bench, path)
    try:
        conflicts = conflicts_of(text)
    except ValueError as error:
        raise refused("the markers of a conflict do not pair", f"correct {path}, {error}, in an editor") from error
    chosen = []
    for number, conflict in enumerate(conflicts):
        choice = request.posted.get(f"choice {number}", "")
        if choice not in _CHOICES:
            raise refused(f"nothing is chosen for conflict {number + 1}", "choose one of the two, or your own text")
        edited = request.posted.get(f"text {number}", "").replace("\r\n", "\n").strip("\n")
        chosen.append({"ours": conflict.ours, "theirs": conflict.theirs, "edited": edited}[choice])
    made = resolved(text, chosen)
    _check(request.bench, path, made)
    put_text(request, path, after=made, now=lambda: _text(request.bench, path))
    control = _control_of(path)
    return ActionDone(back=f"/controls/{control}" if control else "/conflicts", notice=f"{path} written: one version is left.")


def address_of(path: str) -> str:
    """Of the page: `/conflicts/PE-3`, `/conflicts/plan:boundary`."""
    return f"/conflicts/{path.removeprefix(f'{NARRATIVES}/').removesuffix('.md').replace('/', ':')}"


def _path_of(text: str) -> str:
    return f"{NARRATIVES}/{text.replace(':', '/')}.md"


def _check(bench: Workbench, path: str, text: str) -> None:
    control = next((each for each in known_controls() if each.id == _control_of(path)), None)
    if control is not None:
        read_narrative(text, path, control, as_of=bench.as_of())
    else:
        read_plan_texts({path: text}, as_of=bench.as_of())


def _control_of(path: str) -> str:
    return "" if path.startswith(f"{PLAN_NARRATIVES}/") else control_of(path.rpartition("/")[2]) or ""


def _text(bench: Workbench, path: str) -> str:
    """The file, where it is one that has a conflict now."""
    workspace = Workspace.open(bench.root)
    text = {**workspace.narratives(), **workspace.plan_narratives()}.get(path)
    if text is None or unresolved(text.split("\n")) is None:
        raise HTTPException(404)
    return text


PAGES = (
    ReviewPage(path="/conflicts", title="Conflicts", template="conflicts.html", view=_list, listed=False),
    ReviewPage(path="/conflicts/{text}", title="Conflict", template="conflict_file.html", view=_file, listed=False),
)
ACTIONS = (ReviewAction(path="/conflicts/{text}/resolve", apply=_resolve),)
