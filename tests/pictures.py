"""Typed pictures; they live where users find them as well."""

from render.testing.pictures import *  # noqa: F403 - one place, two names
