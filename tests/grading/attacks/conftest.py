"""The bank's files are submissions, not modules: pytest must not import them in search of doctests."""

collect_ignore_glob = ["bank/*"]
