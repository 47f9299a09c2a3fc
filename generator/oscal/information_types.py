"""The ids of NIST SP 800-60 volume 2 revision 1 that FedRAMP accepts for information types.

Source: GSA/fedramp-automation, fedramp-external-allowed-values.xml, `information-type-800-60-v2r1`.
"""

_COUNTED = """
C.2.1:3 C.2.2:4 C.2.3:9 C.2.4:3 C.2.5:3 C.2.6:4 C.2.7:4 C.2.8:12 C.3.1:5 C.3.2:7 C.3.3:10 C.3.4:4 C.3.5:9
D.2:4 D.3:1 D.4:4 D.5:3 D.6:4 D.7:4 D.8:2 D.9:4 D.10:4 D.11:4 D.12:4 D.13:3 D.14:5 D.15:5 D.16:8 D.17:5 D.18:2 D.19:2 D.20:4
D.21:3 D.22:4 D.23:4 D.24:3 D.25:4 D.26:2
"""
"""A group, and how many types it has."""


def _ids() -> frozenset[str]:
    rows = (row.split(":") for row in _COUNTED.split())
    return frozenset(f"{group}.{number}" for group, count in rows for number in range(1, int(count) + 1))


INFORMATION_TYPES = _ids()
WAYS = frozenset({"incoming", "outgoing"})
"""What the class of a property `information-type` says."""
