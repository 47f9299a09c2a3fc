"""Objects of kinds that are only counted, counted in the text of their YAML instead of decoding it.

Decoding a megabyte of YAML takes half a second, and an OpenShift archive holds hundreds of megabytes of definitions, config
maps and roles of which nothing is kept but their number. `oc` writes members of an object and items of a list in the first
column, so kind, uid and items can be seen there; whatever looks different is decoded.
"""

import re

from generator.parsers.cluster import config_maps, kinds
from generator.parsers.cluster.fold import Fold
from generator.parsers.cluster.setting_readers import is_configured
from generator.parsers.late_patterns import late_re

_KIND = late_re(rb"^kind: ([A-Z]\w*)\r?$", re.MULTILINE)
_VERSION = late_re(rb"^apiVersion: ([\w./-]+)\r?$", re.MULTILINE)
_UID = late_re(rb"^metadata:\r?\n(?:[ \t].*\n)*?  uid: ([\w-]+)\r?$", re.MULTILINE)
_NAME = late_re(rb"^metadata:\r?\n(?:[ \t].*\n)*?  name: (\S+)\r?$", re.MULTILINE)
_ITEM = late_re(rb"^- ", re.MULTILINE)
_OTHERWISE = ("List", "Status")


def skim(fold: Fold, data: bytes) -> bool:
    """Count what the YAML holds; False where it has to be decoded."""
    kind_lines, version = _KIND.findall(data), _VERSION.findall(data)
    if len(kind_lines) != 1 or len(version) != 1 or b"\n---" in data or kind_lines[0].decode() in _OTHERWISE:
        return False
    kind, api_version = kind_lines[0].decode(), version[0].decode()
    listed = kinds.of_list(kind)
    if listed and b"\nitems:" in data:
        return _skim_list(fold, listed, api_version, data)
    return _skim_object(fold, kind, api_version, data)


def _skim_list(fold: Fold, kind: str, api_version: str, data: bytes) -> bool:
    if _is_looked_into(kind, api_version, data):
        return False
    fold.note(kind, count=len(_ITEM.findall(data)), api_version=api_version)
    return True


def _skim_object(fold: Fold, kind: str, api_version: str, data: bytes) -> bool:
    uid, name = _UID.search(data), _NAME.search(data)
    if uid is None or name is None:
        return False
    identity = kind, uid[1].decode(), name[1].decode()
    if _is_looked_into(kind, api_version, data):
        return fold.knows(*identity)
    if not fold.knows(*identity, remember=True):
        fold.note(kind, count=1, api_version=api_version)
    return True


def _is_looked_into(kind: str, api_version: str, data: bytes) -> bool:
    if kind == "ConfigMap":
        return config_maps.is_looked_into(data)
    return kinds.is_read(kind, api_version) or is_configured(kind, kinds.group_of(kind, api_version))
