"""The benchmark: this renderer beside MoviePy, a hand-written FFmpeg graph and the bare encoder.

`python -m bench` renders one reference composition with all four in one run and prints how they
compare; `python -m bench.memory` shows that memory does not grow with duration.
"""
