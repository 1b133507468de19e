package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Map;

class TerminalTest {
    private static final Map<String, String> XTERM = Map.of("TERM", "xterm");

    @Test
    void itsSizeIsWhatSttySaysOrElse24LinesOf80() {
        assertThat(Terminal.of("50 132", XTERM)).isEqualTo(new Terminal(132, 50, true));
        assertThat(Terminal.of("", XTERM)).isEqualTo(new Terminal(80, 24, true));
        assertThat(Terminal.of("0 0", XTERM)).isEqualTo(new Terminal(80, 24, true));
    }

    @Test
    void theEnvironmentComesFirst() {
        Map<String, String> environment = Map.of("TERM", "xterm", "COLUMNS", "40", "LINES", "10");
        assertThat(Terminal.of("50 132", environment)).isEqualTo(new Terminal(40, 10, true));
    }

    @Test
    void noColorTakesTheColourAwayUnlessItIsEmpty() {
        assertThat(Terminal.of("", Map.of("TERM", "xterm", "NO_COLOR", "1")).colour())
                .isFalse();
        assertThat(Terminal.of("", Map.of("TERM", "xterm", "NO_COLOR", "")).colour())
                .isTrue();
    }

    @Test
    void aDumbOneIsNone() {
        assertThat(Terminal.of("24 80", Map.of("TERM", "dumb"))).isEqualTo(Terminal.NONE);
        assertThat(Terminal.of("24 80", Map.of())).isEqualTo(Terminal.NONE);
        assertThat(Terminal.NONE.isThere()).isFalse();
    }

    @Test
    void aTinyOneHasNoRoomForMoreThanALine() {
        assertThat(Terminal.of("24 19", XTERM).isLarge()).isFalse();
        assertThat(Terminal.of("5 80", XTERM).isLarge()).isFalse();
        assertThat(Terminal.of("6 20", XTERM).isLarge()).isTrue();
    }
}
