"""Variants: smaller copies of originals, made by profiles."""
