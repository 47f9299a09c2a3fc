"""Results of benchmarks on clusters, hosts and accounts: dated, and with what they found."""

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from generator.checks.base import Check, CheckContext, Judgment, judged, named, not_collected
from generator.checks.cryptography.cloud_resources import accounts
from generator.checks.mapping import mapped
from generator.checks.populations import nodes
from generator.model.asset import AssetKind
from generator.model.identifiers import AssetId
from generator.model.operation import CheckRun
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, PostureRequirement
from generator.model.verdict_makers import fails, passes, unknown
from generator.text import counted

_WINDOW = 30
"""Days: monthly scans of the whole inventory, FedRAMP Vulnerability Scanning Requirements §3."""
_KINDS = (AssetKind.CLUSTER, AssetKind.NODE, AssetKind.HOST)

_REQUIREMENT = PostureRequirement(
    id="benchmark-results",
    area="Assessment",
    title="Benchmarks are run on clusters and hosts",
    problem="Benchmark results outdated or failed",
    asks="Was a benchmark run on clusters and hosts within 30 days, and did every check pass?",
    rationale="A benchmark tells how the whole configuration differs from what was agreed, on a day that can be shown.",
    fix="Run the benchmark again (kube-bench, Compliance Operator, OpenSCAP); remediate what fails or accept it with a reason.",
    reference="NIST SP 800-53 Rev. 5, CM-6 and CA-7; FedRAMP Vulnerability Scanning Requirements, section 3",
    controls=mapped(fedramp="CA-2 CM-6", nist="CA-7", ours="RA-5"),
    subjects=("cluster, host or account", "clusters, hosts and accounts"),
)


class _Result(msgspec.Struct, frozen=True):
    """One run as far as it is about one target."""

    run: CheckRun
    passed: int
    failed: int
    manual: int

    @property
    def cited(self) -> ObjectCitation:
        """The file."""
        return ObjectCitation(kind="Benchmark", name=self.run.tool, taken=self.run.taken, source=self.run.source)


def _judge(context: CheckContext) -> Judgment:
    """The subjects are the clusters, nodes, hosts and accounts of the inventory, and each run that names none of them: its
    failed checks are known, what they are about is not. kube-bench names no node.
    """
    as_of, runs = context.facts.as_of, context.facts.check_runs
    placed: set[CheckRun] = set()
    subjects = []
    for name, names, asset in _population(context):
        results = [each for run in runs if (each := _about(run, names)) is not None]
        placed.update(each.run for each in results)
        subjects.append(_target(name, results, as_of, (asset,) if asset else ()))
    subjects += [_unplaced(run) for run in runs if run not in placed]
    return judged(subjects) if subjects else not_collected("hosts, accounts or clusters, and benchmarks of them")


def _population(context: CheckContext) -> Iterator[tuple[str, frozenset[str], AssetId | None]]:
    """(name, what a run may call it in lower case, asset)."""
    for asset in context.facts.assets:
        if asset.kind in _KINDS:
            yield f"{asset.kind} {asset.asset_id}", frozenset({asset.asset_id.lower(), *asset.names}), asset.asset_id
    for account in sorted({each.account for each in accounts(context.facts) if each.account}):
        yield f"account {account}", frozenset({account.lower()}), None


def _about(run: CheckRun, names: frozenset[str]) -> _Result | None:
    named_so = [target for target in run.targets if target.lower() in names]
    if not named_so:
        return None
    counts = [each[1:] for each in run.by_target if each[0] in named_so]
    return _Result(run, *(sum(each[at] for each in counts) for at in range(3)))


def _target(name: str, results: Sequence[_Result], as_of: date, assets: tuple[AssetId, ...]) -> JudgedSubject:
    """Of several runs all count that are not too old."""
    cited = tuple(each.cited for each in results)
    if not results:
        return unknown(name, f"no benchmark of {name} was collected", asset_ids=assets)
    failing = [each for each in results if each.failed and not _is_old(each, as_of)]
    if failing:
        contested = [each.run.source for each in failing]
        text = _failed(sum(each.failed for each in failing), sum(each.passed for each in failing))
        certainty = Certainty.REPORTED
        return fails(name, text, *cited, certainty=certainty, contested_by=contested, asset_ids=assets)
    recent = [each for each in results if not _is_old(each, as_of)]
    if not recent:
        days = min((as_of - each.run.taken.date()).days for each in results if each.run.taken)
        text = f"was last checked against a benchmark {days} days ago"
        return fails(name, text, *cited, certainty=Certainty.REPORTED, asset_ids=assets)
    if all(each.run.taken is None for each in recent):
        return unknown(name, "run is not dated", *cited, asset_ids=assets)
    return _without_failures(name, [each for each in recent if each.run.taken], cited, assets)


def _without_failures(
    name: str, recent: Sequence[_Result], cited: Sequence[ObjectCitation], assets: tuple[AssetId, ...]
) -> JudgedSubject:
    manual, passed = sum(each.manual for each in recent), sum(each.passed for each in recent)
    if manual:
        text = f"{counted(manual, 'check')} {'needs' if manual == 1 else 'need'} a person"
        return unknown(name, text, *cited, asset_ids=assets)
    if not passed:
        return unknown(name, "no check of it was assessed", *cited, asset_ids=assets)
    reason = f"{counted(passed, 'check')} of {named(sorted({each.run.tool for each in recent}))} passed"
    return passes(name, *cited, certainty=Certainty.REPORTED, reason=reason, asset_ids=assets)


def _unplaced(run: CheckRun) -> JudgedSubject:
    name, result = f"{run.tool} in {run.source.path}", _Result(run, run.passed, run.failed, run.manual)
    if run.failed:
        return fails(name, _failed(run.failed, run.passed), result.cited, certainty=Certainty.REPORTED)
    if run.source.path in run.targets:
        step = "name it: `target:` beside the file's glob under `evidence:` in system.yaml, or in its sidecar"
        return unknown(name, "run does not name its target", result.cited, next_step=step)
    return unknown(name, f"run names {named(run.targets)}, which is not in the inventory", result.cited)


def _failed(failed: int, passed: int) -> str:
    return f"fails {counted(failed, 'check')} of {passed + failed:,}"


def _is_old(result: _Result, as_of: date) -> bool:
    return result.run.taken is not None and (as_of - result.run.taken.date()).days > _WINDOW


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=nodes)
