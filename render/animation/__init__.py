"""How things move: easings, keyframes, presets, the camera. Numbers only, no pixels."""
