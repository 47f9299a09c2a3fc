"""The web application: pages and actions of the registries, behind the access control. No page has a script it depends on."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from generator.errors import GeneratorError, diagnosis
from generator.renderers.html_page import filled_form, source
from generator.review.access import AccessControl, BrowserSession, is_own_form
from generator.review.assessment import AssessmentFailedError
from generator.review.bench import ActionRequest, PageRequest, ReviewAction, ReviewPage, Workbench
from generator.review.registry import ACTIONS, DOWNLOADS, PAGES
from generator.workspace.record_fields import FormRefusedError
from generator.workspace.yaml_writer import EditedMeanwhileError

_STATIC = {
    "page.css": ("report/page.css", "text/css"),
    "table.css": ("report/table.css", "text/css"),
    "review.css": ("review/review.css", "text/css"),
    "page.js": ("report/page.js", "text/javascript"),
    "review.js": ("review/review.js", "text/javascript"),
}
"""Served from our own templates, so that the policy of the pages allows nothing inline."""
_MOST_FIELDS, _LARGEST_FIELD = 5_000, 4 << 20
_SEVERAL = frozenset(
    "asset candidate change deviation document item origination requirement statement status work-package".split()
)
"""Names of fields that a form may send more than once."""


def application(bench: Workbench) -> AccessControl:
    """The ASGI application of one workbench."""
    routes = [
        *(Route(page.path, _page(page), methods=["GET"]) for page in PAGES),
        *(Route(action.path, _action(action), methods=["POST"]) for action in ACTIONS),
        *(Route(path, _download(read), methods=["GET"]) for path, read in DOWNLOADS),
        Route("/static/{name}", _static, methods=["GET"]),
        Route("/favicon.ico", _no_icon, methods=["GET"]),
    ]
    app = Starlette(routes=routes, exception_handlers={HTTPException: _not_found})
    app.state.bench = bench
    return AccessControl(app, bench.door)


def _page(page: ReviewPage) -> Callable[[Request], Any]:
    async def answer(request: Request) -> Response:
        bench, session = _bench(request), _session(request)
        try:
            return await run_in_threadpool(_made, page, request, bench, session)
        except (AssessmentFailedError, GeneratorError, OSError) as failed:
            return _shown(bench, session, _failed("Correct a file", failed))

    return answer


def _made(page: ReviewPage, request: Request, bench: Workbench, session: BrowserSession) -> Response:
    wanted = _page_request(request, bench, session)
    query = request.url.query
    here = f"{request.url.path}?{query}" if query else request.url.path
    return _shown(bench, session, _PageAnswer(title=page.title, template=page.template, values=page.view(wanted), here=here))


def _page_request(request: Request, bench: Workbench, session: BrowserSession) -> PageRequest:
    return PageRequest(
        bench=bench,
        session=session,
        query=dict(request.query_params),
        path={name: str(value) for name, value in request.path_params.items()},
    )


def _action(action: ReviewAction) -> Callable[[Request], Any]:
    async def answer(request: Request) -> Response:
        bench, session = _bench(request), _session(request)
        async with request.form(max_files=50, max_fields=_MOST_FIELDS, max_part_size=_LARGEST_FIELD) as form:
            if not is_own_form(session, _text(form, "csrf")):
                return _shown(bench, session, _refused("Refused", "The form is not of this page.", 403))
            wanted = await _action_request(request, bench, session, form)
        try:
            done = await run_in_threadpool(action.apply, wanted)
        except (FormRefusedError, GeneratorError, AssessmentFailedError, OSError) as error:
            return _shown(bench, session, _not_written(error))
        finally:
            bench.assessments.written()
        session.notice = done.notice
        return RedirectResponse(done.back, 303)

    return answer


async def _action_request(request: Request, bench: Workbench, session: BrowserSession, form: FormData) -> ActionRequest:
    several = {name: tuple(str(value) for value in form.getlist(name) if isinstance(value, str)) for name in _SEVERAL}
    files = tuple(
        [(value.filename or "", await value.read()) for _, value in form.multi_items() if isinstance(value, UploadFile)]
    )
    return ActionRequest(
        bench=bench,
        session=session,
        posted={name: value for name, value in form.items() if isinstance(value, str)},
        several=several,
        path={name: str(value) for name, value in request.path_params.items()},
        files=files,
    )


def _download(read: Callable[[PageRequest], tuple[bytes, str]]) -> Callable[[Request], Any]:
    async def answer(request: Request) -> Response:
        bench, session = _bench(request), _session(request)

        def made() -> Response:
            data, media_type = read(_page_request(request, bench, session))
            # NOTE: only pictures are shown; a page among the files of a package would run as one of ours.
            kept = {} if media_type.startswith("image/") else {"Content-Disposition": "attachment"}
            return Response(data, media_type=media_type, headers=kept)

        try:
            return await run_in_threadpool(made)
        except (AssessmentFailedError, GeneratorError, OSError) as failed:
            return _shown(bench, session, _failed("Correct a file", failed))

    return answer


async def _static(request: Request) -> Response:
    named = _STATIC.get(request.path_params["name"])
    if named is None:
        raise HTTPException(404)
    return Response(source(named[0]), media_type=named[1])


async def _no_icon(_request: Request) -> Response:
    """Browsers ask for one by themselves."""
    return Response(status_code=204)


async def _not_found(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    reason = "There is no such page." if status == 404 else "This page does not take that."
    return _shown(_bench(request), _session(request), _refused("Not found", reason, status))


class _PageAnswer(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    template: str
    values: Mapping[str, object]
    status: int = 200
    here: str = "/"
    """The address of the page, for what leads back to it."""


def _refused(title: str, reason: str, status: int) -> _PageAnswer:
    return _PageAnswer(title=title, template="refused.html", values={"reason": reason}, status=status)


def _not_written(error: FormRefusedError | GeneratorError | AssessmentFailedError | OSError) -> _PageAnswer:
    if isinstance(error, EditedMeanwhileError):
        values = {"file": error.where, "now": error.now, "wanted": error.wanted}
        return _PageAnswer(title="Changed meanwhile", template="conflict.html", values=values, status=409)
    if isinstance(error, FormRefusedError):
        lines = tuple(f"{name}: {reason}" for name, reason in error.reasons.items())
        return _PageAnswer(title="Not written", template="failed.html", values={"lines": lines, "by_system": False}, status=422)
    return _failed("Not written", error, status=422)


def _failed(title: str, error: GeneratorError | AssessmentFailedError | OSError, *, status: int = 200) -> _PageAnswer:
    reason = error.reason if isinstance(error, AssessmentFailedError) else error
    text = diagnosis(reason) if isinstance(reason, OSError) else reason.diagnostics()
    values = {"lines": tuple(text.splitlines()), "by_system": isinstance(reason, OSError)}
    return _PageAnswer(title=title, template="failed.html", values=values, status=status)


def _shown(bench: Workbench, session: BrowserSession, answer: _PageAnswer) -> HTMLResponse:
    shared = {
        "title": answer.title,
        "system": bench.root.name,
        "as_of": bench.as_of().isoformat(),
        "pages": tuple(page for page in PAGES if page.listed),
        "csrf": session.csrf,
        "notice": session.notice,
        "person": bench.person_of(session),
        "read_only": bench.door.read_only,
        "undo": session.undo.last.names if session.undo.last else "",
        "here": answer.here,
    }
    session.notice = ""
    return HTMLResponse(filled_form(f"review/{answer.template}", **shared, **answer.values), answer.status)


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _bench(request: Request) -> Workbench:
    bench: Workbench = request.app.state.bench
    return bench


def _session(request: Request) -> BrowserSession:
    session: BrowserSession = request.scope["session"]
    return session
