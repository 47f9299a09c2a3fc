"""Which files of tests are near to a module: over helpers and over modules that import it."""

from pathlib import Path

from tests.mutants.importers import Importers

_FILES = {
    "generator/rates.py": "",
    "generator/table.py": "from generator.rates import rate\n",
    "generator/page.py": "from generator import table\n",
    "generator/other.py": "",
    "tests/made.py": "import generator.rates\n",
    "tests/test_rates.py": "from generator.rates import rate\n",
    "tests/test_made.py": "from made import rates\n",
    "tests/pages/test_page.py": "from generator.page import page\n",
    "tests/test_other.py": "import generator.other\n",
}


def test_steps_are_the_modules_between(tmp_path: Path) -> None:
    for name, text in _FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert Importers(tmp_path).steps("generator/rates.py") == {
        "tests/test_rates.py": 0,
        "tests/test_made.py": 1,
        "tests/pages/test_page.py": 2,
    }
