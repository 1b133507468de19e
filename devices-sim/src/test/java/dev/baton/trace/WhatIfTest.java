package dev.baton.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.trace.Design.Policy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

class WhatIfTest {
    private static final String RENDERED = "render-to-flip-vkms";

    private static DesignComparison compare(String name, Design design) throws IOException {
        return compare(name, design, RecordingReplay.PIECE_EVENTS);
    }

    private static DesignComparison compare(String name, Design design, long pieceEvents)
            throws IOException {
        DesignComparison comparison = new DesignComparison(design);
        RecordingReplay.run(
                new ByteArrayInputStream(Recordings.bytes(name)), pieceEvents, comparison);
        comparison.end();
        assertThat(comparison.asRecordedFigures().lawsBroken()).isZero();
        assertThat(comparison.otherFigures().lawsBroken()).isZero();
        return comparison;
    }

    /** When each flip is shown, in the order of the commits. */
    private static List<Long> latches(String name) throws IOException {
        Map<Long, Long> shown = new HashMap<>();
        List<RecordedFlip> flips = Recordings.read(name).flips();
        long begin = Recordings.read(name).beginNanos();
        RecordingReplay.run(new ByteArrayInputStream(Recordings.bytes(name)), new ReplayWatcher() {
            @Override
            public void showed(RecordedFlip flip, long nanos) {
                shown.put(flip.line(), nanos - begin);
            }
        });
        return flips.stream().map(flip -> shown.get(flip.line())).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "render-to-flip-vkms, 3, 60",
        "modetest-vkms, 2, 60",
        "modetest-virtio-gpu, 2, 0",
        "igt-kms-flip-vkms, 0, 60"
    })
    void whatWasRecordedAsAnotherDesignIsThePlainReplay(String name, int buffers, double hz)
            throws IOException {
        DesignComparison comparison = compare(name, new Design(Policy.QUEUED, buffers, hz));
        List<Long> plain = latches(name);
        for (FrameFigures figures :
                List.of(comparison.asRecordedFigures(), comparison.otherFigures())) {
            Long[] latches = new Long[plain.size()];
            figures.shots.forEach(shot -> latches[(int) shot.number()] = shot.latchNanos());
            assertThat(latches).containsExactlyElementsOf(plain);
            assertThat(figures.blockedNanos()).isZero();
        }
    }

    @Test
    void moreBuffersNeverBlockLonger() throws IOException {
        List<Long> blocked = new ArrayList<>();
        for (int buffers = 2; buffers <= 6; buffers++) {
            FrameFigures figures =
                    compare(RENDERED, new Design(Policy.QUEUED, buffers, 25)).otherFigures();
            blocked.add(figures.blockedNanos());
            assertThat(figures.frames()).isEqualTo(104);
            assertThat(figures.dropped()).isZero();
        }
        assertThat(blocked)
                .isSortedAccordingTo((a, b) -> Long.compare(b, a))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"60", "25", "5"})
    void aMailboxOfThreeNeverWaitsForAVblank(double hz) throws IOException {
        FrameFigures figures =
                compare(RENDERED, new Design(Policy.MAILBOX, 3, hz)).otherFigures();
        assertThat(figures.blockedNanos()).isZero();
        assertThat(figures.shown() + figures.dropped()).isBetween(103L, 104L);
        assertThat(figures.dropped() > 0).isEqualTo(hz < 60);
    }

    @Test
    void anApplicationInBetweenTakesLonger() throws IOException {
        DesignComparison comparison = compare(RENDERED, new Design(Policy.APPLICATION, 0, 0));
        FrameFigures queued = comparison.asRecordedFigures();
        FrameFigures woken = comparison.otherFigures();
        assertThat(woken.latencyNanos(50)).isGreaterThan(queued.latencyNanos(50));
        assertThat(woken.late()).isGreaterThan(queued.late());
    }

    @ParameterizedTest
    @EnumSource
    void inPiecesTheSameComesOutAsAtOnce(Policy policy) throws IOException {
        Design design = new Design(policy, 2, 25);
        FrameFigures whole = compare(RENDERED, design).otherFigures();
        FrameFigures pieces = compare(RENDERED, design, 400).otherFigures();
        assertThat(Set.copyOf(pieces.shots)).isEqualTo(Set.copyOf(whole.shots));
        assertThat(pieces.blockedNanos()).isEqualTo(whole.blockedNanos()).isPositive();
    }
}
