"""The bank of hostile submissions: what each one does, what its honest part deserves, and what it leaves behind.

`sheet` is the exercise sheet under attack, `attack` reads the files in ``bank/``, `host` is what they try to reach.
Every attack is bounded: it asks for more than a submission may have, but for less than a machine can bear.
"""
