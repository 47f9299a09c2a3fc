"""The command line: grammar, one file a command, output, progress, exit codes. It decides nothing."""
