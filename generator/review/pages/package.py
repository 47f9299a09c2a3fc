"""Package: check, build and export as commands with their output, the files that came out, and the acceptance."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import msgspec
from starlette.exceptions import HTTPException

from generator.review.bench import (
    ActionDone,
    ActionRequest,
    PageRequest,
    PageValues,
    ReviewAction,
    ReviewPage,
    Workbench,
    there,
)
from generator.review.document_pictures import SUFFIXES, PictureProgress
from generator.review.final_tasks import final_tasks
from generator.review.pages.decisions import own_address
from generator.review.writes import refused
from generator.workspace.accept import accept

_OUTPUT = "output"
"""Folder of the workspace that packages are built into."""
_MOST_FILES = 2_000


class PackageFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the built package."""

    path: str
    size: int
    pictured: bool
    """Can pictures of its pages be made?"""


def _view(request: PageRequest) -> PageValues:
    bench = request.bench
    folder = built_package(bench, request.assessment.package.system.id)
    job = bench.jobs.state()
    return {
        "job": job,
        "built": folder.is_dir(),
        "folder": f"{_OUTPUT}/{folder.name}",
        "files": tuple(_files(folder)),
        "system_id": request.assessment.package.system.id,
        "accepted": request.assessment.package.handed_in.isoformat() if request.assessment.package.handed_in else "",
        "stops": final_tasks(request),
        "refresh": job is not None and job.running,
    }


def _files(folder: Path) -> Iterator[PackageFile]:
    """Everything but the evidence, which is never shown as what it is."""
    paths = sorted(folder.rglob("*")) if folder.is_dir() and not folder.is_symlink() else []
    for path in [path for path in paths if path.is_file() and not path.is_symlink()][:_MOST_FILES]:
        name = path.relative_to(folder).as_posix()
        if not name.startswith("evidence/"):
            yield PackageFile(path=name, size=path.stat().st_size, pictured=path.suffix in SUFFIXES)


def _run(request: ActionRequest) -> ActionDone:
    """Start a command."""
    bench, command = request.bench, request.posted.get("command", "")
    day = bench.as_of().isoformat()
    root = str(bench.root)
    package = bench.assessments.current().package
    folder = str(built_package(bench, package.system.id))
    commands = {
        "check": ["check", root, "--as-of", day],
        "build": ["build", root, "--as-of", day, "--output", str(output_folder(bench))],
        "build-final": ["build", root, "--as-of", day, "--output", str(output_folder(bench)), "--final"],
        "verify": ["verify", folder],
    }
    if command not in commands:
        raise HTTPException(422)
    if not bench.jobs.start(command, commands[command], bench.root):
        raise refused("a command is still running", "wait for it, or end it")
    return ActionDone(back="/package", notice=f"`atopack {command.replace('-final', ' --final')}` started.")


def _stop(request: ActionRequest) -> ActionDone:
    request.bench.jobs.stop()
    return ActionDone(back=own_address(request.posted.get("back", "")) or "/package", notice="The command was ended.")


def _accept(request: ActionRequest) -> ActionDone:
    """Keep the built package as handed in; the id of the system is typed as confirmation."""
    system = request.bench.assessments.current().package.system.id
    if request.posted.get("confirm", "").strip() != system:
        raise refused("the acceptance is not confirmed", f"type {system} to confirm that this package was handed in")
    kept = accept(built_package(request.bench, system), request.bench.root, draft=request.posted.get("draft") == "yes")
    return ActionDone(back="/package", notice=f"Kept in {kept.folder.name}: {', '.join(kept.files)}.")


def download(request: PageRequest) -> tuple[bytes, str]:
    """A file of the built package, to be saved.

    Raises:
        HTTPException: there is none of that name.
    """
    folder = built_package(request.bench, request.assessment.package.system.id)
    wanted = request.path["name"]
    if wanted not in {file.path for file in _files(folder)}:
        raise HTTPException(404)
    return (folder / wanted).read_bytes(), "application/octet-stream"


def _pictures(request: PageRequest) -> PageValues:
    system, file = request.assessment.package.system.id, request.query.get("file", "")
    state = request.bench.pictures.state(_document(request.bench, system, file)) if file else None
    return {
        "file": file,
        "documents": tuple(each.path for each in _files(built_package(request.bench, system)) if each.pictured),
        "state": state,
        "missing": request.bench.pictures.missing(),
        "refresh": state is not None and state.progress is PictureProgress.RUNNING,
    }


def _make_pictures(request: ActionRequest) -> ActionDone:
    """LibreOffice and Poppler, in the background."""
    file = request.posted.get("file", "")
    document = _document(request.bench, request.bench.assessments.current().package.system.id, file)
    if missing := request.bench.pictures.missing():
        raise refused(f"{missing} is not installed", "download the document, and open it in its program")
    if not request.bench.pictures.start(document):
        raise refused("pictures of another document are being made", "wait for them")
    return ActionDone(back=f"/package/pictures?{urlencode({'file': file})}", notice=f"Pictures of {file} are being made.")


def _document(bench: Workbench, system: str, name: str) -> Path:
    folder = built_package(bench, system)
    if name not in {file.path for file in _files(folder) if file.pictured}:
        raise HTTPException(404)
    return folder / name


def picture(request: PageRequest) -> tuple[bytes, str]:
    """A page of a document, as PNG.

    Raises:
        HTTPException: there is none.
    """
    number = request.path["number"]
    page = int(number) if number.isdecimal() and len(number) < _DIGITS else 0
    return there(request.bench.pictures.page(request.path["key"], page)), "image/png"


_DIGITS = 5


def output_folder(bench: Workbench) -> Path:
    """Where commands of the pages write packages and deliveries; it may not be there.

    Raises:
        ConfigError: it is a link: what it leads to is none of ours.
    """
    if (bench.root / _OUTPUT).is_symlink():
        raise refused(f"`{_OUTPUT}` is a link, which is never followed", "make a plain folder of it")
    return bench.root / _OUTPUT


def built_package(bench: Workbench, system: str) -> Path:
    """The package of the system; it may not be there. See `output_folder` for what is raised."""
    return output_folder(bench) / system


PAGES = (
    ReviewPage(path="/package", title="Package", template="package.html", view=_view),
    ReviewPage(path="/package/pictures", title="Pictures", template="pictures.html", view=_pictures, listed=False),
)
ACTIONS = (
    ReviewAction(path="/package/run", apply=_run),
    ReviewAction(path="/package/stop", apply=_stop),
    ReviewAction(path="/package/accept", apply=_accept),
    ReviewAction(path="/package/pictures", apply=_make_pictures),
)
DOWNLOADS = (("/package/file/{name:path}", download), ("/package/picture/{key}/{number}", picture))
