"""Composition and facts in, Timeline out: integer frames, everything concrete."""
