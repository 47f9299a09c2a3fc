"""Changes that every relevant test once let pass, made by hand. All of them have to be killed.

Each names a module, a piece of its text that stands there once, and what it becomes.
"""

_WEAKNESSES = "generator/facts/weaknesses.py"
_HISTORY = "generator/facts/history.py"
_BANDS = "generator/parsers/scans/severity.py"
_IMAGES = "generator/facts/images.py"
_FOLDS = "generator/parsers/scans/entry_folds.py"
_VENDOR_WAIT = "waiting = vendor is not None and vendor.released is None and item.known_exploited is None"
_EXPIRED = "self.expires is not None and day > self.expires"
_UNSEEN = "next((result for result in verdicts if isinstance(result, Unseen)), verdicts[-1])"
_SCOPE = "snapshot.cluster if isinstance(snapshot, ClusterSnapshot | FlowLogSnapshot) else snapshot.evidence.target"
_PINNED = "all(_is_pinned(container) for _, container in use.workloads)"
_INIT = "{container.name for container in workload.containers if not container.init}"
_NVD = 'for score in item.cvss if score.source == "nvd"]'
_KEV = "known_exploited=min([row.known_exploited for row in results if row.known_exploited], default=None)"
_FIRST = "newest, earlier = min(days[last].values()), min(missing.values())"
_LONGEST = "key=lambda pipeline_snapshot: -len(pipeline_snapshot.parts)"

FIXED = (
    (_WEAKNESSES, "worst = max(results,", "worst = min(results,"),
    (_WEAKNESSES, "key=lambda row: row.severity.rank)", "key=lambda row: -row.severity.rank)"),
    (_WEAKNESSES, _KEV, _KEV.replace("min", "max")),
    (_WEAKNESSES, "if result.disposition is not Disposition.OPEN:\n            return", "if False:\n            return"),
    ("generator/ledger/deviations.py", _VENDOR_WAIT, _VENDOR_WAIT.removesuffix(" and item.known_exploited is None")),
    ("generator/ledger/deviations.py", _VENDOR_WAIT, _VENDOR_WAIT.replace("exploited is None", "exploited is not None")),
    ("generator/ledger/deviation_records.py", _EXPIRED, _EXPIRED.replace("day > ", "day >= ")),
    ("generator/ledger/deviation_records.py", " and not self.is_expired(day)", ""),
    ("generator/ledger/coverage.py", _UNSEEN, "verdicts[-1]"),
    ("generator/ledger/coverage.py", _UNSEEN, "verdicts[0]"),
    ("generator/ledger/dispositions.py", "retired = all(", "retired = any("),
    ("generator/ledger/retirement.py", "taken < seen", "taken <= seen"),
    ("generator/ledger/retirement.py", "seen is not None and taken < seen", "False"),
    (_IMAGES, "{**scanned, **running}", "{**running, **scanned}"),
    (_IMAGES, _PINNED, _PINNED.replace("all", "any")),
    ("generator/oscal/poam_items.py", _NVD, _NVD.replace(' if score.source == "nvd"', "")),
    ("generator/oscal/poam_items.py", _NVD, _NVD.replace("==", "!=")),
    (_BANDS, "(4.0, Severity.MODERATE)", "(4.1, Severity.MODERATE)"),
    (_BANDS, "(4.0, Severity.MODERATE)", "(3.9, Severity.MODERATE)"),
    (_BANDS, "score >= bound", "score > bound"),
    (_BANDS, 'Severity.HIGH if version.startswith("2") and rating is Severity.CRITICAL else rating', "rating"),
    (_FOLDS, "sorted({*self.aliases, *result.aliases})", "sorted({*self.aliases})"),
    (_FOLDS, "sorted({*self.aliases, *result.aliases})", "sorted({*result.aliases})"),
    (_FOLDS, "sorted({*self.aliases, *result.aliases})", "(*self.aliases, *result.aliases)"),
    ("generator/graph/running_names.py", _INIT, _INIT.replace(" if not container.init", "")),
    (_HISTORY, _SCOPE, "snapshot.evidence.target"),
    (_HISTORY, _SCOPE, _SCOPE.replace(" | FlowLogSnapshot", "")),
    (_HISTORY, _SCOPE, _SCOPE.replace("else snapshot.evidence.target", 'else ""')),
    (_HISTORY, _LONGEST, _LONGEST.replace("-len", "len")),
    (_HISTORY, f"sorted(pipelines, {_LONGEST})", "pipelines"),
    ("generator/facts/select.py", _FIRST, _FIRST.replace("min(days", "max(days")),
    ("generator/facts/select.py", _FIRST, _FIRST.replace("min(missing", "max(missing")),
)  # fmt: skip
