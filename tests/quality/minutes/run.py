"""Measures how right the minutes are: labelled meetings through the whole path, from transcript to minutes.

python tests/quality/minutes/run.py --split tune [--meeting NAME ...] [--engine rules] [--show]
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from minutes.command import main

if __name__ == "__main__":
    sys.exit(main())
