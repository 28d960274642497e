"""``python -m zhfix``: the command line."""

from zhfix.cli import main

if __name__ == "__main__":
    main(prog_name="python -m zhfix", complete_var="_ZHFIX_COMPLETE")
