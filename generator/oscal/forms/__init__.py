"""The other two forms of OSCAL: XML and YAML, written from JSON and read back into it."""
