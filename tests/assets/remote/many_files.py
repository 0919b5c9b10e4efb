"""Many files to fetch."""

from tests.assets.remote.storage import picture

FILES = {f"assets/scene-{n}/image.png": picture(3000 + n, seed=n) for n in range(6)}
MANY = {f"assets/{n}.png": picture(64, seed=n) for n in range(105)}


def read(fetched):
    return {key: path.read_bytes() for key, path in fetched.files.items()}
