"""Who prepared a plan and for which organization, owner and contacts: FedRAMP SSP template, Tables 4.1 and 5.1."""

from collections.abc import Iterable, Iterator, Mapping

from generator.model.plan import PostalAddress
from generator.model.system import System, SystemParty
from generator.renderers.ssp.rows import PlanStatement, PlanTable, ProviderSignature, texts

_OWNER, _OFFICER = "system-owner", "information-system-security-officer"
_ELSEWHERE = frozenset({_OWNER, _OFFICER, "cloud-service-provider", "prepared-by", "prepared-for"})
"""Roles that have a table of their own."""
_PAIR = (2.0, 4.5)
_SMALL_WORDS = frozenset(("and", "for", "in", "of", "or", "the", "to"))


class People:
    """The parties of system.yaml, by what they are asked for."""

    def __init__(self, system: System, titles: Mapping[str, str]) -> None:
        """`titles` are what roles are called, by id."""
        self._titles = titles
        self._parties = system.parties
        self._names = {party.id: party for party in system.parties}
        self.provider = system.provider_name
        """Who provides the system; empty where it is not stated."""

    def organization(self, title: str, roles: tuple[str, ...]) -> PlanTable:
        """Who prepared the plan, or who it was prepared for."""
        party = self._first(*roles)
        address = party.address if party else None
        key = f"parties (role {roles[0]})"
        first, *others = address.lines if address else ("",)
        rows = (
            ("Organization Name", PlanStatement(text=party.name if party else self._else(roles), key=key)),
            ("Street Address", PlanStatement(text=first, key=f"{key}, address")),
            ("Suite/Room/Building", PlanStatement(text=", ".join(others))),
            ("City, State, Zip", PlanStatement(text=_city(address), key=f"{key}, address")),
        )
        return _pairs("", title, rows)

    def person(self, number: str, title: str, heading: str, role: str) -> PlanTable:
        """A table of one person."""
        party, key = self._first(role), f"parties (role {role})"
        rows = (
            ("Name", PlanStatement(text=party.name if party else "", key=key)),
            ("Title", PlanStatement(text=(party and party.title) or "", key=f"{key}, title")),
            ("Company / Organization", PlanStatement(text=self._employer(party), key=f"{key}, organization")),
            ("Address", PlanStatement(text=self._address(party), key=f"{key}, address")),
            ("Phone Number", PlanStatement(text=(party and party.phone) or "", key=f"{key}, phone")),
            ("Email Address", PlanStatement(text=(party and party.email) or "", key=f"{key}, email")),
        )
        return _pairs(number, title, rows, heading=heading)

    def owner(self, system: str) -> PlanTable:
        """Table 4.1."""
        return self.person("4.1", f"{system} Owner", "System Owner Information", _OWNER)

    def officer(self, provider: str) -> PlanTable:
        """Table 5.1."""
        title = f"{provider} ISSO (or Equivalent) Point of Contact".strip()
        return self.person("5.1", title, "ISSO (or Equivalent) Point of Contact", _OFFICER)

    def contacts(self) -> PlanTable:
        """Everybody else, role by role: the template lets tables be added."""
        rows = [
            texts(
                _role(self._titles.get(role, role)),
                party.name,
                party.title or "–",
                self._employer(party) or "–",
                _reach(party),
            )
            for party in self._parties
            for role in party.roles
            if role not in _ELSEWHERE
        ]
        if not self._first("authorizing-official"):
            missing = self._titles.get("authorizing-official", "Authorizing Official")
            rows.append((*texts(missing), PlanStatement(key="parties (role authorizing-official)"), *texts("", "", "")))
        return PlanTable(
            number="5.2",
            title="Other Points of Contact",
            header=("Role", "Name", "Title", "Organization", "Email and phone"),
            rows=tuple(sorted(rows, key=lambda row: (row[0].text, row[1].text))),
            widths=(1.2, 0.95, 1.15, 1.15, 2.05),
        )

    def signatures(self) -> tuple[ProviderSignature, ...]:
        """The owner and the security officer sign for the provider."""
        return tuple(self._signature(role) for role in (_OWNER, _OFFICER))

    def _signature(self, role: str) -> ProviderSignature:
        party, key = self._first(role), f"parties (role {role})"
        return ProviderSignature(
            name=PlanStatement(text=party.name if party else "", key=key),
            title=PlanStatement(text=(party and party.title) or self._titles.get(role, role)),
            organization=PlanStatement(text=self._employer(party) or self.provider, key=key),
        )

    def _else(self, roles: tuple[str, ...]) -> str:
        """An organization without a row of its own in `parties:`."""
        return self.provider if "cloud-service-provider" in roles else ""

    def _first(self, *roles: str) -> SystemParty | None:
        return next((party for role in roles for party in self._parties if role in party.roles), None)

    def _employer(self, party: SystemParty | None) -> str:
        if party is None:
            return ""
        if party.type == "organization":
            return party.name
        employer = self._names.get(party.organization or "")
        return employer.name if employer else ""

    def _address(self, party: SystemParty | None) -> str:
        """A person's own, else that of where they work."""
        if party is None:
            return ""
        employer = self._names.get(party.organization or "")
        address = party.address or (employer.address if employer else None)
        return str(address) if address else ""


def _role(title: str) -> str:
    """`Privacy poc` in words, written as FedRAMP writes roles."""
    words = f"{title.removesuffix(' poc')} point of contact" if title.endswith(" poc") else title
    return " ".join(word if word in _SMALL_WORDS else f"{word[:1].upper()}{word[1:]}" for word in words.split())


def _city(address: PostalAddress | None) -> str:
    return f"{address.city}, {address.state} {address.postal_code}" if address else ""


def _reach(party: SystemParty) -> str:
    return "\n".join(address for address in (party.email, party.phone) if address) or "–"


def _pairs(number: str, title: str, rows: Iterable[tuple[str, PlanStatement]], *, heading: str = "") -> PlanTable:
    return pairs(number, title, heading or title, rows)


def pairs(number: str, title: str, heading: str, rows: Iterable[tuple[str, PlanStatement]]) -> PlanTable:
    """A table of labels and values below one heading."""
    return PlanTable(number=number, title=title, header=(heading,), rows=tuple(_rows(rows)), widths=_PAIR, together=True)


def _rows(rows: Iterable[tuple[str, PlanStatement]]) -> Iterator[tuple[PlanStatement, ...]]:
    for label, statement in rows:
        yield PlanStatement(text=label), statement
