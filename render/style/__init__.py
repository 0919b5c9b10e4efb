"""The style of a composition made concrete: colours, lettering, and the ways it moves.

The entry points are `style_sheet`, which answers for a composition, and `LANGUAGES`, the table of
motion languages.
"""

from render.style.languages import FALLBACK_LANGUAGE, LANGUAGES, MotionLanguage
from render.style.sheet import StyleSheet, style_sheet

__all__ = ["FALLBACK_LANGUAGE", "LANGUAGES", "MotionLanguage", "StyleSheet", "style_sheet"]
