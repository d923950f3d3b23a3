"""`python benchmarks/bench.py`: the whole comparison; `--help` names its options."""

import sys
from pathlib import Path

# In place of this folder, whose modules are the package `benchmarks`.
sys.path[0] = str(Path(__file__).resolve().parents[1])

from benchmarks.command import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
