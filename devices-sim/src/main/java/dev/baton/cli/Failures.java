package dev.baton.cli;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes one line on standard error and an exit code of everything that goes wrong. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final List<String> args;

    Failures(String... args) {
        this.args = List.of(args);
    }

    @Override
    public int handleParseException(ParameterException e, String[] ignored) {
        return usage(e.getCommandLine(), reason(e));
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult ignored) {
        if (e instanceof FileSystemException file) {
            return usage(command, file.getFile() + ": " + reason(file));
        }
        return e instanceof InputException ? usage(command, message(e)) : internal(command, e);
    }

    /** Reports a fault of our own, with the command that shows it again. */
    int internal(CommandLine command, Throwable fault) {
        String again = Stream.concat(args.stream(), Stream.of("--stacktrace"))
                .distinct()
                .map(Failures::quoted)
                .collect(Collectors.joining(" "));
        say(command, "internal error, " + described(fault) + " (again: baton " + again + ")");
        if (args.contains("--stacktrace")) {
            fault.printStackTrace(command.getErr());
        }
        return ExitCode.INTERNAL;
    }

    private static int usage(CommandLine command, String why) {
        String name = command.getCommandSpec().qualifiedName(" ");
        say(command, why + " (see '" + name + " --help')");
        return ExitCode.USAGE;
    }

    private static String reason(FileSystemException e) {
        return e.getReason() == null ? "cannot be written or read" : e.getReason();
    }

    private static String reason(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String first = unmatched.getUnmatched().get(0);
            boolean command = !e.getCommandLine().getSubcommands().isEmpty()
                    || e.getCommandLine().getParent() == null;
            String kind = first.startsWith("-") ? "option" : command ? "command" : "argument";
            return "there is no " + kind + " '" + first + "'";
        }
        return message(e).replaceFirst(" is not an? (int|long)$", " is not a whole number");
    }

    private static String message(Throwable e) {
        return Objects.requireNonNullElseGet(e.getMessage(), () -> e.getClass().getSimpleName());
    }

    private static String described(Throwable e) {
        String name = e.getClass().getSimpleName();
        return e.getMessage() == null ? name : name + ": " + e.getMessage();
    }

    private static void say(CommandLine command, String line) {
        command.getErr().println("baton: " + oneLine(line));
        command.getErr().flush();
    }

    /** What comes from outside may hold line ends and terminal commands. */
    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "?");
    }

    private static String quoted(String arg) {
        return arg.matches("[\\w@%+=:,./-]+") ? arg : "'" + arg.replace("'", "'\\''") + "'";
    }
}
