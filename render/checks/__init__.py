"""Checks of compositions: what is wrong, what is odd, and what nobody will be able to read.

`check_source` finds everything in one document, `config_for` says what a team has decided about the
checks, `CHECKS` lists them. Each family of checks is one file in `rules/`; `rehearsal/` measures
frames and sound for those that need the assets; `reports/` writes what was found.
"""

from render.checks.config import Config, config_for, read_config
from render.checks.registry import CHECKS, Check
from render.checks.rules import load
from render.checks.run import Checked, check_source

__all__ = [
    "CHECKS",
    "Check",
    "Checked",
    "Config",
    "check_source",
    "config_for",
    "load",
    "read_config",
]
