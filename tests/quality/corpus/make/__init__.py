"""The corpus is made by `python -m tests.quality.corpus.make`: each case states the file's bytes and its verdict."""
