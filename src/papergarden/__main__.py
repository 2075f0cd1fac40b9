"""`python -m papergarden` is the command `notes`."""

from papergarden.start import main

if __name__ == "__main__":  # a process that helps another one imports this as well
    main()
