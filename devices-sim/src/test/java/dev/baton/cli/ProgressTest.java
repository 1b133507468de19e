package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;

class ProgressTest {
    private final StringWriter err = new StringWriter();

    @Test
    void saysNothingWhereNobodyWatches() {
        try (Progress progress = Progress.of(new PrintWriter(err), "frames", 2)) {
            progress.at(1);
            progress.at(2);
        }
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void leavesNothingOnATerminal() {
        try (Progress progress = Progress.onTerminal(new PrintWriter(err), "frames", 4)) {
            progress.show(3);
            assertThat(err.toString()).endsWith("frames 3/4 (75 %)");
        }
        assertThat(err.toString()).endsWith("\r\u001b[K");
    }
}
