"""Reads turns as people have labelled others: what a turn's words, its grammar and its neighbours make likely."""
