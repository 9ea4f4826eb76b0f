"""Runs a submission in isolation: the student's code in a sandbox, the tests in an interpreter of their own."""
