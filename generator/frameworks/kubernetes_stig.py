"""The rules of DISA's Kubernetes STIG by id and category; their texts come from the user's own copy.

Kubernetes Security Technical Implementation Guide, version 2, release 6 (2026-04-01): 92 rules, 18 of category I and 74 of
category II.
"""

STIG_ID = "Kubernetes_STIG"

_CATEGORY_I = frozenset(
    """V-242381 V-242383 V-242387 V-242390 V-242391 V-242392 V-242397 V-242415 V-242434 V-242436 V-242437 V-245542 V-245543
    V-245544 V-254800 V-254801 V-274882 V-274883""".split()
)
_GONE = frozenset((386, 388, 401, 416, 435, 439, 440, 441, 458))
"""Numbers below V-242467 that the release does not have."""
_LATER = "V-245541 V-245542 V-245543 V-245544 V-254800 V-254801 V-274882 V-274883 V-274884".split()

RULES: tuple[tuple[str, str], ...] = tuple(
    (group, "high" if group in _CATEGORY_I else "medium")
    for group in (*(f"V-242{number}" for number in range(376, 468) if number not in _GONE), *_LATER)
)
"""(group id, severity), in the order of the ids."""
