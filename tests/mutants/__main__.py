"""Mutation tests: `make mutants`. Small changes are made to the code one at a time, and some test has to notice each.

mutmut 3 makes the changes, and does not run them: it changes functions only, draws no sample, and takes the tests of a change
from one run of the whole suite, which is ten minutes here. cosmic-ray has a command of tests for the whole package, and changes
the files of the checkout. So the changes are mutmut's, and sampling, the choice of tests and the run are ours.

    python -m tests.mutants [--seed N] [--part NAME ...] [--count N] [--fixed] [--out FILE]
"""

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.mutants.relevant import Relevant
from tests.mutants.report import Outcome, Verdict, explanations, page, table
from tests.mutants.sample import DENSE, Chosen, fixed, sample
from tests.mutants.sandbox import Sandbox

SEED = 20261128
_CHECKOUT = Path(__file__).resolve().parents[2]
_TIMES = 3
"""Times the processor time of the original that a mutant may take."""
_MORE = 5
"""Seconds beyond that, as a short time varies more."""
_FILES_DENSE, _FILES = 30, 5
"""Files of tests that are asked about a module at most, the nearest first."""
_NO_SUCH_TEST = 4
"""Exit code of pytest: the mutant has other tests, since some take their cases from the code."""


def main(arguments: Sequence[str] | None = None) -> int:
    """1 where a fixed mutant survives, else 0."""
    parser = argparse.ArgumentParser(prog="tests.mutants")
    parser.add_argument("--seed", type=int, default=SEED, help="draws the sample (default: %(default)s)")
    parser.add_argument("--part", action="append", default=[], help="a folder of generator/, or `scan tally`; all by default")
    parser.add_argument("--count", type=int, help="so many of each part, evenly from all of its modules")
    parser.add_argument("--fixed", action="store_true", help="only the mutants made by hand")
    parser.add_argument("--out", type=Path, help="write the page there")
    wanted = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the copy is removed then as well
    by_hand = fixed(_CHECKOUT, wanted.part)
    drawn = [] if wanted.fixed else sample(_CHECKOUT, wanted.seed, wanted.part, wanted.count)
    with Sandbox(_CHECKOUT) as sandbox:
        relevant = Relevant(sandbox, _CHECKOUT / ".pytest_cache" / "mutants")
        fixed_outcomes = _tried(by_hand, sandbox, relevant, dense=wanted.count is not None)
        outcomes = _tried(drawn, sandbox, relevant, dense=wanted.count is not None)
        left_out = sorted(relevant.left_out)
    print(table(outcomes))
    if wanted.out is not None:
        text = page(outcomes, fixed_outcomes, explanations(), seed=wanted.seed, left_out=left_out)
        wanted.out.write_text(text, encoding="utf-8")
    escaped = [one for one in fixed_outcomes if one.verdict is not Verdict.KILLED]
    print(f"{len(fixed_outcomes) - len(escaped)} of {len(fixed_outcomes)} mutants made by hand are killed")
    return 1 if escaped else 0


def _tried(chosen: Sequence[Chosen], sandbox: Sandbox, relevant: Relevant, *, dense: bool) -> list[Outcome]:
    found = []
    for number, one in enumerate(chosen, 1):
        outcome = _try(one, sandbox, relevant, dense=dense)
        found.append(outcome)
        mutant = one.mutant
        print(
            f"{number}/{len(chosen)} {outcome.verdict:9} {outcome.seconds:5.1f} s  {mutant.module}:{mutant.lines.start}",
            flush=True,
        )
        if outcome.verdict in (Verdict.SURVIVED, Verdict.NO_TESTS):
            print(f"      {mutant.before}\n   -> {mutant.after}", flush=True)
    return found


def _try(one: Chosen, sandbox: Sandbox, relevant: Relevant, *, dense: bool) -> Outcome:
    selection = relevant.select(one.mutant, _FILES_DENSE if one.part in DENSE or dense else _FILES)
    if not selection.tests:
        return Outcome(one, Verdict.NO_TESTS, 0.0)
    limit = _TIMES * selection.seconds + _MORE
    with sandbox.changed(one.mutant.module, one.mutant.source):
        run = sandbox.tested(selection.tests, limit)
        if run.code == _NO_SUCH_TEST:
            files = dict.fromkeys(test.partition("::")[0] for test in selection.tests)
            run = sandbox.tested(tuple(files), _TIMES * relevant.seconds(files) + _MORE)
    if run.late:
        return Outcome(one, Verdict.TIMEOUT, run.seconds)
    return Outcome(one, Verdict.SURVIVED if run.code == 0 else Verdict.KILLED, run.seconds)


if __name__ == "__main__":
    sys.exit(main())
