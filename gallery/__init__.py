"""The gallery: a filmstrip of everything the format names, from `samples/gallery`.

`make gallery` draws them and writes `docs/gallery.md`.
"""
