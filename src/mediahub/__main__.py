"""`python -m mediahub` is the command `mediahub`."""

from mediahub.cli.main import main

main()
