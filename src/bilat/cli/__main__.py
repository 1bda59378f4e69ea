"""`python -m bilat.cli`: the same as `bilat`."""

from bilat.cli.app import main

main()
