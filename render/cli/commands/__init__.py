"""The commands and their options, a file for each kind.

Bodies import what they need, so that `--help` is quick, and inside `guarded`, so that Ctrl-C during
the second that the libraries take to load ends like any other.
"""
