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


def test_a_registry_of_readers_imports_what_its_rows_name(tmp_path: Path) -> None:
    files = {
        "generator/parsers/scans/tool_json.py": "",
        "generator/parsers/scans/registry.py": 'SCANS = (ScanFormat("tool_json", "Tool (JSON)"),)\n',
        "generator/parsers/pipelines/tool_yaml.py": "",
        "generator/parsers/pipelines/registry.py": 'PIPELINES = (LateParser("pipelines.tool_yaml", "Tool (YAML)"),)\n',
        "tests/test_scans.py": "from generator.parsers.scans.registry import SCANS\n",
        "tests/test_pipelines.py": "from generator.parsers.pipelines.registry import PIPELINES\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    importers = Importers(tmp_path)
    assert importers.steps("generator/parsers/scans/tool_json.py") == {"tests/test_scans.py": 1}
    assert importers.steps("generator/parsers/pipelines/tool_yaml.py") == {"tests/test_pipelines.py": 1}
