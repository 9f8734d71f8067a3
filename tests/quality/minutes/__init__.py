"""How right the minutes are: labelled meetings, the scorer, and what it measured. A package, for its modules' names."""
