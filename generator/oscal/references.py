"""Whether every reference of a set of documents leads to an object of the right kind.

A reference that leads nowhere is an error, unless a document that was not handed in may hold the object: then it is a warning
that names that document, one for all references into it.
"""

import re
from collections.abc import Mapping, Sequence

from generator.oscal.faults import FAULTS_PER_RULE, Place
from generator.oscal.gathered_entries import GatheredEntries
from generator.oscal.imports import Known, Missing, imported, missing_imports
from generator.oscal.nist_values import is_nist
from generator.oscal.reference_kinds import KIND_OF, LINK_KINDS, LINKS_ELSEWHERE, PROPERTY_TARGETS, ReferenceTarget
from generator.oscal.shapes import text

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def check_references(documents: Sequence[Known]) -> None:
    """Checks each document against itself, the others and what they import, and adds to each document's own faults."""
    all_documents = (*documents, *imported(documents))
    defined = [_kinds(document) for document in all_documents]
    for document, own in zip(documents, defined, strict=False):
        resolver = _Resolver(document, all_documents, own, defined)
        if not resolver.resolves(document.gathered):
            document.locate()
        resolver.check()


def _kinds(document: Known) -> dict[str, str]:
    kinds = {uuid: KIND_OF.get(holder, holder) for uuid, holder, _ in document.survey.uuids}
    for holder, uuids in document.gathered.uuids.items():
        kinds.update(dict.fromkeys(uuids, KIND_OF.get(holder, holder)))
    return kinds


