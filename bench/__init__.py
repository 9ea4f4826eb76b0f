"""Speed of the package, measured side by side with what it replaces: ``python -m bench``."""
