package dev.baton.buffers.machine;

import static dev.baton.buffers.machine.Board.PAGE;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.CpuMapping.Access;
import dev.baton.buffers.Device;
import dev.baton.buffers.Direction;
import dev.baton.buffers.DmaMapping;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;

/** Threads on the CPU and devices share a buffer by the page, and lose nothing of each other (B4). */
@Tag("B4")
@Timeout(120)
class CoherencyRaceTest {
    private static final int ROUNDS = 3000;
    private static final Device GPU = Device.named("gpu");

    /** So small that lines are evicted while devices are at work. */
    private final Board board = new Board(48, machine -> machine.cachedWithBrackets(4));

    private final BufferHandle handle = board.buffer("front", 4);
    private final List<CompletableFuture<Void>> threads = new ArrayList<>();
    private final CyclicBarrier start = new CyclicBarrier(4);

    private void thread(Runnable task) {
        threads.add(CompletableFuture.runAsync(
                () -> {
                    try {
                        start.await();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                    task.run();
                },
                command -> new Thread(command).start()));
    }

    @Test
    void writesToOnePageReachADeviceInOrderWhateverHappensToTheOthers() {
        DmaMapping reader = Board.map(handle, GPU, Direction.TO_DEVICE);
        DmaMapping writer = Board.map(handle, GPU, Direction.BIDIRECTIONAL);
        for (int page = 0; page < 2; page++) {
            int mine = page * PAGE;
            CpuMapping cpu = handle.map(Access.READ_WRITE);
            thread(() -> count(cpu, mine));
        }
        thread(() -> watch(reader));
        thread(() -> overwrite(writer));
        CompletableFuture.allOf(threads.toArray(CompletableFuture<?>[]::new)).join();

        byte[] last = board.deviceReads(reader, 0, 2 * PAGE);
        assertThat(LittleEndian.getInt(last)).isEqualTo(ROUNDS);
        assertThat(last[2 * PAGE - 1]).isEqualTo((byte) ROUNDS);
        CpuMapping cpu = handle.map(Access.READ_ONLY);
        assertThat(cpu.getByte(3 * PAGE)).isEqualTo((byte) ROUNDS);
    }

    private static void count(CpuMapping cpu, int page) {
        for (int i = 1; i <= ROUNDS; i++) {
            cpu.putInt(page, i);
            assertThat(cpu.getInt(page)).isEqualTo(i);
            cpu.fill(page + PAGE - 64, 64, (byte) i);
        }
    }

    private void watch(DmaMapping dma) {
        int last = 0;
        for (int i = 0; i < ROUNDS; i++) {
            int now = LittleEndian.getInt(board.deviceReads(dma, PAGE, Integer.BYTES));
            assertThat(now).as("what the device sees").isGreaterThanOrEqualTo(last);
            last = now;
        }
    }

    private void overwrite(DmaMapping dma) {
        CpuMapping cpu = handle.map(Access.READ_ONLY);
        for (int i = 1; i <= ROUNDS; i++) {
            board.deviceWrites(dma, 3 * PAGE, 64, i);
            assertThat(cpu.getByte(3 * PAGE + 5)).isEqualTo((byte) i);
        }
    }
}
