"""Which items a run is about: a small expression over what is known of each (`--where`).

`tokens` → `parsing` → `expression` are pure: a text becomes a value that holds or does not, given
the facts of an item. `facts` gathers them, each only when it is asked for; `choosing` puts both
together.
"""

from mediahub.pipeline.selection.expression import Expression
from mediahub.pipeline.selection.fields import FIELDS
from mediahub.pipeline.selection.parsing import parse

__all__ = ["FIELDS", "Expression", "parse"]
