package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;

class ProgressTest {
    private final StringWriter err = new StringWriter();

    private Progress progress(Terminal terminal) {
        return new Progress(new PrintWriter(err), terminal, "frames", 4);
    }

    @Test
    void saysNothingWhereNobodyWatches() {
        try (Progress progress = progress(Terminal.NONE)) {
            progress.at(1);
            progress.at(2);
        }
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void leavesNothingOnATerminal() {
        try (Progress progress = progress(new Terminal(80, 24, true))) {
            progress.show(3);
            assertThat(err.toString()).endsWith("frames 3/4 (75 %)");
        }
        assertThat(err.toString()).endsWith("\r\u001b[K");
    }

    @Test
    void isCutWhereTheTerminalEnds() {
        progress(new Terminal(10, 24, true)).show(3);
        assertThat(err.toString()).endsWith("frames 3/4");
    }
}
