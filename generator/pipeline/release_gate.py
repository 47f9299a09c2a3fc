"""What keeps a package from being final: blank cells, evidence that is named and not there, answers without approval."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from generator.errors import ConfigError
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.frameworks.rev5.table import FAMILIES
from generator.limits import NAMED
from generator.model.candidate import CandidateState, RequirementCandidates, by_requirement
from generator.model.evidence import GapKind
from generator.model.narrative import NarrativeStatus
from generator.model.progress import AnswerProgress
from generator.oscal.package import AuthorizationPackage
from generator.renderers.appendix_a.docx import APPENDIX_A_DOCX
from generator.renderers.appendix_a.tailoring import tailored
from generator.renderers.appendix_a.view import view
from generator.renderers.inventory.missing import missing_cells
from generator.renderers.poam import rows as poam_rows
from generator.renderers.poam.xlsx import POAM_XLSX
from generator.text import bulleted, counted, listed

_SUBJECTS = 3
"""Named of the candidates of one requirement."""


def refuse_draft(package: AuthorizationPackage, *, plan: bool) -> None:
    """Refuse while anything is outstanding. With `plan`, the answers to controls are part of what is to be final.

    Raises:
        ConfigError: what is outstanding, the first of it by name.
    """
    first = next(_outstanding(package, plan=plan), None)
    if first is not None:
        what, named, step = first
        lines = (f"{what}, so this is a draft; nothing was published", *named)
        raise ConfigError("\n  ".join(lines), next_step=step)


def _outstanding(package: AuthorizationPackage, *, plan: bool) -> Iterator[tuple[str, Sequence[str], str]]:
    """Each kind that is left: what, the first of it by name, and the next step."""
    if missing_evidence := [gap for gap in package.gaps if gap.kind is GapKind.NAMED_NOT_THERE]:
        shown = [f"{gap.path}{f' ({gap.place})' if gap.place else ''}: {gap.reason}" for gap in missing_evidence]
        entries = counted(len(missing_evidence), "file is", "files are")
        yield f"{entries} named and not there", bulleted(shown, NAMED), missing_evidence[0].next_step
    if samples := package.system.samples:
        keys = counted(len(samples), "key of system.yaml still holds", "keys of system.yaml still hold")
        named = listed([sample.key for sample in samples], NAMED)
        yield f"{keys} the example of `atopack init`", [named], "state what is true of the system, or remove the key"
    if missing := missing_cells(package):
        cells = counted(len(missing), "mandatory cell")
        shown = [f"{cell.column} of {cell.asset_id}: {cell.say}" for cell in missing]
        step = "say what is missing, or build without --final: report/crosscheck.html lists every cell"
        yield f"{cells} of the inventory workbook would be blank", bulleted(shown, NAMED), step
    if plan and (open_ := unapproved(package)):
        controls = counted(sum(map(len, open_.values())), "control of the baseline is", "controls of the baseline are")
        families = [f"{FAMILIES.get(family, family)}: {listed(ids, NAMED)}" for family, ids in open_.items()]
        step = (
            "name `approver` and `date` in each narratives/CONTROL.md whose text stands, or build without --final; "
            "`atopack status` shows how far each family is"
        )
        yield f"{controls} not approved", families, step
    if dates := unconfirmed(package):
        rows = counted(len(dates), "open item has", "open items have")
        step = (
            "confirm the work packages in decisions/work-packages.yaml, plan others in decisions/item-plans.yaml, "
            "or build without --final"
        )
        yield f"{rows} no milestone that a person confirmed", [listed(dates, NAMED)], step
    if waiting := [row for row in package.candidates if row.state is CandidateState.UNDECIDED]:
        rows = counted(len(waiting), "candidate for the POA&M is", "candidates for the POA&M are")
        groups = bulleted([_undecided(group) for group in by_requirement(waiting)], NAMED)
        step = (
            'decide by name and with a reason in decisions/candidates.yaml, of a whole check with `subject: "*"`, '
            "or build without --final"
        )
        yield f"{rows} neither accepted nor refused", groups, step
    drafts = [text.file for text in package.system.plan_texts if text.parts and text.standing is not NarrativeStatus.FINAL]
    if plan and drafts:
        texts = counted(len(drafts), "text of the plan is", "texts of the plan are")
        step = "name `approver` and `date` in the head of each, or build without --final"
        yield f"{texts} not approved", [", ".join(drafts)], step


def _undecided(group: RequirementCandidates) -> str:
    name = group.check if group.weakness == group.check else f"{group.check}: {group.weakness}"
    number = f" ({len(group.rows):,})" if len(group.rows) > 1 else ""
    return f"{name}{number}: {listed([row.subject for row in group.rows], _SUBJECTS)}"


def unconfirmed(package: AuthorizationPackage) -> list[str]:
    """Ids of open items of the POA&M workbook whose dates are proposals, or that are past due without a new milestone."""
    if not POAM_XLSX.applies(package):
        return []
    rows = poam_rows.reader_of(package).open_rows(package.system.poam.scope)
    return [row.poam_id for row in rows if (row.milestones and not row.confirmed) or row.needs_milestone]


def unapproved(package: AuthorizationPackage) -> Mapping[str, tuple[str, ...]]:
    """By family, the controls of the baseline with a part that is not text approved by a named person on a day, and what
    LI-SaaS has attested; nothing where no plan in Word applies to the package."""
    if not APPENDIX_A_DOCX.applies(package):
        return {}
    level = package.system.baseline.value
    control_ids = {control.id for control in FEDRAMP_REV5.plan(level) if level in control.baselines}
    by_reason: dict[str, list[str]] = defaultdict(list)
    for control in view(package).controls:
        if control.id in control_ids and any(part.state is not AnswerProgress.APPROVED for part in control.parts):
            by_reason[control.id[:2]].append(control.id)
    for row in tailored(package):
        if row.outstanding:
            by_reason[row.id[:2]].append(row.id)
    return {family: tuple(ids) for family, ids in sorted(by_reason.items())}
