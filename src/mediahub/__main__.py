"""`python -m mediahub` is the command `mediahub`."""

from mediahub.cli.main import main

if __name__ == "__main__":  # a worker of a cluster imports it under another name
    main()
