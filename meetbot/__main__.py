"""`python -m meetbot` is `meetbot`."""

from meetbot.cli import main

main()
