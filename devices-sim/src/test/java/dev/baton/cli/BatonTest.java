package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;

/** What the shell sees of every command: exit codes, and one line for whatever goes wrong. */
class BatonTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int baton(String... args) {
        return Baton.run(new PrintWriter(out), new PrintWriter(err), args);
    }

    private int failing(String... args) {
        return Baton.run(new Failing(), new PrintWriter(out), new PrintWriter(err), args);
    }

    @Test
    void helpAndVersionAreResults() {
        assertThat(baton("--help")).isZero();
        assertThat(out.toString()).contains("Usage: baton");
        assertThat(baton("--version")).isZero();
        assertThat(out.toString()).containsPattern("(?m)^baton \\d+\\.\\d+\\.\\d+");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void helpFitsATerminal() {
        for (String[] args :
                new String[][] {{"--help"}, {"demo", "--help"}, {"replay", "--help"}}) {
            assertThat(baton(args)).isZero();
        }
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
        assertThat(out.toString())
                .containsPattern("(?m)^  demo +Shows frames going from render to page flip[.]$")
                .containsPattern(
                        "(?m)^  replay +Drives a recording of a real system through the engine[.]$");
    }

    @Test
    void withoutACommandItIsBadUsage() {
        assertThat(baton()).isEqualTo(ExitCode.USAGE);
        assertOneLine("baton: no command given (see 'baton --help')");
    }

    @Test
    void anUnknownCommandIsNamed() {
        assertThat(baton("juggle")).isEqualTo(ExitCode.USAGE);
        assertOneLine("baton: there is no command 'juggle' (see 'baton --help')");
    }

    @Test
    void anUnknownOptionIsNamed() {
        assertThat(baton("--louder")).isEqualTo(ExitCode.USAGE);
        assertOneLine("baton: there is no option '--louder' (see 'baton --help')");
    }

    @Test
    void aCommandIsNamedWhereItsOptionIsWrong() {
        assertThat(failing("fail", "--frames", "many")).isEqualTo(ExitCode.USAGE);
        assertOneLine("baton: Invalid value for option '--frames': 'many' is not a whole number"
                + " (see 'baton fail --help')");
    }

    @Test
    void badInputIsOneLineThatSaysWhereAndWhy() {
        assertThat(failing("fail", "--with", "input")).isEqualTo(ExitCode.USAGE);
        assertOneLine("baton: trace.txt:3: no ? time stamp (see 'baton fail --help')");
    }

    @ParameterizedTest
    @ValueSource(strings = {"exception", "error", "stack"})
    void whatNobodyCaughtIsAnInternalErrorWithTheCommandThatShowsIt(String kind) {
        assertThat(failing("fail", "--with", kind)).isEqualTo(ExitCode.INTERNAL);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString())
                .startsWith("baton: internal error, ")
                .endsWith("(again: baton fail --with " + kind + " --stacktrace)\n");
    }

    @Test
    void theStackTraceIsShownOnRequest() {
        assertThat(failing("fail", "--with", "exception", "--stacktrace"))
                .isEqualTo(ExitCode.INTERNAL);
        assertThat(err.toString().lines()).hasSizeGreaterThan(2);
    }

    private void assertOneLine(String line) {
        assertThat(err.toString()).isEqualToNormalizingNewlines(line + "\n");
        assertThat(out.toString()).isEmpty();
    }

    @Command(name = "baton", subcommands = Fail.class)
    private static final class Failing {
        @Option(names = "--stacktrace", scope = picocli.CommandLine.ScopeType.INHERIT)
        private boolean stacktrace;
    }

    @Command(name = "fail")
    private static final class Fail implements Callable<Integer> {
        @Option(names = "--frames")
        private int frames;

        @Option(names = "--with")
        private String kind;

        @Override
        public Integer call() {
            switch (kind) {
                case "input" -> throw new InputException("trace.txt:3", "no \u001b time\nstamp");
                case "exception" -> throw new IllegalStateException("two\nlines");
                case "error" -> throw new AssertionError();
                default -> throw new StackOverflowError();
            }
        }
    }
}
