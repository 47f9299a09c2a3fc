"""A check in words: what `atopack checks` prints of it."""

from generator.checks.documented import CitedControl, Documented


def described(documented: Documented) -> tuple[str, ...]:
    """Lines: id and controls, title and question, why, the remediation, which authority names which control, and the source."""
    ccis = [f"{control.control} {control.cci}" for control in documented.controls if control.cci]
    return (
        f"{documented.id}  ({', '.join(control.control for control in documented.controls)})",
        f"  {documented.title}. {documented.question}",
        f"  Why:    {documented.rationale}",
        f"  Fix:    {documented.fix}",
        f"  By:     {_mapping(documented.controls)}",
        *((f"  CCI:    {', '.join(ccis)}",) if ccis else ()),
        f"  Source: {documented.reference}",
    )


def _mapping(controls: tuple[CitedControl, ...]) -> str:
    sources = dict.fromkeys(each.by for each in controls)
    return "; ".join(f"{', '.join(each.control for each in controls if each.by == by)}: {by}" for by in sources)
