"""You: the name under which this browser decides, the address for another browser, and undo. This is not a login."""

from generator.review.bench import ActionDone, ActionRequest, PageRequest, PageValues, ReviewAction, ReviewPage
from generator.review.pages.decisions import own_address
from generator.review.people import Person
from generator.review.undo import undo
from generator.review.writes import refused

_LONGEST = 200


def _view(request: PageRequest) -> PageValues:
    return {"git": request.bench.person}


def _name(request: ActionRequest) -> ActionDone:
    name, email = (" ".join(request.posted.get(key, "").split())[:_LONGEST] for key in ("name", "email"))
    if not name:
        raise refused("no name was written", "write the name that stands in decisions")
    request.bench.named[request.session.key] = Person(name=name, email=email)
    return ActionDone(back="/you", notice=f"Decisions of this browser are made by {name}.")


def _another(request: ActionRequest) -> ActionDone:
    host = sorted(request.bench.door.hosts)[0]
    address = f"http://{host}/?token={request.bench.door.new_token()}"
    return ActionDone(back="/you", notice=f"Open this address once in the other browser: {address}")


def _undo(request: ActionRequest) -> ActionDone:
    back = own_address(request.posted.get("back", "")) or "/"
    write = undo(request.session.undo, request.bench.root)
    return ActionDone(back=back, notice=f"Undone: {write.names} is as it was before.")


PAGES = (ReviewPage(path="/you", title="You", template="you.html", view=_view),)
ACTIONS = (
    ReviewAction(path="/you/name", apply=_name),
    ReviewAction(path="/you/another", apply=_another),
    ReviewAction(path="/undo", apply=_undo),
)
