"""``python -m unweary`` does what ``unweary`` does, where the command is not on the path."""

from unweary.interfaces.cli import main

if __name__ == "__main__":
    main()
