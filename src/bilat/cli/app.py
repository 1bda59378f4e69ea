"""The group of commands, and what a user sees when something goes wrong."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Sequence

import click

import bilat as package
from bilat.cli.asking import ask
from bilat.cli.evaluating import eval_
from bilat.cli.exporting import brief, export
from bilat.cli.forecasting import forecast
from bilat.cli.importing import import_
from bilat.cli.judging import judge
from bilat.cli.keeping import backup, restore
from bilat.cli.measuring import coverage, series
from bilat.cli.news import news
from bilat.cli.reading import read
from bilat.cli.serving import mcp, serve
from bilat.cli.shocking import changes, exits, shock
from bilat.cli.showing import LIST_COMMANDS, contradictions, doctor
from bilat.cli.watching import watch
from bilat.model import BilatError

DONE, BROKEN, MISUSED, INTERRUPTED = 0, 1, 2, 130


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package.__version__, prog_name="bilat")
def bilat() -> None:
    """A sourced record of relations between states, read from the news.

    Read articles into a record, then ask the record. A and B are states or bodies: ISO 3166-1 alpha-3 codes, acronyms
    or names. The record is one file; BILAT_RECORD names it where --record is not given.

    \b
    Exit status: 0 all done; 2 used wrongly; 3 finished, but some items failed or were rejected
    (a duplicate is no failure); 130 interrupted.

    \b
    Example:
      bilat read articles/ --record russia-iran.sqlite
      bilat brief RUS IRN --record russia-iran.sqlite
    """


for command in (
    read,
    import_,
    export,
    *LIST_COMMANDS,
    brief,
    ask,
    contradictions,
    coverage,
    series,
    changes,
    exits,
    shock,
    forecast,
    judge,
    news,
    eval_,
    watch,
    serve,
    mcp,
    doctor,
    backup,
    restore,
):
    bilat.add_command(command)


def run(arguments: Sequence[str]) -> int:
    """Run one command line; returns its exit status. Messages go to standard error, and no traceback."""
    try:
        status = bilat.main(list(arguments), prog_name="bilat", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BilatError as error:
        click.echo(f"Error: {error}", err=True)
        return MISUSED
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        return INTERRUPTED
    except (BrokenPipeError, SystemExit):
        # Whoever read the output has seen enough; click ends so in this case alone, where it is not standalone.
        _print_no_more()
        return DONE
    except OSError as error:
        _print_no_more()
        why = (error.strerror or str(error)).lower()
        click.echo(
            f"Error: {error.filename or 'the output'}: {why}; see to the disk and run the command again", err=True
        )
        return MISUSED
    except Exception as error:
        if os.environ.get("BILAT_DEBUG"):
            traceback.print_exc()
        click.echo(
            f"Error: {type(error).__name__}: {error}\nThis is a fault of bilat's own. The record is whole. "
            "Please report it, with what the same command prints when BILAT_DEBUG=1 is set.",
            err=True,
        )
        return BROKEN
    return int(status or DONE)


def _print_no_more() -> None:
    """The interpreter must not fail once more, when it ends, on what is left to print."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)


def main() -> None:
    """The entry point `bilat`."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # being ended stops a reading as cleanly as Ctrl-C does
    sys.exit(run(sys.argv[1:]))