class _Resolver:
    """The references of one document."""

    __slots__ = ("_defined", "_document", "_documents", "_elsewhere", "_missing", "_own")

    def __init__(
        self, document: Known, documents: Sequence[Known], own: Mapping[str, str], defined: Sequence[Mapping[str, str]]
    ) -> None:
        self._document = document
        self._documents = documents
        self._own = own
        self._defined = defined
        self._missing: tuple[Missing, ...] | None = None
        self._elsewhere: dict[str, tuple[str, list[Place]]] = {}
        """By the documents that may hold them: what is reported on the first reference that leads to nothing here, and where
        all of these stand."""

    def resolves(self, gathered: GatheredEntries) -> bool:
        """Do all references lead to an object of the right kind?"""
        ids = self._ids()
        return all(
            self._stands_here(uuid, target) or self._stands_elsewhere(uuid, target)
            for target, uuids in gathered.uses.items()
            for uuid in uuids
        ) and all(
            fragment in ids or self._leads(fragment.lower(), _wanted(holder, rel))
            for holder, fragment, rel in gathered.fragments
        )

    def check(self) -> None:
        survey = self._document.survey
        for name, uuid, target, place in survey.uses:
            # of others than uuids the schema says that they are none
            if not self._stands_here(uuid, target) and _UUID.fullmatch(uuid):
                self._unresolved(name, uuid, target, place)
        for props, place in survey.component_props:
            self._check_properties(props, place)
        ids = self._ids()
        for holder_name, fragment, rel, place in survey.fragments:
            if fragment not in ids:
                self._check_fragment(holder_name, fragment.lower(), rel, place)
        for called, (first, (place, *also)) in self._elsewhere.items():
            more = len(also)
            others = f", and {more:,} more {'reference leads' if more == 1 else 'references lead'} to nothing" if more else ""
            where = f"{'they' if others else 'it'} may stand in {called}, which was neither given nor found beside it"
            self._document.faults.warning("reference-resolves", place, f"{first}{others}; {where}", also[:FAULTS_PER_RULE])

    def _ids(self) -> set[str]:
        return {value for value, _, _ in self._document.survey.ids}

    def _stands_here(self, uuid: str, target: ReferenceTarget) -> bool:
        kind = self._own.get(uuid)
        return kind is not None and (target.kinds is None or kind in target.kinds)

    def _stands_elsewhere(self, uuid: str, target: ReferenceTarget) -> bool:
        kinds = set() if target.here else self._anywhere(uuid)
        return bool(kinds) and (target.kinds is None or bool(kinds & target.kinds))

    def _leads(self, fragment: str, wanted: frozenset[str] | None) -> bool:
        if fragment in self._own and (wanted is None or self._own[fragment] in wanted):
            return True
        return wanted is None and bool(self._anywhere(fragment))

    def _check_properties(self, props: Sequence[object], place: Place) -> None:
        for index, prop in enumerate(props):
            if not isinstance(prop, dict) or not is_nist(prop):
                continue
            name = prop.get("name")
            target = PROPERTY_TARGETS.get(name) if isinstance(name, str) else None
            uuid = text(prop, "value").lower()
            if target is not None and target.kinds is not None and self._own.get(uuid) not in target.kinds:
                self._unresolved(f"property {name}", uuid, target, ((place, index), "value"))

    def _check_fragment(self, holder: str, fragment: str, rel: str, place: Place) -> None:
        wanted = _wanted(holder, rel)
        if self._leads(fragment, wanted):
            return
        faults = self._document.faults
        if fragment in self._own:
            faults.error("link-kind", place, f"#{fragment} is of the kind {self._own[fragment]}; allowed is {_either(wanted)}")
            return
        message = f"#{fragment} leads to nothing in this document"
        if rel in LINKS_ELSEWHERE or self._may_be_imported(fragment):
            faults.warning("link-resolves", place, f"{message}; it may stand in a document that was not given")
        else:
            faults.error("link-resolves", place, f"{message}; allowed are its back-matter resources, other uuids and ids")

    def _may_be_imported(self, fragment: str) -> bool:
        """An id, not a uuid: of an imported control, or one NIST only warns of (oscal-catalog-groups-controls-parts)."""
        if _UUID.fullmatch(fragment):
            return False
        return self._document.survey.model == "catalog" or bool(self._missing_for(None))

    def _unresolved(self, name: str, uuid: str, target: ReferenceTarget, place: Place) -> None:
        """Not in this document, or another kind of object in it."""
        if self._stands_elsewhere(uuid, target):
            return
        faults = self._document.faults
        elsewhere = set() if target.here else self._anywhere(uuid)
        wanted = _either(target.kinds)
        kind = self._own.get(uuid) or next(iter(sorted(elsewhere)), None)
        if kind is not None:
            faults.error("reference-kind", place, f"{name} {uuid} is of the kind {kind}; allowed is {wanted}")
            return
        missing = [] if target.here else self._missing_for(target.kinds)
        if target.elsewhere:
            faults.warning("reference-resolves", place, f"{name} {uuid} is no {wanted} here; it may be another system's")
        elif missing:
            called = " or ".join(missing_target.called for missing_target in missing)
            first = f"{name} {uuid} is no {wanted} in the documents given"
            self._elsewhere.setdefault(called, (first, []))[1].append(place)
        else:
            where = "this document" if target.here else "the documents given"
            faults.error("reference-resolves", place, f"{name} {uuid} leads to no {wanted} in {where}")

    def _anywhere(self, uuid: str) -> set[str]:
        """What kinds of object this uuid names in all of the documents."""
        return {kinds[uuid] for kinds in self._defined if uuid in kinds}

    def _missing_for(self, kinds: frozenset[str] | None) -> list[Missing]:
        if self._missing is None:
            self._missing = missing_imports(self._document, self._documents)
        return [target for target in self._missing if target.may_hold(kinds)]


def _wanted(holder: str, rel: str) -> frozenset[str] | None:
    """The kinds that a link may lead to; None for all."""
    return frozenset({"resource"}) if holder.startswith("import") else LINK_KINDS.get(rel)


def _either(kinds: frozenset[str] | None) -> str:
    return "object" if kinds is None else " or ".join(sorted(kinds))
