"""Choices of NIST's catalog into which other parameters are inserted: SSP Appendix A asks for both at once.

`ac-11_odp.01=02` says that a choice of `ac-11_odp.01` holds `ac-11_odp.02` (NIST SP 800-53 rev. 5.2.0 in OSCAL, `select`).
"""

import re
from collections.abc import Mapping

_ROWS = """
ac-04.04_odp.02=03 ac-07_odp.03=04,05,06 ac-11_odp.01=02 ac-20_odp.01=02,03 au-06.05_odp.01=02 ca-02.02_odp.03=04
ca-03_odp.01=02 cm-03_odp.03=04,05 cm-07.02_odp.01=02 cm-08.03_odp.05=06 pe-03_odp.02=03 pe-14_odp.01=02
pl-04_odp.02=03 ps-04.02_odp.02=03 ra-03_odp.01=02 ra-05.02_odp.01=02 sa-04.02_odp.01=02 sa-04.03_odp.02=03,04
sa-04.03_odp.05=06,07,08 sa-04_odp.01=02 sa-22_odp.01=02 sc-06_odp.02=03 sc-07.05_odp.01=02 sc-28.03_odp.01=02
si-03_odp.04=05 si-04.22_odp.02=03 si-04_odp.05=06 si-05_odp.02=03,04,05 si-06_odp.03=04,05 si-06_odp.07=08
si-07.05_odp.01=02 si-07.08_odp.01=02,03 si-7.1_prm_2=3,4 sr-03_odp.04=05 sr-08_odp.01=02 sr-10_odp.02=03,04
sr-11_odp.01=02,03
"""
_LAST = re.compile(r"\d+$")


def _read(written: str) -> tuple[str, tuple[str, ...]]:
    name, _, numbers = written.partition("=")
    return name, tuple(_LAST.sub(number, name) for number in numbers.split(","))


INSERTIONS: Mapping[str, tuple[str, ...]] = dict(map(_read, _ROWS.split()))
"""By the catalog's id of the choice."""
