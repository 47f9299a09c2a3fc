"""`plan:` of system.yaml: what it says and its mistakes."""

import pytest

from generator.errors import ConfigError
from generator.model.plan import FipsImpact
from generator.workspace.system_yaml import read

_USERS = "  users:\n    - {id: admin, title: Admin, privilege: read-write, sensitivity: severe, functions: [Runs it]}\n"
_TYPE = "  information-types:\n    - {name: Mail, id: C.3.5.1, confidentiality: %s, integrity: low, availability: low%s}\n"


def test_what_the_tables_ask_for() -> None:
    said = read(
        f"plan:\n{_USERS}"
        + _TYPE % ("{recommended: low, selected: high}", ", justification: People are named")
        + "  separation-of-duties:\n    - {duty: Deploys, users: [admin]}\n"
        + "  digital-identity: {identity: 2, authenticator: 2, federation: 1}\n"
        + "  laws:\n    - {number: '1', title: A law, date: 2020-01-02}\n"
        + "  appendices: {D: docs/guide.pdf}\n"
        + "  policies: {AC: docs/ac.pdf}\n  procedures: {SC: docs/sc.pdf, AC: docs/how.pdf}\n",
        folder="x",
    ).plan
    (kind,) = said.information_types
    assert (kind.confidentiality.recommended, kind.confidentiality.selected) == (FipsImpact.LOW, FipsImpact.HIGH)
    assert kind.integrity.selected is FipsImpact.LOW
    assert said.duties[0].users == ("admin",)
    assert said.identity is not None
    assert said.identity.federation == 1
    assert said.laws[0].day is not None
    assert said.appendices == (("D", "docs/guide.pdf"),)
    assert said.policies == (("AC", "docs/ac.pdf"),)
    assert said.procedures == (("AC", "docs/how.pdf"), ("SC", "docs/sc.pdf"))


@pytest.mark.parametrize(
    ("text", "says", "where"),
    [
        ("plan:\n  user: []\n", "user", "line 2"),
        (f"plan:\n{_USERS}  separation-of-duties:\n    - {{duty: Deploys, users: [root]}}\n", "no kind of user", "line 5"),
        (f"plan:\n{_USERS}" + _USERS.split("\n", 1)[1], "two rows have the id", "line 4"),
        ("plan:\n" + _TYPE % ("{recommended: low, selected: high}", ""), "no reason", "line 3"),
        ("plan:\n" + (_TYPE % ("low", "")).replace("C.3.5.1", "Mail"), "no id of NIST SP 800-60", "line 3"),
        ("plan:\n  digital-identity: {identity: 4, authenticator: 2, federation: 1}\n", "identity", "line 2"),
        ("plan:\n  appendices: {D: ../guide.pdf}\n", "leaves the workspace", "line 2"),
        ("plan:\n  appendices: {A: guide.pdf}\n", "no appendix that people write", "line 2"),
        ("plan:\n  policies: {AX: ac.pdf}\n", "no family of controls", "line 2"),
        ("plan:\n  procedures: {AC: /etc/passwd}\n", "leaves the workspace", "line 2"),
        (
            "external-services:\n  - {name: Mail, connection: {users: [root]}}\n",
            "no kind of user",
            "the first entry of connection.users of the first entry of external-services",
        ),
        ("parties:\n  - {id: a, name: A, organization: b}\n", "the id of no party", "line 2"),
    ],
)
def test_mistakes_name_the_line(text: str, says: str, where: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(text, folder="x")
    assert says in caught.value.diagnostics()
    assert where in caught.value.diagnostics()
