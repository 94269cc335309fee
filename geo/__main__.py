"""`python -m geo muat FILE...`: official boundaries into the store.

`geo` does not import the store, so the command is passed on whole, to another process: `python -m data batas ...`.
"""

import subprocess
import sys

if __name__ == "__main__":
    sys.exit(subprocess.call([sys.executable, "-m", "data", "batas", *sys.argv[1:]]))
