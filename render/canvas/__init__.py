"""The planar canvas: pictures as Y'CbCr planes, the verbs warp and blend, and draw operations.

Nothing here knows a composition. Coordinates are output pixels with the origin at the top left
corner and pixel centres at .5; `Affine` maps sprite space to canvas space in those terms.
"""
