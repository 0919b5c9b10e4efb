"""`python -m render.cli` is `wavemaker`."""

from render.cli import main

main()
