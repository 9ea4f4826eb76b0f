"""The bank's files are answers, not modules: pytest must not import them in search of doctests."""

collect_ignore_glob = ["*/*.py"]
