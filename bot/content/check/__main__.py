"""`python -m bot.content.check`, for processes of another environment."""

import sys

from bot.content.check.command import main

if __name__ == "__main__":
    sys.exit(main())
