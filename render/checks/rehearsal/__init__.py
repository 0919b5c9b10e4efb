"""The media behind a composition: what can only be said after looking at files and frames.

`rehearse` probes the assets, plans the film, and gives a `Rehearsal` to the checks that
need one. A rehearsal draws frames at low resolution and mixes the sound only when it is asked to,
and once.
"""

from render.checks.rehearsal.run import rehearse

__all__ = ["rehearse"]
