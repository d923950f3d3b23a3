"""The hand-off desk in the gateway: the states of `bot.handoff`, stored, said, sent and seen."""
