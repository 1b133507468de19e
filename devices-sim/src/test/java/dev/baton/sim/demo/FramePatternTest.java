package dev.baton.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FramePatternTest {
    private final FramePattern pattern = new FramePattern(160, 10);

    @Test
    void everyNumberIsReadBackFromItsRow() {
        int[] line = new int[160];
        for (int frame = 0; frame < FramePattern.NUMBERS; frame++) {
            pattern.draw(frame, frame % 10, line);
            assertThat(pattern.numberOf(line)).isEqualTo(frame);
        }
    }

    @Test
    void aRowNobodyDrewCarriesNoNumber() {
        assertThat(pattern.numberOf(new int[160])).isEqualTo(FramePattern.NO_NUMBER);
    }
}
