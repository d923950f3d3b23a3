"""The command line: one module a command, `./assistant <module>`.

A module has `HELP` (one line), `ENVIRONMENT` (`"app"`, `"engine"`, or `"any"` when it needs the standard
library only), `add_arguments(parser)` and `run(args) -> int`. With `PASS_THROUGH = True` it has
`run(arguments: list[str]) -> int` instead and gets everything after its name unchanged, `--help` too.
"""
