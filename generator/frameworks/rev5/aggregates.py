"""Parameters of NIST's catalog that stand for several others: what SSP Appendix A asks once, and OSCAL answers for each.

`ac-1_prm_1=01,02` stands for `ac-01_odp.01` and `ac-01_odp.02` (NIST SP 800-53 rev. 5.2.0 in OSCAL, properties `aggregates`).
"""

import re
from collections.abc import Mapping

_ROWS = """
ac-17.4_prm_1=01,02 ac-1_prm_1=01,02 ac-4.21_prm_1=01,02 ac-6.1_prm_2=02,03,04 at-1_prm_1=01,02 at-2_prm_1=01,02
at-2_prm_2=03,04 at-3_prm_1=01,02 au-1_prm_1=01,02 au-2_prm_2=02,03 ca-1_prm_1=01,02 ca-7_prm_4=04,06 ca-7_prm_5=05,07
cm-14_prm_1=01,02 cm-1_prm_1=01,02 cm-3.4_prm_1=01,02 cm-5.5_prm_1=01,02 cm-6.1_prm_2=02,03,04
cm-7.1_prm_2=02,03,04,05,06 cm-7_prm_2=02,03,04,05,06 cm-8.2_prm_1=01,02,03,04 cm-8.3_prm_1=01,02,03 cp-10_prm_1=01,02
cp-1_prm_1=01,02 cp-2_prm_1=01,02 cp-2_prm_2=03,04 cp-2_prm_4=06,07 cp-4_prm_2=02,03 cp-8.4_prm_1=01,02
cp-9.1_prm_1=01,02 cp-9.5_prm_1=01,02 ia-1_prm_1=01,02 ir-1_prm_1=01,02 ir-5.1_prm_1=01,02,03 ir-8_prm_5=06,05,07
ma-1_prm_1=01,02 ma-2.2_prm_1=01,02,03 mp-1_prm_1=01,02 mp-2_prm_1=01,03 mp-2_prm_2=02,04 mp-4_prm_1=01,02,03,04
mp-4_prm_2=05,06 mp-5_prm_2=02,03 mp-6.2_prm_1=01,02 mp-6_prm_1=01,02,03 mp-6_prm_2=04,05,06 pe-16_prm_1=01,02
pe-1_prm_1=01,02 pe-3_prm_9=09,10 pe-8.1_prm_1=01,02 pl-1_prm_1=01,02 ps-1_prm_1=01,02 ps-3_prm_1=01,02 ra-1_prm_1=01,02
ra-5_prm_1=01,02 sa-11.2_prm_3=03,04 sa-11.2_prm_4=05,06 sa-15.3_prm_2=02,03 sa-15_prm_2=02,03 sa-1_prm_1=01,02
sa-8_prm_1=01,02 sc-1_prm_1=01,02 si-1_prm_1=01,02 si-4.4_prm_1=01,03 si-4.4_prm_2=02,04 si-6_prm_1=01,02
si-7.1_prm_1=01,05,09 si-7.1_prm_2=02,06,10 si-7.1_prm_3=03,07,11 si-7.1_prm_4=04,08,12
si-7_prm_1=01,02,03 si-7_prm_2=04,05,06 sr-1_prm_1=01,02
"""


def _read(written: str) -> tuple[str, tuple[str, ...]]:
    name, _, numbers = written.partition("=")
    control = re.sub(r"\d+", lambda number: number[0].zfill(2), name.partition("_")[0])
    return name, tuple(f"{control}_odp.{number}" for number in numbers.split(","))


AGGREGATES: Mapping[str, tuple[str, ...]] = dict(map(_read, _ROWS.split()))
"""By the catalog's id of the parameter."""
