"""Mutation tests: `make mutants`. Small changes are made to the code one at a time, and some test has to notice each.

mutmut 3 makes the changes, and does not run them: it changes functions only, draws no sample, and takes the tests of a change
from one run of the whole suite, which is ten minutes here. cosmic-ray has a command of tests for the whole package, and changes
the files of the checkout. So the changes are mutmut's, and sampling, the choice of tests and the run are ours.

    python -m tests.mutants [--seed N] [--part NAME ...] [--count N] [--fixed] [--whole-files] [--seconds N] [--again]
                            [--out FILE]
"""

import argparse
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.mutants.kept import Kept
from tests.mutants.mutant import Chosen, Mutant
from tests.mutants.page import BY_HAND, rewritten, table
from tests.mutants.relevant import Relevant, Selection
from tests.mutants.report import ESCAPED, Outcome, Verdict, rows
from tests.mutants.sample import DENSE, fixed, sample
from tests.mutants.sandbox import Run, Sandbox
from tests.mutants.whole_files import SECONDS, WholeFiles

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
    parser.add_argument("--whole-files", action="store_true", help="run the nearest files of tests whole: quicker for a few")
    parser.add_argument("--seconds", type=int, default=SECONDS, help="of one whole file, at most (default: %(default)s)")
    parser.add_argument("--again", action="store_true", help="those that were noticed before are not tried again")
    parser.add_argument("--out", type=Path, help="a page whose table gets a row for each part and seed")
    wanted = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the copy is removed then as well
    by_hand = fixed(_CHECKOUT, wanted.part)
    drawn = [] if wanted.fixed else sample(_CHECKOUT, wanted.seed, wanted.part, wanted.count)
    records, dense = _CHECKOUT / ".pytest_cache" / "mutants", wanted.count is not None
    kept = Kept(records / "outcomes.jsonl", known=wanted.again)
    with Sandbox(_CHECKOUT) as sandbox:
        relevant = Relevant(sandbox, records)
        whole = WholeFiles(sandbox, relevant, wanted.seconds) if wanted.whole_files else None

        def attempt(chosen: Chosen) -> Outcome:
            if whole is not None:
                return Outcome(chosen, *whole.verdict(chosen.mutant))
            return _try(chosen, sandbox, relevant, dense=dense or chosen in by_hand)

        fixed_outcomes = _tried(by_hand, attempt, kept)
        outcomes = _tried(drawn, attempt, kept)
        left_out = sorted(relevant.left_out)
    fresh = [*rows(fixed_outcomes, BY_HAND), *rows(outcomes, str(wanted.seed))]
    print(table(fresh))
    if left_out:
        print(f"Left out, as they take too long for this: {', '.join(left_out)}")
    if wanted.out is not None:
        wanted.out.write_text(rewritten(wanted.out.read_text(encoding="utf-8"), fresh), encoding="utf-8")
    escaped = [outcome for outcome in fixed_outcomes if outcome.verdict in ESCAPED]
    print(f"{len(fixed_outcomes) - len(escaped)} of {len(fixed_outcomes)} mutants made by hand are killed")
    return 1 if escaped else 0


def _tried(chosen: Sequence[Chosen], attempt: Callable[[Chosen], Outcome], kept: Kept) -> list[Outcome]:
    outcomes = []
    for number, each in enumerate(chosen, 1):
        verdict, mutant = kept.verdict(each.mutant), each.mutant
        outcome = attempt(each) if verdict is None else Outcome(each, verdict, 0.0)
        if verdict is None:
            kept.add(outcome)
        outcomes.append(outcome)
        print(
            f"{number}/{len(chosen)} {outcome.verdict:9} {outcome.seconds:5.1f} s  {mutant.module}:{mutant.lines.start}",
            flush=True,
        )
        if outcome.verdict in ESCAPED:
            print(f"      {mutant.before}\n   -> {mutant.after}", flush=True)
    return outcomes


def _try(chosen: Chosen, sandbox: Sandbox, relevant: Relevant, *, dense: bool) -> Outcome:
    """Held against the nearest files of tests first, since most fail there; what survives them, against more."""
    seconds, asked = 0.0, False
    for most_files in (_FILES, _FILES_DENSE) if chosen.part in DENSE or dense else (_FILES,):
        selection = relevant.select(chosen.mutant, most_files)
        if not selection.tests:
            continue
        asked = True
        run = _run(chosen.mutant, selection, sandbox, relevant)
        seconds += run.seconds
        if run.late or run.code:
            return Outcome(chosen, Verdict.TIMEOUT if run.late else Verdict.KILLED, seconds)
    return Outcome(chosen, Verdict.SURVIVED if asked else Verdict.NO_TESTS, seconds)


def _run(mutant: Mutant, selection: Selection, sandbox: Sandbox, relevant: Relevant) -> Run:
    with sandbox.changed(mutant.module, mutant.source):
        run = sandbox.tested(selection.tests, _TIMES * selection.seconds + _MORE)
        if run.code == _NO_SUCH_TEST:
            files = dict.fromkeys(test.partition("::")[0] for test in selection.tests)
            run = sandbox.tested(tuple(files), _TIMES * relevant.seconds(files) + _MORE)
    return run


if __name__ == "__main__":
    sys.exit(main())
