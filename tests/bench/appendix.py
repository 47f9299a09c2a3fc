"""SSP Appendix A of the High baseline, every part written, in our layout and in FedRAMP's form."""

import resource
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.pipeline.stages import rendered
from generator.renderers.appendix_a.docx import APPENDIX_A_DOCX
from generator.workspace.folder import Workspace

_TEMPLATES = Path(__file__).parents[3] / "shared" / "reference" / "fedramp" / "templates"
_FORM = _TEMPLATES / "SSP-Appendix-A-High-FedRAMP-Security-Controls.docx"
_TEXT = "The platform team does this **every month**, as the policy says:\n\n- it looks\n- it writes down what it saw\n"


def rows(folder: Path) -> Iterator[tuple[str, str, float, int]]:
    """What, limit, CPU seconds, peak MB of this process."""
    root = folder / "appendix"
    (root / "narratives").mkdir(parents=True)
    (root / "system.yaml").write_text("system: {id: bench, name: Bench, impact-level: high}\n")
    plan = FEDRAMP_REV5.plan("high")
    for control in plan:
        parts = "".join(f"## Part {part}\n\n{_TEXT}\n" for part in control.parts) or _TEXT
        (root / f"narratives/{control.id}.md").write_text(f"---\nstatus: implemented\nrole: Platform team\n---\n\n{parts}")
    package = rendered(Workspace.open(root), date(2026, 11, 20), lambda *_: None).package
    for layout, template in (("our layout", None), ("FedRAMP's form", _FORM if _FORM.is_file() else None)):
        if template is None and layout != "our layout":
            continue
        start = time.process_time()
        APPENDIX_A_DOCX.render(package, template.read_bytes() if template else None)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        yield f"Appendix A, High, {len(plan)} controls, all written, {layout}", "4 s", time.process_time() - start, peak
