"""`python -m amaterasu.worker`."""

from .start import main

main()
