package dev.baton.buffers.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.buffers.BufferException;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.CpuMapping.Access;
import dev.baton.buffers.Device;
import dev.baton.buffers.Direction;
import dev.baton.buffers.DmaMapping;
import dev.baton.buffers.Race;
import dev.baton.buffers.Segment;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.heap.Topology;
import dev.baton.buffers.heap.UserMemory;
import dev.baton.buffers.heap.UserMemory.Part;
import dev.baton.buffers.heap.UserMemory.Seal;
import dev.baton.buffers.machine.Machine;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Tags;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Linux's selftests of udmabuf, and the checks that its driver makes besides. */
@Tag("B8")
class UdmabufTest {
    private static final int PAGE = SharedBuffer.PAGE_SIZE;
    private static final long ADDRESS = 1L << 33;

    private final UserMemory memory = new UserMemory(ADDRESS, 8 * PAGE);

    UdmabufTest() {
        memory.seal(Seal.SHRINK);
    }

    @Test
    @Tags({@Tag("B1"), @Tag("udmabuf/test-1")})
    void offsetNotPageAligned() {
        assertThatThrownBy(() -> share(PAGE / 2, PAGE))
                .isInstanceOf(BufferException.Misaligned.class)
                .hasMessageStartingWith("B1: buffer \"shared\": offset 2048 is not");
    }

    @Test
    @Tags({@Tag("B1"), @Tag("udmabuf/test-2")})
    void sizeNotMultipleOfPage() {
        assertThatThrownBy(() -> share(0, PAGE / 2))
                .isInstanceOf(BufferException.Misaligned.class)
                .hasMessageStartingWith("B1: buffer \"shared\": size 2048 is not");
    }

    @Test
    @Tag("udmabuf/test-4")
    void shouldWork() {
        memory.bytes().putInt(2 * PAGE + 8, 42);
        BufferHandle handle = share(2 * PAGE, 3 * PAGE);
        CpuMapping mapping = handle.map(Access.READ_WRITE);
        assertThat(mapping.getInt(8)).isEqualTo(42);
        mapping.putInt(12, 43);
        assertThat(memory.bytes().getInt(2 * PAGE + 12)).isEqualTo(43);
        assertThat(segments(handle)).containsExactly(new Segment(ADDRESS + 2 * PAGE, 3 * PAGE));
    }

    @Test
    void atTheEndOfTheBufferTheMemoryIsStillItsUsersOwn() {
        BufferHandle handle = share(0, PAGE);
        try (CpuMapping mapping = handle.map(Access.READ_WRITE)) {
            mapping.putInt(0, 7);
        }
        handle.close();
        assertThat(memory.bytes().getInt(0)).isEqualTo(7);
        share(0, 2 * PAGE).close();
    }

    @Test
    void memoryThatShrinksAndIsSealedMeanwhileIsNotSharedBeyondItsEnd() {
        UserMemory[] memories = new UserMemory[20_000];
        Arrays.setAll(memories, step -> new UserMemory(ADDRESS, 2 * PAGE));
        AtomicInteger shared = new AtomicInteger();
        try (Race race = new Race(11)) {
            race.inLockstep(
                    memories.length,
                    step -> {
                        memories[step].resize(PAGE);
                        memories[step].seal(Seal.SHRINK);
                    },
                    step -> shareWhole(memories[step], shared));
        }
        assertThat(shared).hasValue(0);
    }

    private static void shareWhole(UserMemory shrinking, AtomicInteger shared) {
        Part whole = new Part(shrinking, 0, 2 * PAGE);
        try {
            UserMemory.share("shared", Topology.DIRECT, whole).close();
            shared.incrementAndGet();
        } catch (BufferException refused) {
            assertThat(refused.getMessage()).contains("shared");
        }
    }

    @Test
    void aSimulatedDeviceReachesItWhereItsOwnerHasPluggedItIn() {
        Machine machine = new Machine(16);
        machine.memory().plug(new Segment(ADDRESS, 8 * PAGE), memory.bytes(), 0);
        memory.bytes().putByte(3 * PAGE, (byte) 9);
        BufferHandle one = share(3 * PAGE, PAGE);
        BufferHandle overlapping = share(2 * PAGE, 2 * PAGE);
        Device gpu = Device.named("gpu");
        byte[] seen = new byte[1];
        for (BufferHandle each : List.of(one, overlapping)) {
            DmaMapping mapping = each.attach(gpu).map(Direction.TO_DEVICE);
            machine.bus().read(mapping, each.buffer().size() - PAGE, seen);
            assertThat(seen).containsExactly(9);
            mapping.attachment().close();
            each.close();
        }
        assertThat(machine.memory().segments()).isEqualTo(1);
    }

