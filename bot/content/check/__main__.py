"""`python -m bot.content.check`."""

import sys

from bot.content.check.command import main

sys.exit(main())
