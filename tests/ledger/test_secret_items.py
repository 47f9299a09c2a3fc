"""Secrets that a scanner found in source code: open without anybody's acceptance, closed by a person alone."""

from msgspec import structs
from replacing import replace

from generator.model.scan import ResultKind, TargetKind
from tests.facts.assets_made import scan_of
from tests.facts.scans_made import pods
from tests.ledger.months import CART, assets, carried, facts, ledger, moment, month


def test_a_secret_in_code_is_open_until_a_person_says_that_it_was_revoked() -> None:
    code = scan_of(TargetKind.REPOSITORY, "s/code.json", "git.example/shop", ["token"], moment(month(0)))
    secret = replace(code, results=tuple(structs.replace(row, kind=ResultKind.SECRET, cves=()) for row in code.results))
    dump = pods("c/0.json", moment(month(0)), {"w": CART})
    before = ledger(facts(0, [dump, secret]))
    (item,) = before.items
    assert (item.closed, item.configuration, item.controls) == (None, False, ("IA-5(7)",))
    assert assets(item) == ["source code git.example/shop"]
    clean = replace(scan_of(TargetKind.REPOSITORY, "s/code1.json", "git.example/shop", [], moment(month(1))), results=())
    later = ledger(facts(1, [pods("c/1.json", moment(month(1)), {"w": CART}), clean]), carried(before, month(0)))
    (item,) = later.items
    assert item.closed is None
    assert "a person closes it" in item.unseen[0].because


def test_a_category_in_one_word_is_no_description() -> None:
    code = scan_of(TargetKind.REPOSITORY, "s/code.json", "git.example/shop", ["token"], moment(month(0)))
    dump = pods("c/0.json", moment(month(0)), {"w": CART})

    def described(title: str, description: str) -> str:
        rows = (
            structs.replace(row, kind=ResultKind.SECRET, cves=(), title=title, description=description) for row in code.results
        )
        (item,) = ledger(facts(0, [dump, replace(code, results=tuple(rows))])).items
        return item.description

    plain = "Relay token: a scanner found this secret in plain text."
    assert described("Relay token", "general") == f"{plain} Category: general."
    assert described("Relay token", "") == "Relay token"
    assert described("Token", "") == "Token: a scanner found this secret in plain text."
    assert described("Token", "A token of the mail relay.") == "A token of the mail relay."
