import subprocess
import sys

HEAVY = "{'av', 'numpy', 'PIL', 'cv2'}"


def test_the_package_and_its_folder_cost_no_heavy_import():
    code = f"import sys, render.assets as a; a.LocalFolder; print({HEAVY} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
