"""OSCAL's assemblies as far as this project writes and reads them, spelled as NIST spells them (kebab case in JSON).

Source: NIST OSCAL 1.2.3 metaschema. A field is required here where OSCAL requires it, so that a writer cannot leave it out;
`generator.oscal.lenient_reading` reads documents of any producer into the same types, with whatever they lack. `validate`
judges documents by the whole schema. Fields that are empty are left out, since OSCAL forbids empty arrays and strings.
"""
# ruff: noqa: F403 - the one place from which all of them are imported

from generator.oscal.types.assessment import *
from generator.oscal.types.component import *
from generator.oscal.types.control import *
from generator.oscal.types.document import *
from generator.oscal.types.metadata import *
from generator.oscal.types.poam import *
from generator.oscal.types.ssp import *
