package dev.baton.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;

/** The root command. */
@Command(
        name = "baton",
        description = "Hands buffers from one client to the next, and shows that it does.",
        subcommands = {
            Demo.class,
            ListScenarios.class,
            Replay.class,
            Convert.class,
            Run.class,
            Oracle.class,
            Explore.class,
            Check.class
        },
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class)
public final class Baton implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "Show where an internal error came from.")
    private boolean stacktrace;

    private Baton() {}

    /**
     * Runs one command and ends the process with its exit code.
     *
     * @param args the command and its options
     */
    public static void main(String[] args) {
        // Neither the numbers of a table nor the bytes of a file may depend on where it was run.
        Locale.setDefault(Locale.ROOT);
        System.setOut(utf8(FileDescriptor.out));
        System.setErr(utf8(FileDescriptor.err));
        int code = run(writer(System.out), writer(System.err), args);
        if (System.out.checkError() && code == ExitCode.FINE) {
            System.err.println("baton: the results could not be written to standard output");
            code = ExitCode.INTERNAL;
        }
        System.exit(code);
    }

    /** Runs one command within this process. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return run(new Baton(), out, err, args);
    }

    static int run(Object root, PrintWriter out, PrintWriter err, String... args) {
        CommandLine command = new CommandLine(root)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setOut(out)
                .setErr(err);
        Failures failures = new Failures(args);
        command.setParameterExceptionHandler(failures);
        command.setExecutionExceptionHandler(failures);
        try {
            return command.execute(args);
        } catch (Error e) {
            // picocli lets errors through, and the JVM would make exit code 1 of them.
            return failures.internal(command, e);
        } finally {
            out.flush();
            err.flush();
        }
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, false, StandardCharsets.UTF_8);
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }
}
