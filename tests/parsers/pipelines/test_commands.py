"""The commands of a shell script: words, lines, and what a failure leads to."""

import pytest

from generator.parsers.pipelines.commands import Command, ShellOptions, read_script


def commands(script: str, *, errexit: bool = True, pipefail: bool = False) -> list[Command]:
    return list(read_script(script, 1, ShellOptions(errexit=errexit, pipefail=pipefail)))


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("a b  c", [("a", "b", "c")]),
        ("a 'b c' \"d $e\" f\\ g", [("a", "b c", "d $e", "f g")]),
        ("a \\\n  b", [("a", "b")]),
        ("a # b\n# c\nd", [("a",), ("d",)]),
        ("a#b c", [("a#b", "c")]),
        ("a; b && c || d | e", [("a",), ("b",), ("c",), ("d",), ("e",)]),
        ("a ${{ b || c }} d", [("a", "${{ b || c }}", "d")]),
        ("a > out.txt 2>&1 < in", [("a",)]),
        ("a <<'EOF' | b\n; c && d\nEOF\ne", [("a",), ("b",), ("e",)]),
        ("a <<-EOF\n\tb\n\tEOF\nc", [("a",), ("c",)]),
        ("a <<< 'b; c'", [("a",)]),
        ("a $(b c) d", [("b", "c"), ("a", "$(b c)", "d")]),
        ('a "$(b "c d")"', [("b", "c d"), ("a", '$(b "c d")')]),
        ("for i in a b; do\n  c $i\ndone\nd", [("c", "$i"), ("d",)]),
        ("for i do c $i; done; d", [("c", "$i"), ("d",)]),
        ("while a; do b; done", [("a",), ("b",)]),
        ("case $x in\n  a|b) c ;;\n  *) d ;;\nesac\ne", [("c",), ("d",), ("e",)]),
        ("if a; then b; elif c; then d; else e; fi", [("a",), ("b",), ("c",), ("d",), ("e",)]),
        ("[[ a && b ]] && c", [("[[ a && b ]]",), ("c",)]),
        ("x=(a b); (( x > 1 )) && c", [(), ("(( x > 1 ))",), ("c",)]),
        ("f() { a; }\nf", [("f",), ("a",)]),
        ("function f { a; }\nf x", [("f", "x"), ("a",)]),
        ("f() { f; }\nf", [("f",)] * 4),
        ("bash -ec 'a; b'", [("bash", "-ec", "a; b"), ("a",), ("b",)]),
        ("eval a b", [("eval", "a", "b"), ("a", "b")]),
        ("sh <<EOF\na b\nEOF", [("sh",), ("a", "b")]),
        ("(a; b)", [("a",), ("b",)]),
        ("a\nexit\nb", [("a",), ("exit",)]),
    ],
)
def test_words(script: str, words: list[tuple[str, ...]]) -> None:
    assert [command.words for command in commands(script)] == words


def test_lines() -> None:
    script = 'a\n\nb \\\n  c\ncat <<EOF\nx\ny\nEOF\nd "\n" $(\n  e\n)\nf'
    assert [(command.words[0], command.line) for command in commands(script)] == [
        ("a", 1),
        ("b", 3),
        ("cat", 5),
        ("e", 11),
        ("d", 9),
        ("f", 13),
    ]


def test_assignments_and_outputs() -> None:
    assert commands("A=1 B='x y' c")[0].assignments == (("A", "1"), ("B", "x y"))
    assert commands("x=$(a b)")[0].variable == "x"
    assert commands("a -f json > report.json 2>/dev/null")[0].files == ("report.json", "/dev/null")


def test_one_statement_is_one_number() -> None:
    found = commands("a || b\nif c; then\n  d\nfi\ne")
    assert [command.statement for command in found] == [1, 1, 2, 2, 3]


@pytest.mark.parametrize(
    ("script", "stops"),
    [
        ("scan\nb", True),
        ("scan && b\nc", False),
        ("scan && b", True),
        ("b && scan\nc", True),
        ("b || scan\nc", True),
        ("for i in a; do scan && b; done\nc", False),
        ("for i in a; do scan; done\nc", True),
        ("(scan; b) || c", False),
        ("{ scan; } || exit 1", True),
        ("while scan; do b; done", False),
        ("until scan; do b; done", False),
        ("set +e; scan; set -e; b", False),
        ("set -e; scan; b", True),
        ("set +o errexit\nscan\nb", False),
        ("x=$(scan | tail -1)", False),
        ("[ $(scan) = ok ] && b", False),
        ('if [ -n "$(scan)" ]; then exit 1; fi', True),
        ("scan || { echo bad; code=2; }\nexit ${code}", True),
        ("scan || code=0\nexit ${code}", False),
        ("scan || [ $? -eq 3 ]", False),
    ],
)
def test_what_a_failure_leads_to(script: str, stops: bool) -> None:
    found = [command for command in commands(script) if command.words == ("scan",)]
    assert [command.fate.stops for command in found] == [stops]
    assert stops or found[0].fate.reason


@pytest.mark.parametrize(("errexit", "stops"), [(True, True), (False, False)])
def test_the_shell_decides_where_the_script_does_not(errexit: bool, stops: bool) -> None:
    assert commands("scan\nb", errexit=errexit)[0].fate.stops is stops
    assert commands("b\nscan", errexit=errexit)[1].fate.stops
