"""Controls with who says that they belong to a requirement, written short in the rows.

CCI are those of DISA's list (Rev 5) for the part of the control that a machine's configuration shows; where several parts are
meant there is none.
"""

from generator.model.identifiers import ControlId
from generator.model.posture import ControlMapping, MappedBy

_CCI = {
    "AC-3": "CCI-000213",
    "AC-4": "CCI-001368",
    "AC-6": "CCI-000225",
    "AC-6(10)": "CCI-002235",
    "AU-12": "CCI-000169",
    "CM-2": "CCI-000293",
    "CM-6": "CCI-000366",
    "CM-7": "CCI-000381",
    "CM-7(5)": "CCI-001774",
    "CM-8": "CCI-000389",
    "CM-8(3)": "CCI-000416",
    "CM-14": "CCI-003992",
    "IA-2": "CCI-000764",
    "IA-7": "CCI-000803",
    "RA-5": "CCI-001054",
    "RA-5(2)": "CCI-001063",
    "RA-5(5)": "CCI-001067",
    "SC-2": "CCI-001082",
    "SC-3": "CCI-001084",
    "SC-4": "CCI-001090",
    "SC-5": "CCI-002385",
    "SC-6": "CCI-002394",
    "SC-7": "CCI-001097",
    "SC-7(5)": "CCI-001109",
    "SC-8": "CCI-002418",
    "SC-8(1)": "CCI-002421",
    "SC-13": "CCI-002450",
    "SC-23": "CCI-001184",
    "SC-28": "CCI-001199",
    "SC-28(1)": "CCI-002476",
    "SC-39": "CCI-002530",
    "SI-2": "CCI-002605",
    "SI-7": "CCI-002704",
}


def mapped(*, fedramp: str = "", article: str = "", nist: str = "", ours: str = "") -> tuple[ControlMapping, ...]:
    """Control ids with spaces between, by who names them: FedRAMP's text first."""
    sources = ((MappedBy.FEDRAMP, fedramp), (MappedBy.ARTICLE, article), (MappedBy.NIST, nist), (MappedBy.OURS, ours))
    return tuple(
        ControlMapping(control=ControlId(control), by=by, cci=_CCI.get(control, ""))
        for by, named in sources
        for control in named.split()
    )
