package dev.baton.buffers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.buffers.CpuMapping.Access;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Revoking: what is under way ends first, what comes later fails at once (B12). */
@Tag("B12")
@Timeout(120)
class RevocationRaceTest {
    private static final int ROUNDS = 300;
    private static final Device GPU = Device.named("gpu");

    private final Gauge gauge = new Gauge();
    private final BufferHandle handle = gauge.buffer();

    private static CompletableFuture<Void> started(Runnable task) {
        return CompletableFuture.runAsync(task, command -> new Thread(command).start());
    }

    private static <T> T value(T value) {
        return value;
    }

    @Test
    void anAccessUnderWayEndsBeforeTheRevokeAndALaterOneFailsAtOnce() throws Exception {
        CpuMapping mapping = handle.map(Access.READ_WRITE);
        gauge.shut();
        CompletableFuture<Void> access = started(() -> mapping.putByte(0, (byte) 7));
        gauge.entered.await();

        CompletableFuture<Void> revoked = mapping.revoke().toCompletableFuture();
        assertThat(revoked).isNotDone();
        assertThatThrownBy(() -> mapping.getByte(0)).isInstanceOf(BufferException.Closed.class);
        mapping.close();
        assertThat(mapping.revoke().toCompletableFuture()).isNotDone();
        assertThat(handle.buffer().info().mappings()).isEqualTo(1); // it keeps the storage

        gauge.open();
        access.get();
        assertThat(revoked).isCompleted();
        assertThat(handle.buffer().info().mappings()).isZero();
        assertThat(handle.map(Access.READ_ONLY).getByte(0)).isEqualTo((byte) 7);
    }

    @Test
    void aDevicesAccessUnderWayEndsBeforeTheRevokeOfItsAttachment() throws Exception {
        Attachment attachment = handle.attach(GPU);
        DmaMapping mapping = attachment.map(Direction.BIDIRECTIONAL);
        gauge.shut();
        CompletableFuture<Void> access =
                started(() -> mapping.access(() -> gauge.access(() -> value(1))));
        gauge.entered.await();

        CompletableFuture<Void> revoked = attachment.revoke().toCompletableFuture();
        assertThat(revoked).isNotDone();
        assertThatThrownBy(() -> mapping.access(() -> value(2)))
                .isInstanceOf(BufferException.Closed.class);
        assertThatThrownBy(mapping::beginDevice).isInstanceOf(BufferException.Closed.class);
        assertThatThrownBy(() -> attachment.map(Direction.TO_DEVICE))
                .isInstanceOf(BufferException.Closed.class);
        assertThat(handle.buffer().devices()).containsExactly(GPU);

        gauge.open();
        access.get();
        assertThat(revoked).isCompleted();
        assertThat(handle.buffer().devices()).isEmpty();
    }

    @Test
    void whoeverIsRefusedIsToldWhetherItWasRevokedOrClosed() {
        Attachment attachment = handle.attach(GPU);
        DmaMapping dma = attachment.map(Direction.TO_DEVICE);
        CpuMapping cpu = handle.map(Access.READ_WRITE);
        cpu.revoke();
        attachment.revoke();
        assertThatThrownBy(() -> cpu.getByte(0))
                .hasMessage("B12: buffer \"front\": this mapping was revoked; ask whoever did that"
                        + " before you use the buffer again");
        assertThatThrownBy(cpu::unsafeView).hasMessageStartingWith("B12: ");
        assertThatThrownBy(dma::beginDevice)
                .hasMessageStartingWith(
                        "B12: buffer \"front\": this mapping of device \"gpu\" was");
        assertThatThrownBy(() -> attachment.mmap(0, 1, Access.READ_ONLY))
                .hasMessageStartingWith("B12: buffer \"front\": the attachment of device \"gpu\"");

        Attachment closed = handle.attach(GPU);
        DmaMapping unmapped = closed.map(Direction.TO_DEVICE);
        closed.close();
        closed.revoke(); // too late to be the reason
        unmapped.revoke();
        assertThatThrownBy(unmapped::segments).hasMessageStartingWith("B2: ");
        assertThatThrownBy(() -> closed.map(Direction.TO_DEVICE)).hasMessageStartingWith("B2: ");
    }

    @Test
    void otherMappingsOfTheBufferGoOn() {
        CpuMapping taken = handle.map(Access.READ_WRITE);
        CpuMapping kept = handle.map(Access.READ_WRITE);
        DmaMapping dma = handle.attach(GPU).map(Direction.TO_DEVICE);
        assertThat(taken.revoke().toCompletableFuture()).isCompleted();
        kept.putByte(0, (byte) 1);
        assertThat(dma.access(() -> value(1))).isEqualTo(1);
        assertThat(dma.revoke().toCompletableFuture()).isCompleted();
        assertThat(kept.getByte(0)).isEqualTo((byte) 1);
    }

    @Test
    void inARaceNoCpuAccessIsUnderWayOnceARevokeHasCompleted() {
        try (Race race = new Race(17)) {
            for (int round = 0; round < ROUNDS; round++) {
                CpuMapping mapping = handle.map(Access.READ_WRITE);
                judge(race, () -> mapping.putByte(0, (byte) 1), mapping);
                assertThat(handle.buffer().info().mappings()).isZero();
            }
        }
    }

    @Test
    void inARaceNoDeviceAccessIsUnderWayOnceARevokeHasCompleted() {
        try (Race race = new Race(19)) {
            for (int round = 0; round < ROUNDS; round++) {
                Attachment attachment = handle.attach(GPU);
                DmaMapping mapping = attachment.map(Direction.BIDIRECTIONAL);
                Runnable access = () -> mapping.access(() -> gauge.access(() -> value(1)));
                judge(race, access, round % 2 == 0 ? mapping : attachment);
                attachment.close();
                assertThat(handle.buffer().devices()).isEmpty();
            }
        }
    }

    /** Two threads access until they are refused, two revoke meanwhile. */
    private void judge(Race race, Runnable access, Revocable way) {
        AtomicInteger late = new AtomicInteger();
        List<Runnable> tasks = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            tasks.add(() -> untilRefused(access));
            tasks.add(() -> way.revoke().thenRun(() -> late.addAndGet(gauge.inside.get())));
        }
        race.run(tasks.toArray(Runnable[]::new));
        assertThat(late).as("accesses under way when a revoke completed").hasValue(0);
    }

    private static void untilRefused(Runnable access) {
        boolean refused = false;
        while (!refused) {
            try {
                access.run();
            } catch (BufferException.Closed e) {
                refused = true;
            }
        }
    }
}
