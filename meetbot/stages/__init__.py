"""The steps, each from values to values, with no I/O of their own."""
