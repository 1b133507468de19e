/**
 * The command line. Results go to standard output, everything else to standard error; a command leaves
 * its files, {@code summary.json} among them, in one directory and writes nowhere else.
 */
@NullMarked
package dev.baton.cli;

import org.jspecify.annotations.NullMarked;
