package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessMode;
import dev.baton.engine.CancelReason;
import dev.baton.event.Event;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** What is seen of the queues of a run, 2.5 ms a character. */
class LiveQueuesTest {
    private static final long MS = 1_000_000;
    private static final int SCREEN = 7;

    private LiveQueues queues = live(new Terminal(80, 24, false));

    private static LiveQueues live(Terminal terminal) {
        return new LiveQueues(terminal, nanos -> "at " + nanos / MS + " ms");
    }

    private void submit(long job, String client, AccessMode mode) {
        Event.SubmittedAccess access = new Event.SubmittedAccess(SCREEN, "screen", mode, 0);
        queues.on(new Event.Submitted(0, job, client, List.of(access), false));
    }

    private void own(long ms, long job) {
        queues.on(new Event.Available(ms * MS, job, SCREEN));
    }

    private List<String> lines() {
        return queues.lines().stream().map(TerminalLine::toString).toList();
    }

    private String row() {
        return lines().get(1);
    }

    @Test
    void anExclusiveOwnerIsACapitalAndWhoWaitsStandsBehindIt() {
        submit(1, "gpu", AccessMode.EXCLUSIVE);
        submit(2, "display", AccessMode.SHARED);
        submit(3, "app", AccessMode.EXCLUSIVE);
        own(90, 1);
        queues.at(100 * MS);
        assertThat(lines().get(0)).isEqualTo("at 100 ms");
        assertThat(row()).isEqualTo("screen           " + " ".repeat(36) + "GGGG G < dA");
        assertThat(lines().get(2)).isEqualTo("G gpu  D display  A app  ");
    }

    @Test
    void ownersComeAndGoAndTheLastOfThemIsShown() {
        submit(1, "gpu", AccessMode.SHARED);
        submit(2, "display", AccessMode.SHARED);
        submit(3, "app", AccessMode.EXCLUSIVE);
        own(10, 1);
        own(30, 2);
        queues.on(new Event.AccessReleased(60 * MS, 2, SCREEN));
        queues.on(new Event.Released(80 * MS, 1));
        queues.on(new Event.Cancelled(90 * MS, 3, CancelReason.CALLER));
        queues.at(100 * MS);
        assertThat(row())
                .isEqualTo(
                        "screen           " + "    ggggggggddddddddddddgggggggg" + " ".repeat(9));
    }

    @Test
    void whatLastsShorterThanACharacterIsSeenAndWhatIsLongAgoIsNot() {
        submit(1, "gpu", AccessMode.EXCLUSIVE);
        submit(2, "app", AccessMode.EXCLUSIVE);
        own(10, 1);
        queues.on(new Event.Released(20 * MS, 1));
        queues.on(new Event.Available(200 * MS, 2, SCREEN));
        queues.on(new Event.Released(200 * MS + 1, 2));
        queues.at(250 * MS);
        assertThat(row().substring(17)).isEqualTo(" ".repeat(20) + "A" + " ".repeat(20));
    }

    @Test
    void anUnorderedAccessTakesNoPlace() {
        submit(1, "gpu", AccessMode.UNORDERED);
        assertThat(row()).doesNotContain("<");
    }

    @Test
    void aVblankIsALineAndOneWithNothingNewIsNot() {
        queues.vblank("tv", 0, false);
        queues.vblank("tv", 50 * MS, true);
        queues.at(100 * MS);
        assertThat(row().stripTrailing()).isEqualTo("tv vblanks       |" + " ".repeat(19) + "!");
    }

    @Test
    void afterALossNobodyOwnsAnything() {
        submit(1, "gpu", AccessMode.EXCLUSIVE);
        own(10, 1);
        queues.dropped(5);
        own(20, 1);
        queues.on(new Event.Released(30 * MS, 1));
        assertThat(lines()).noneMatch(line -> line.startsWith("screen"));
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 40, 80, 200})
    void noLineIsLongerThanTheTerminalAndThereAreFewerThanItHas(int columns) {
        queues = live(new Terminal(columns, 12, true));
        for (int i = 0; i < 30; i++) {
            Event.SubmittedAccess access = new Event.SubmittedAccess(
                    i, "a buffer with quite a name\n" + i, AccessMode.EXCLUSIVE, 0);
            queues.on(new Event.Submitted(0, i, "client " + i, List.of(access), false));
            queues.on(new Event.Available(i, i, i));
        }
        queues.vblank("a display", 5, true);
        assertThat(lines()).hasSizeLessThan(12).anyMatch(line -> line.startsWith("and 24 more"));
        assertThat(lines())
                .map(line -> line.replaceAll("\u001b\\[[0-9;]*m", ""))
                .allSatisfy(line -> assertThat(line)
                        .hasSizeLessThanOrEqualTo(columns)
                        .doesNotContainPattern("\\p{Cntrl}"));
    }

    @Test
    void withoutColourNothingIsStyled() {
        submit(1, "gpu", AccessMode.EXCLUSIVE);
        own(10, 1);
        assertThat(String.join("", lines())).doesNotContain("\u001b");
        queues = live(new Terminal(80, 24, true));
        submit(1, "gpu", AccessMode.EXCLUSIVE);
        own(10, 1);
        assertThat(String.join("", lines())).contains("\u001b[7;33mG\u001b[0m");
    }
}
