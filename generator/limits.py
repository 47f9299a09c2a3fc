"""Bounds that several files share: on hostile input, and on how much is shown.

Which bounds stand here: one that is used in two files or more, or that is of the same kind as one that is, so that both always
have the same value. A bound that only one file has, for a reason of that file, stands in that file. A specification's own
number (30 MB of an eMASS attachment) stands beside the reader or writer of that specification.
"""

# What is read

DIAGRAM_DEPTH = 200
"""Levels of boxes in boxes in a drawing. Real ones have fewer than ten; a deeper one is a circle or an attack on the
reader."""
DIAGRAM_CELLS = 20_000
"""Shapes and lines in one drawing. The largest real one known has under 1,000."""
DIAGRAM_EDGES = 50_000
"""Arrows in one drawing that is written as text: `A & B --> C & D` draws every pair, and a few lines can ask for billions."""
DIAGRAM_TEXT = 10_000
"""Characters of one label or call in a drawing that are read."""
SOURCE_BYTES = 4 << 20
"""Bytes of text that people write as a source: a pipeline definition, a drawing in D2 or DOT. The marks of a larger one would
take minutes."""
PIPELINE_STEPS = 5_000
"""Steps, jobs or commands of one pipeline: more than people write or generators make."""
PIPELINE_VARIABLES = 2_000
"""Variables of one pipeline."""
PIPELINE_LATER = 100
"""Later steps, or statements of a script, that are searched for what undoes a step's failure."""
PIPELINE_INCLUDES = 200
"""Files that one `include` of a pipeline may name."""
GROOVY_DEPTH = 60
"""Brackets in brackets of a Jenkinsfile."""
VALUE_TEXT = 20_000
"""Characters of one value (a variable, an expression, a list of images) in which names are searched for."""
NUMBER_DIGITS = 18
"""Digits of a number that counts something: what fits into 64 bits."""
WORKBOOK_ROWS = 250_000
"""Rows of a workbook that are read: more than any POA&M has, and few enough to be held."""
WORKBOOK_COLUMNS = 256
"""Columns of a workbook that are read. The widest FedRAMP form has 57; every row is padded to this."""
DOCUMENT_BYTES = 64 << 20
"""Bytes of a document or template that people hand in. The official forms and filled documents have a few megabytes."""
COLLECTED_BYTES = 256 << 20
"""Bytes of one answer of an API, unpacked. Pages of the Kubernetes API are a few megabytes."""
MANIFEST_BYTES = 4 << 20
"""Bytes of an image's manifest, configuration or list of referrers: the OCI specification lets registries refuse larger
manifests."""

# What is shown

QUOTED = 80
"""Characters of a value from outside that an error message repeats: enough to find it, and it fits on a line."""
NAMED = 5
"""Names in one sentence for a reader who only has to recognize what is meant. The rest is counted."""
IDENTIFIED = 10
"""Identifiers in one sentence of a record (a discrepancy, a statement) that an assessor follows up one by one."""
PRINTED = 20
"""Entries of one kind that a command prints, so that the most important stays on the screen. The package has all of them."""
CITED = 3
"""Places that one problem cites: enough to verify it. All of them stand in the assessment results."""
CELL_ENTRIES = 8
"""Entries of one table cell of a workbook or document; the JSON beside it has all."""
PAGE_ROWS = 200
"""Rows of one table of an HTML page, so that a browser opens it at once. The rest is counted, with where it is."""
