"""What a linter of Dockerfiles found in each of them."""

from collections.abc import Iterable, Iterator

import msgspec

from generator.checks.base import Check, CheckContext, Judgment, judged, named, not_collected
from generator.checks.mapping import mapped
from generator.checks.populations import what_runs
from generator.model.evidence import EvidenceSource
from generator.model.operation import LintRun
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, PostureRequirement
from generator.model.scan import LintedFile, Severity
from generator.model.verdict_makers import fails, passes, unknown
from generator.text import counted

_REQUIREMENT = PostureRequirement(
    id="dockerfile-lint",
    area="Hardened images",
    title="A linter finds neither errors nor warnings in Dockerfiles",
    problem="Dockerfile with findings of the linter",
    asks="Does a linter's report of every Dockerfile show neither errors nor warnings?",
    rationale="A linter detects how images include more than intended: packages of any version, caches, root.",
    fix="Correct what the rules name, or ignore a rule in the Dockerfile with a comment that says why (`# hadolint ignore=`).",
    reference=(
        "https://github.com/hadolint/hadolint#rules; FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Hardened "
        "Images (names no linter)"
    ),
    controls=mapped(ours="CM-6 CM-2"),
    subjects=("Dockerfile", "Dockerfiles"),
    severity=Severity.LOW,
)
_SILENT = "no linter report names this Dockerfile"
_NOTES = ("A report does not name a Dockerfile without findings, nor does it show what `.hadolint.yaml` or comments ignore.",)


class _Mention(msgspec.Struct, frozen=True, kw_only=True):
    run: LintRun
    file: LintedFile

    @property
    def age(self) -> str:
        """The newest last; an undated one before every dated one."""
        return self.run.taken.isoformat() if self.run.taken else ""


def _judge(context: CheckContext) -> Judgment:
    """Dockerfiles that were collected, and those that only a report names. Of a file the newest report that names it counts.

    Whether a pipeline runs the linter, and stops on it, is another matter.
    """
    collected = [each for each in context.facts.pipelines if each.recipe is not None]
    mentions = [_Mention(run=run, file=file) for run in context.facts.lint_runs for file in run.files]
    if not collected and not mentions:
        return not_collected("Dockerfiles and what a linter finds in them (`hadolint -f json`)")
    paths = [each.evidence.path for each in collected]
    known = {path: [each for each in mentions if _is(path, each.file.name, paths)] for path in paths}
    joined = {each.file.name for found in known.values() for each in found}
    others = {each.file.name: [one for one in mentions if one.file.name == each.file.name] for each in mentions}
    subjects = [_subject(path, found) for path, found in known.items() if found]
    subjects += [_subject(name, found) for name, found in others.items() if name not in joined]
    silent = ((each, each.evidence.source) for each in collected if not known[each.evidence.path])
    subjects += [
        unknown(each.evidence.path, _SILENT, ObjectCitation(kind=each.system, name=each.name, taken=each.taken, source=source))
        for each, source in silent
    ]
    return judged(subjects, notes=_NOTES)


def _subject(name: str, mentions: list[_Mention]) -> JudgedSubject:
    """Several reports of the newest moment are joined: a linter may be run once for each rule set."""
    newest = max(each.age for each in mentions)
    counted_now = [each for each in mentions if each.age == newest]
    cited = tuple(_cited(each.run, each.file.source) for each in counted_now)
    broken = sorted({rule for each in counted_now for rule in each.file.broken})
    older = tuple(_contested(mentions, counted_now, broken))
    if broken:
        text = f"breaks {counted(len(broken), 'rule')} of {counted_now[0].run.tool}: {named(broken)}"
        return fails(name, text, *cited, certainty=Certainty.REPORTED, contested_by=older)
    if any(each.file.unread for each in counted_now):
        return unknown(name, "the linter could not parse it", *cited)
    hints = sum(each.file.lesser for each in counted_now)
    reason = f"{counted_now[0].run.tool} shows {counted(hints, 'lesser hint')} and neither error nor warning"
    return passes(name, *cited, certainty=Certainty.REPORTED, reason=reason, contested_by=older)


def _contested(all_mentions: Iterable[_Mention], now: list[_Mention], broken: list[str]) -> Iterator[EvidenceSource]:
    """Where an older report differs, the newest alone decides: without it the verdict is another."""
    if any(bool(each.file.broken) != bool(broken) for each in all_mentions if each not in now):
        yield from (each.run.source for each in now)


def _is(path: str, name: str, paths: Iterable[str]) -> bool:
    """Does a report mean this Dockerfile? Its path ends like it, or its file or folder is the only one of that name."""
    plain = name.removeprefix("./")
    if f"/{path}".endswith(f"/{plain}") and plain.count("/"):
        return True
    title = _title(plain)
    return bool(title) and _title(path) == title and sum(_title(each) == title for each in paths) == 1


def _title(path: str) -> str:
    """`…/cart/Dockerfile`, `cart.Dockerfile` and `Dockerfile.cart` are the Dockerfile of `cart`."""
    *folders, file = path.lower().split("/")
    for mark in ("dockerfile", "containerfile"):
        if file == mark:
            return folders[-1] if folders else ""
        if file.endswith(f".{mark}") or file.startswith(f"{mark}."):
            return file.removesuffix(f".{mark}").removeprefix(f"{mark}.")
    return file


def _cited(run: LintRun, source: EvidenceSource) -> ObjectCitation:
    return ObjectCitation(kind="Lint", name=run.tool, taken=run.taken, source=source)


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=what_runs("other images"))
