"""The kinds of user of a system security plan (FedRAMP external constraints: `user-*`, `privilege-level`)."""

from collections.abc import Iterable, Mapping

from generator.ids import UuidFactory
from generator.model.plan import Duty, PlanStatements, UserRole
from generator.model.system import System
from generator.oscal import types as o
from generator.oscal.common import line, prop, text
from generator.oscal.fedramp_values import OLDER_NAMESPACE
from generator.oscal.metadata import role_title


def user_uuid(user_id: str, ids: UuidFactory) -> str:
    """A kind of user, by its id in system.yaml."""
    return ids.object("user", user_id)


def users(system: System, ids: UuidFactory) -> tuple[o.User, ...]:
    """Those of system.yaml; where it names none, the administrator that every such system has."""
    if not system.plan.users:
        return (_administrator(ids, system),)
    return tuple(_user(row, system, ids) for row in system.plan.users)


def answering(components: Iterable[o.Component], controls: o.ControlImplementation) -> frozenset[str]:
    """Every role that answers for a component, a control or a part of one."""
    by = [
        answer
        for implemented_requirement in controls.implemented_requirements
        for part in implemented_requirement.statements
        for answer in part.by_components
    ]
    named = [component.responsible_roles for component in components]
    named += [implemented_requirement.responsible_roles for implemented_requirement in controls.implemented_requirements]
    named += [component.responsible_roles for component in by]
    return frozenset(role.role_id for roles in named for role in roles)


def people_in(
    roles: Iterable[str], known: Iterable[o.User], titles: Mapping[str, str], system: System, ids: UuidFactory
) -> tuple[o.User, ...]:
    """A kind of user for each of these roles that no kind of user has. FedRAMP (`responsible-role-has-user`, Guide to
    OSCAL-based FedRAMP System Security Plans, section 5.2): whoever answers for a control is a user of the plan."""
    held = {role for user in known for role in user.role_ids}
    return tuple(
        o.User(
            uuid=user_uuid(f"role {role}", ids),
            title=role_title(role, titles),
            props=(
                prop("type", "internal"),
                prop("privilege-level", _privilege("no-access", "internal", system), system.fedramp_namespace),
                prop("sensitivity", "not-applicable", system.fedramp_namespace),
            ),
            role_ids=(role,),
            authorized_privileges=(
                o.AuthorizedPrivilege(title="Responsibility", functions_performed=("Answers for what names this role",)),
            ),
            remarks="No kind of user in system.yaml has this role, so no access is stated: name it under plan.users.",
        )
        for role in sorted(set(roles) - held)
    )


def duties_of(user: UserRole, plan: PlanStatements) -> tuple[Duty, ...]:
    """Its rows of Table 11.1."""
    return tuple(duty for duty in plan.duties if user.id in duty.users)


def _privilege(level: str, kind: str, system: System) -> str:
    """FedRAMP's registry of 2023 asked who is privileged; today's rules ask what a user may do."""
    if system.fedramp_namespace != OLDER_NAMESPACE:
        return level
    if level == "no-access":
        return "no-logical-access"
    return "privileged" if kind == "privileged" else "non-privileged"


def _user(row: UserRole, system: System, ids: UuidFactory) -> o.User:
    privileges = [o.AuthorizedPrivilege(title="Functions", functions_performed=tuple(map(line, row.functions)))]
    if duties := duties_of(row, system.plan):
        functions = tuple(line(duty.description) for duty in duties)
        privileges.append(
            o.AuthorizedPrivilege(title="Duties of Table 11.1, separation of duties", functions_performed=functions)
        )
    return o.User(
        uuid=user_uuid(row.id, ids),
        title=line(row.title),
        description=text(f"Authentication: {row.authentication}") if row.authentication else None,
        props=(
            prop("type", row.type),
            prop("privilege-level", _privilege(row.privilege, row.type, system), system.fedramp_namespace),
            prop("sensitivity", row.sensitivity, system.fedramp_namespace),
        ),
        role_ids=row.roles or ("asset-owner",),
        authorized_privileges=tuple(privileges),
    )


def _administrator(ids: UuidFactory, system: System) -> o.User:
    return o.User(
        uuid=user_uuid("administrator", ids),
        title="System administrator",
        props=(
            prop("type", "internal"),
            prop("privilege-level", _privilege("read-write", "privileged", system), system.fedramp_namespace),
            prop("sensitivity", "moderate", system.fedramp_namespace),
        ),
        role_ids=("asset-owner",),
        authorized_privileges=(
            o.AuthorizedPrivilege(
                title="Administration", functions_performed=("Deploys and operates the containers of the system",)
            ),
        ),
    )
