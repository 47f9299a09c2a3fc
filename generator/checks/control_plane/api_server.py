"""What the checks about the API server's arguments share: one verdict for each instance that is seen as a pod."""

from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from generator.checks.base import POD, CheckContext, Judgment, judged, not_applicable, not_collected
from generator.checks.managed_clusters import HIDDEN, leveraged, provider
from generator.model.posture import JudgedSubject, weakest
from generator.model.settings.admission import ApiServer
from generator.model.settings.base import Setting, Settings
from generator.model.verdict_makers import fails, passes, unknown

Reasons = Callable[[ApiServer], Iterable[str]]

_ELSEWHERE = ("config", "openshift-config")
"""Arguments that name a file with all the others: OpenShift's."""
_IN_FILE = "the server's arguments stand in a file"
_NOT_SEEN = "the arguments of the API server were not collected"
_COLLECT = "collect the pods of kube-system, which show the arguments of an API server that runs as a static pod"


class ArgumentQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """One question about the arguments, and about the files that they name."""

    about: str
    """What they decide, in words."""
    faults: Reasons
    """What is wrong in the arguments, to follow the server's name."""
    doubts: Reasons = lambda _: ()
    """What neither arguments nor files decide."""
    files: Callable[[ApiServer], Sequence[Setting[Settings]]] = lambda _: ()
    """Files of this server that were collected."""
    file_faults: Reasons = lambda _: ()
    """What is wrong in them."""


def judge_servers(context: CheckContext, question: ArgumentQuestion, *, notes: Iterable[str] = ()) -> Judgment:
    """Every API server of the cluster: it fails by its arguments or the files they name, is unknown by doubts, else passes."""
    servers = context.of(ApiServer)
    if servers:
        return judged((_subject(each, context, question) for each in servers), notes=notes)
    return of_hidden(context, "API server", f"the API server's arguments about {question.about}", _NOT_SEEN, _COLLECT)


def of_hidden(context: CheckContext, name: str, what: str, reason: str, next_step: str) -> Judgment:
    """A program of the control plane that every cluster has and that was not seen."""
    if not context.configuration.running:
        return not_collected(what)
    covered = leveraged(context)
    if covered:
        return not_applicable(f"{provider(context)} runs the control plane; system.yaml names its authorization, {covered}.")
    if provider(context):
        step = "name the provider's authorization and its service in plan.leveraged-authorizations of system.yaml"
        return judged([unknown(name, HIDDEN, next_step=step)])
    if context.complete(POD):
        return judged([unknown(name, reason, next_step=next_step)])
    return not_collected(what, refused=context.refused(("", "pods")))


def _subject(each: Setting[ApiServer], context: CheckContext, question: ArgumentQuestion) -> JudgedSubject:
    certainty = context.certainty_of(each)
    if any(each.says.flag(name) for name in _ELSEWHERE):
        return unknown(each.key, _IN_FILE, each.cited, next_step="collect the file that --config or --openshift-config names")
    wrong = "; ".join(question.faults(each.says))
    if wrong:
        return fails(each.key, wrong, each.cited, certainty=certainty)
    files = question.files(each.says)
    cited = (each.cited, *(file.cited for file in files))
    certainty = weakest([certainty, *(context.certainty_of(file) for file in files)])
    wrong = "; ".join(question.file_faults(each.says))
    if wrong:
        return fails(each.key, wrong, *cited, certainty=certainty, contested_by=[file.source for file in files])
    open_ = "; ".join(question.doubts(each.says))
    if open_:
        return unknown(each.key, open_, *cited)
    return passes(each.key, *cited, certainty=certainty)


def missing(server: ApiServer, names: Iterable[str]) -> Iterator[str]:
    """Arguments without a value, as one fault."""
    absent = [name for name in names if not server.flag(name)]
    if absent:
        yield f"does not set {', '.join(absent)}"
