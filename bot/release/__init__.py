"""The release of information, step by step: guides, their walks, and what is taken away at the end; pure."""
