"""The only public process: chat API, chat widget, staff's pages. Imports neither Rasa nor TensorFlow.

App environment only. Start it with `python -m bot.gateway`, or build it with
`bot.gateway.app.create_app`.
"""
