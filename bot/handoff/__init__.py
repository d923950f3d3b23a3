"""Hands a conversation in danger over to people: what is asked for, what they are sent, and by whom.

The app's environment only, but for `request`, which is plain data.
"""
