"""`python -m bot.evaluation.safety`; `--help` names its options."""

import sys

from bot.evaluation.safety.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
