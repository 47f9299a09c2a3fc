"""Every document names the provider alike, whatever system.yaml says twice."""

from datetime import date
from pathlib import Path

from generator.pipeline.compose import compose
from generator.pipeline.stages import tracked
from generator.renderers.appendix_a import view as appendix_a_view
from generator.renderers.appendix_q import rows as appendix_q_rows
from generator.renderers.poam import rows as poam_rows
from generator.renderers.ssp import view as ssp_view
from generator.workspace.folder import Workspace

_YAML = (
    "system: {provider: Acme Incorporated}\nparties: [{id: a, name: Acme, type: organization, roles: [cloud-service-provider]}]"
)


def test_one_provider_name(tmp_path: Path) -> None:
    (tmp_path / "system.yaml").write_text(_YAML)
    package = compose(tracked(Workspace.open(tmp_path), date(2026, 11, 20), lambda *_: None)).package
    assert {
        appendix_a_view.view(package).provider,
        appendix_q_rows.view(package).provider,
        poam_rows.view(package).provider,
        ssp_view.view(package).provider,
        package.system.provider_name,
    } == {"Acme"}
