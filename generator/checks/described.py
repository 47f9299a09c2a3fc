"""A check in words: what `atopack checks` prints of it."""

from generator.checks.documented import ControlSaid, Documented


def described(one: Documented) -> tuple[str, ...]:
    """Lines: id and controls, title and question, why, the remediation, which authority names which control, and the source."""
    ccis = [f"{each.control} {each.cci}" for each in one.controls if each.cci]
    return (
        f"{one.id}  ({', '.join(each.control for each in one.controls)})",
        f"  {one.title}. {one.question}",
        f"  Why:    {one.rationale}",
        f"  Fix:    {one.fix}",
        f"  By:     {_mapping(one.controls)}",
        *((f"  CCI:    {', '.join(ccis)}",) if ccis else ()),
        f"  Source: {one.reference}",
    )


def _mapping(controls: tuple[ControlSaid, ...]) -> str:
    said = dict.fromkeys(each.by for each in controls)
    return "; ".join(f"{', '.join(each.control for each in controls if each.by == by)}: {by}" for by in said)
