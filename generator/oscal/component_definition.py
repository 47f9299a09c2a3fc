"""The component definition: the system's parts, for reuse by whoever builds on them."""

from collections.abc import Iterable

from msgspec.structs import replace

from generator.oscal import types as o
from generator.oscal.common import Citations
from generator.oscal.components import Naming, components
from generator.oscal.metadata import metadata
from generator.oscal.oscal_input import OscalInput
from generator.oscal.products import RecognizedProduct, product_component, recognized

_OF_A_PLAN = ("direction", "implementation-point", "leveraged-authorization-uuid")


def component_definition(oscal_input: OscalInput, cite: Citations) -> o.ComponentDefinition:
    """Every component of the plan but `this-system`, without the state it is in there; and the products that are used."""
    system, facts = oscal_input.system, oscal_input.facts
    recognized_products = oscal_input.views.once(recognized, facts)
    rows = components(facts, oscal_input.comparison, system, recognized_products, cite)
    products = _products(recognized_products, cite)
    own = {product.uuid: product for product in products}
    listed = tuple(_part(row) for row in rows if row.type != "this-system" and row.uuid not in own)
    parts = (*listed, *products)
    return o.ComponentDefinition(
        uuid="",
        metadata=metadata(system, cite.ids, f"{system.name}: components", facts.as_of),
        components=parts,
        back_matter=cite.back_matter(),
    )


def _products(products: Iterable[RecognizedProduct], cite: Citations) -> tuple[o.Component, ...]:
    """With the controls that each can support. A scanner is one component, whether its reports or its product are meant."""
    naming = Naming(cite.ids)
    return tuple(
        product_component(
            product,
            naming.scanner(product.scanner) if product.scanner else naming.product(product.content.title),
            cite,
        )
        for product in products
    )


def _part(row: o.Component) -> o.Component:
    """Without state and roles, and without the properties that NIST knows only in a security plan."""
    props = tuple(prop for prop in row.props if prop.name not in _OF_A_PLAN)
    return replace(row, status=None, responsible_roles=(), props=props)
