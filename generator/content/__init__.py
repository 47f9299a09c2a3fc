"""Public reference data that the user adds to a workspace: NVD, KEV, EPSS; condensed, dated and pinned by checksum."""
