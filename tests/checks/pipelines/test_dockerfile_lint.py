"""What a linter found in each Dockerfile."""

from checks.cluster_evidence import posture, verdicts
from checks.pipeline_evidence import dockerfile, lint

from generator.checks.pipelines.dockerfile_lint import CHECK

CART = "evidence/pipelines/cart/Dockerfile"
MADE = dockerfile("FROM debian")
BROKEN = "fails (reported): breaks 1 rule of Hadolint: DL3006"
CLEAN = "passes (reported): Hadolint shows 1 lesser hint and neither error nor warning"


def test_what_a_report_says_of_the_file_that_it_names() -> None:
    assert verdicts(posture(CHECK, MADE, lint(("cart/Dockerfile", "DL3006", "warning")))) == {CART: BROKEN}
    assert verdicts(posture(CHECK, MADE, lint(("services/cart/Dockerfile", "DL3006", "error")))) == {CART: BROKEN}
    assert verdicts(posture(CHECK, MADE, lint(("./cart/Dockerfile", "DL3059", "info")))) == {CART: CLEAN}
    two = lint(("cart/Dockerfile", "DL3006", "warning"), ("cart/Dockerfile", "DL3002", "error"))
    assert verdicts(posture(CHECK, MADE, two)) == {CART: "fails (reported): breaks 2 rules of Hadolint: DL3002 and DL3006"}


def test_silence_is_no_clean_report() -> None:
    silent = {CART: "unknown: no linter report names this Dockerfile"}
    assert verdicts(posture(CHECK, MADE)) == silent
    assert verdicts(posture(CHECK, MADE, lint())) == silent
    assert "does not name a Dockerfile without findings" in posture(CHECK, MADE).notes[0]


def test_a_file_that_only_a_report_names_is_a_subject() -> None:
    found = verdicts(posture(CHECK, MADE, lint(("till/Dockerfile", "DL3006", "warning"))))
    assert found == {CART: "unknown: no linter report names this Dockerfile", "till/Dockerfile": BROKEN}
    assert verdicts(posture(CHECK, lint(("till/Dockerfile", "DL3006", "warning")))) == {"till/Dockerfile": BROKEN}


def test_what_could_not_be_parsed() -> None:
    assert verdicts(posture(CHECK, MADE, lint(("cart/Dockerfile", "DL1000", "error")))) == {
        CART: "unknown: the linter could not parse it"
    }


def test_two_dockerfiles_of_one_name_are_not_told_apart() -> None:
    other = dockerfile("FROM debian", path="evidence/pipelines/web/cart/Dockerfile")
    found = verdicts(posture(CHECK, MADE, other, lint(("services/cart/Dockerfile", "DL3006", "warning"))))
    assert found["services/cart/Dockerfile"] == BROKEN
    assert found[CART].startswith("unknown")


def test_the_newest_report_counts_and_names_what_contests_it() -> None:
    old = lint(("cart/Dockerfile", "DL3006", "warning"), path="evidence/scans/a.json", day=10)
    new = lint(("cart/Dockerfile", "DL3059", "info"), path="evidence/scans/b.json", day=12)
    (subject,) = posture(CHECK, MADE, old, new).subjects
    assert (subject.outcome, [each.path for each in subject.contested_by]) == ("passes", ["evidence/scans/b.json"])
    elsewhere = lint(("till/Dockerfile", "DL3006", "warning"), path="evidence/scans/c.json", day=14)
    assert verdicts(posture(CHECK, MADE, old, elsewhere))[CART] == BROKEN
    same = lint(("cart/Dockerfile", "DL3002", "error"), path="evidence/scans/d.json", day=12)
    assert verdicts(posture(CHECK, MADE, new, same))[CART] == "fails (reported): breaks 1 rule of Hadolint: DL3002"


def test_nothing_collected() -> None:
    assert posture(CHECK).label == "not collected"
