package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** Who is handed over to hardware that orders itself, when, and with what to wait for (S12). */
@Tag("S12")
class HandOverTest extends RingBench {
    @Test
    void jobIsHandedOverAtOnceBehindOneOfItsDomainAndGrantedAtThatOnesEnd() {
        Job first = write("render", a);
        Job second = read("flip", a);

        assertThat(ring.told).containsExactly("render after []", "flip after [render]");
        assertThat(second.isGranted()).isFalse();
        first.release();
        assertThat(second.isGranted()).isTrue();
        assertThat(ring.told).hasSize(2);
        assertThat(observed.kindsOf(second))
                .containsExactly("Submitted", "HandedOver", "Available", "Granted");
    }

    @Test
    void writerWaitsForAllReadersAheadAndReaderForTheWriterOnly() {
        write("w", a);
        read("r1", a);
        read("r2", a);
        write("x", a);

        assertThat(ring.told)
                .containsExactly(
                        "w after []", "r1 after [w]", "r2 after [w]", "x after [r2, r1, w]");
    }

    /** An in-order ring that held the second before the first would never end. */
    @Test
    void jobIsHandedOverOnlyAfterThoseAheadOfIt() {
        Job owner = dispatcher.submit(AccessSet.exclusive(b), cpu);
        write("first", a, b);
        write("second", a);
        assertThat(ring.told).isEmpty();

        owner.release();

        assertThat(ring.told).containsExactly("first after []", "second after [first]");
    }

    @Test
    void jobBehindAnotherDomainOrTheCpuIsHandedOverAtItsGrant() {
        RingLog other = new RingLog(new HardwareDomain<>("usb"));
        Job foreign =
                dispatcher.submit(AccessSet.exclusive(a), other, "foreign", JobOptions.DEFAULT);
        write("mine", a);
        assertThat(ring.told).isEmpty();
        foreign.release();
        assertThat(ring.told).containsExactly("mine after []");

        Job owner = dispatcher.submit(AccessSet.shared(b), cpu);
        write("behind", b);
        owner.release();
        assertThat(ring.told).containsExactly("mine after []", "behind after []");
    }

    @Test
    void cancelOfWhatStandsBetweenLetsItBeHandedOver() {
        write("first", a);
        Job between = dispatcher.submit(AccessSet.exclusive(a), cpu);
        write("last", a);
        assertThat(ring.told).containsExactly("first after []");

        assertThat(between.cancel()).isTrue();

        assertThat(ring.told).containsExactly("first after []", "last after [first]");
    }

    @Test
    void cpuBehindHardwareIsGrantedAtTheEndOfAll() {
        Job first = write("first", a);
        Job second = write("second", a);
        Job behind = dispatcher.submit(AccessSet.exclusive(a), cpu);

        assertThatThrownBy(second::release)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("S5");
        first.release();
        assertThat(behind.isGranted()).isFalse();
        second.release();
        assertThat(behind.isGranted()).isTrue();
    }

    @Test
    void fromHandOverOnOnlyItsClientCancels() {
        Job first = write("first", a);
        Job second = write("second", a);
        Job third = write("third", a);

        assertThat(second.cancel()).isFalse();
        assertThat(second.ending()).isNull();
        assertThat(domain.cancel(second)).isTrue();
        assertThat(second.ending())
                .isEqualTo(new Ending(Outcome.CANCELLED, CancelReason.CALLER, null));
        assertThat(domain.cancel(second)).isFalse();
        first.release();
        assertThat(third.isGranted()).isTrue();
        assertThat(domain.cancel(third)).isFalse();
        assertThatThrownBy(() -> domain.cancel(dispatcher.submit(AccessSet.empty(), cpu)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("S12");
    }

    @Test
    void jobThatWaitsForMoreIsHandedOverAtItsGrant() {
        Job first = write("first", a);
        dispatcher.submit(AccessSet.shared(a), ring, "expiring", JobOptions.DEFAULT.expiry(100));
        dispatcher.submit(AccessSet.shared(a), ring, "later", JobOptions.DEFAULT.notBefore(10));
        first.release();
        observed.timers.advanceTo(10);

        assertThat(ring.told)
                .containsExactly("first after []", "expiring after []", "later after []");
    }

    @Test
    @Tag("S16")
    void holdIsNotCountedInTheHardwaresQueue() {
        JobOptions held = JobOptions.DEFAULT.hold(Duration.ofNanos(100));
        Job first = write("first", a);
        Job second = dispatcher.submit(AccessSet.exclusive(a), ring, "second", held);
        observed.timers.advanceTo(1_000);
        assertThat(second.ending()).isNull();

        first.release();

        observed.timers.advanceTo(1_099);
        assertThat(second.isGranted()).isTrue();
        observed.timers.advanceTo(1_100);
        assertThat(second.outcome()).isEqualTo(Outcome.TIMED_OUT);
    }

    @Test
    @Tag("S17")
    void closingTakesFromTheHardwareWhatItWasHanded() {
        write("first", a);
        Job second = write("second", a);

        Closed closed = dispatcher.close(ring, Duration.ZERO);

        assertThat(closed.cancelled()).containsExactly(second);
        assertThat(second.ending())
                .isEqualTo(new Ending(Outcome.CANCELLED, CancelReason.CLIENT_CLOSED, null));
        assertThat(ring.told).endsWith("drop second", "drop first");
    }

    @Test
    @Tag("S18")
    void handOverThatThrowsFailsItsOwnJobOnly() {
        Job first = write("first", a);
        ring.taking = job -> {
            throw new IllegalStateException("ring full");
        };
        Job second = write("second", a);
        ring.taking = job -> {};
        Job third = write("third", a);

        assertThat(second.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(second.cause()).hasMessage("ring full");
        assertThat(ring.told).endsWith("third after [first]");
        first.release();
        assertThat(third.isGranted()).isTrue();
        assertThat(third.poison()).isNull();
    }

    /** Its next flip is the end of a flip: to wait for that in hardware would be for ever. */
    @Test
    @Tag("S20")
    void flipsOfOneDisplayDoNotWaitForOneAnother() {
        Succession flips = new Succession("crtc 0");
        JobOptions openEnded = JobOptions.DEFAULT.openEnded(flips);
        SyncQueue[] buffers = {a, b};
        for (int i = 0; i < 2; i++) {
            AccessSet set = AccessSet.builder()
                    .add(flips.queue(), AccessMode.EXCLUSIVE)
                    .add(buffers[i], AccessMode.SHARED)
                    .build();
            write("render " + i, buffers[i]);
            dispatcher.submit(set, ring, "flip " + i, openEnded);
        }

        assertThat(ring.told).endsWith("flip 1 after [render 1]");
    }

    /** The next flip may depend on a render that an in-order ring would hold behind this one. */
    @Test
    @Tag("S20")
    void renderBehindAnOpenEndedFlipIsHandedOverAtItsGrant() {
        JobOptions openEnded = JobOptions.DEFAULT.openEnded(new Succession("crtc 0"));
        Job flip = dispatcher.submit(AccessSet.shared(a), ring, "flip", openEnded);
        write("render", a);
        assertThat(ring.told).containsExactly("flip after []");

        flip.release();

        assertThat(ring.told).endsWith("render after []");
    }

    @Test
    void wrappedClientHasNoDomain() {
        List<String> told = ring.told;
        Job first = write("first", a);
        dispatcher.submit(
                AccessSet.exclusive(a),
                Client.on(Runnable::run, ring),
                "wrapped",
                JobOptions.DEFAULT);
        assertThat(told).hasSize(1);
        first.release();
        assertThat(told).endsWith("wrapped after []");
    }
}
