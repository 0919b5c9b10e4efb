"""A document in canonical form: our keys, our names, one way of breaking lines."""

from typing import cast

from render.document.encoding import decode
from render.document.json_text import scan
from render.document.parse import parse_composition
from render.document.write import write_composition
from schemas import Envelope


def canonical_text(source: bytes | str) -> str:
    """Return a document's canonical text, in its envelope when it came in one.

    Spellings of other tools become the format's, keys get their order, numbers their shortest
    form. Keys nobody knows stay where they are. What the composition means is the same.

    Raises:
        CompositionError: It is invalid; `problems` has every problem.
    """
    parsed = parse_composition(source)
    root = scan(decode(source)).root
    members = cast("dict[str, object]", root)
    if "composition" in members and "scenes" not in members:
        return write_composition(Envelope.model_validate(root))
    return write_composition(parsed.composition)