    @Test
    void aListOfPartsIsOneBufferAlsoForNumbersAcrossItsSeams() {
        UserMemory other = new UserMemory(ADDRESS << 1, PAGE);
        other.seal(Seal.SHRINK);
        BufferHandle handle = UserMemory.share(
                "list",
                Topology.DIRECT,
                new Part(memory, 4 * PAGE, PAGE),
                new Part(other, 0, PAGE),
                new Part(memory, 0, 2 * PAGE));
        CpuMapping mapping = handle.map(Access.READ_WRITE);
        mapping.putLong(PAGE - 3, 0x0102030405060708L);
        assertThat(mapping.getLong(PAGE - 3)).isEqualTo(0x0102030405060708L);
        assertThat(memory.bytes().getByte(5 * PAGE - 3)).isEqualTo((byte) 8);
        assertThat(other.bytes().getInt(0)).isEqualTo(0x02030405);

        byte[] all = new byte[4 * PAGE];
        mapping.fill(PAGE / 2, 3 * PAGE, (byte) 9);
        mapping.get(0, all, 0, all.length);
        byte[] expected = new byte[4 * PAGE];
        Arrays.fill(expected, PAGE / 2, PAGE / 2 + 3 * PAGE, (byte) 9);
        assertThat(all).isEqualTo(expected);
        assertThat(segments(handle)).hasSize(3);
    }

    @Test
    void memoryThatMayShrinkOrMayNotBeWrittenIsRefused() {
        UserMemory unsealed = new UserMemory(ADDRESS, PAGE);
        assertThatThrownBy(() -> share(unsealed, 0, PAGE))
                .isInstanceOf(BufferException.Unsealed.class)
                .hasMessage("B8: buffer \"shared\": its memory may shrink under a device; seal it"
                        + " against SHRINK first");
        unsealed.seal(Seal.SHRINK);
        share(unsealed, 0, PAGE);
        unsealed.seal(Seal.WRITE);
        assertThatThrownBy(() -> share(unsealed, 0, PAGE))
                .isInstanceOf(BufferException.Unsealed.class)
                .hasMessageContaining("sealed against WRITE");
    }

    @Test
    void sealedMemoryDoesNotShrink() {
        UserMemory unsealed = new UserMemory(ADDRESS, 4 * PAGE);
        unsealed.resize(2 * PAGE);
        assertThatThrownBy(() -> share(unsealed, 0, 4 * PAGE))
                .isInstanceOf(BufferException.OutOfRange.class);
        unsealed.resize(4 * PAGE);
        unsealed.seal(Seal.SHRINK);
        assertThatThrownBy(() -> unsealed.resize(PAGE)).isInstanceOf(IllegalStateException.class);
        assertThat(unsealed.size()).isEqualTo(4 * PAGE);
    }

    @Test
    @Tag("B1")
    void aPartThatLeavesItsMemoryIsRefused() {
        assertThatThrownBy(() -> share(4 * PAGE, 5 * PAGE))
                .isInstanceOf(BufferException.OutOfRange.class);
        assertThatThrownBy(() -> share(PAGE, -PAGE)).isInstanceOf(BufferException.Overflow.class);
        assertThatThrownBy(() -> share(0, 0)).isInstanceOf(BufferException.Empty.class);
        assertThatThrownBy(() -> UserMemory.share("none", Topology.DIRECT))
                .isInstanceOf(BufferException.Empty.class);
    }

    @Test
    void tooManyPartsOrBytesAreRefused() {
        Part[] parts = new Part[UserMemory.PARTS_MAX + 1];
        Arrays.fill(parts, new Part(memory, 0, PAGE));
        assertThatThrownBy(() -> UserMemory.share("many", Topology.DIRECT, parts))
                .isInstanceOf(BufferException.Exhausted.class)
                .hasMessage("B8: buffer \"many\": 1025 parts; use at most 1024");
        UserMemory large = new UserMemory(ADDRESS, UserMemory.BYTES_MAX);
        large.seal(Seal.SHRINK);
        Part whole = new Part(large, 0, UserMemory.BYTES_MAX);
        UserMemory.share("whole", Topology.DIRECT, whole).close();
        assertThatThrownBy(() ->
                        UserMemory.share("more", Topology.DIRECT, whole, new Part(memory, 0, PAGE)))
                .isInstanceOf(BufferException.Exhausted.class)
                .hasMessageContaining("more than 67108864 bytes");
    }

    private BufferHandle share(long offset, long length) {
        return share(memory, offset, length);
    }

    private static BufferHandle share(UserMemory memory, long offset, long length) {
        return UserMemory.share("shared", Topology.DIRECT, new Part(memory, offset, length));
    }

    private static List<Segment> segments(BufferHandle handle) {
        return handle.attach(Device.named("any")).map(Direction.TO_DEVICE).segments();
    }
}
