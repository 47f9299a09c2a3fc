"""FedRAMP's own schemas of the Consolidated Rules, where they are beside this checkout."""

import json

import jsonschema_rs
from prerequisites import needs, shared

from generator.frameworks.fedramp_cr26 import SCHEMA_DATE

SCHEMAS = shared("reference/fedramp/cr26/schemas")
needs_schemas = needs(SCHEMAS)


def validator(name: str) -> jsonschema_rs.Draft202012Validator:
    """`accepted-vulnerability-info` and the like."""
    day = SCHEMA_DATE.isoformat()
    common = json.loads((SCHEMAS / f"fedramp-common-definitions-schema-{day}.json").read_bytes())
    schema = json.loads((SCHEMAS / f"fedramp-{name}-schema-{day}.json").read_bytes())
    # NOTE: the schema refers to a JSON pointer below the common file's address as if it were a path of its own.
    own = json.loads(json.dumps(schema).replace(f"{common['$id']}/$defs", "#/$defs"))
    return jsonschema_rs.validator_for({**own, "$defs": {**common["$defs"], **own.get("$defs", {})}}, validate_formats=True)
