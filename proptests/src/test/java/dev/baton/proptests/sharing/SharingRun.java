package dev.baton.proptests.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.Direction;
import dev.baton.buffers.SharedBuffer;
import dev.baton.proptests.sharing.Held.Use;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One workload on buffers of an exporter and on plain byte arrays, compared at every access. */
final class SharingRun {
    static final int BUFFERS = 3;
    private static final int PAGES_MAX = 3;
    private static final Direction[] DIRECTIONS = Direction.values();

    private final Workload workload;
    private final Board board;
    private final Refusals refusals;
    private final @Nullable Held[] slots = new Held[BUFFERS];
    private final CpuClient cpu = new CpuClient();
    private final DeviceClient devices;
    private int exports;

    SharingRun(Workload workload) {
        this.workload = workload;
        this.board = new Board(workload.setup());
        this.devices = new DeviceClient(board, cpu);
        this.refusals = new Refusals(board, this::seen);
    }

    /** Does it all; how many accesses were compared with what they had to see. */
    int check() {
        for (Step step : workload.steps()) {
            step(step);
        }
        live().forEach(this::compareAll);
        live().forEach(this::closeAll);
        assertThat(board.heap.report().isClean()).as("all storage is back").isTrue();
        assertThat(board.domain.freeBytes()).isEqualTo(Board.IOMMU_BYTES);
        assertThat(SharedBuffer.allOf(board.heap)).isEmpty();
        return cpu.compared() + devices.compared();
    }

    private void step(Step step) {
        int at = step.buffer() % BUFFERS;
        Held it = slots[at];
        if (it == null) {
            it = exported(1 + step.length() % PAGES_MAX);
            slots[at] = it;
            if (it == null) {
                return;
            }
        }
        perform(step, it);
        live().forEach(held -> assertThat(held.buffer.describe()).contains(held.counts()));
        for (int i = 0; i < BUFFERS; i++) {
            Held held = slots[i];
            slots[i] = held == null || held.isOver() ? null : held;
        }
    }

    private Stream<Held> live() {
        return Arrays.stream(slots).filter(Objects::nonNull).map(Objects::requireNonNull);
    }

    private @Nullable Held exported(int pages) {
        String name = "buffer " + exports++;
        BufferHandle handle = refusals.unlessExhausted(() -> board.export(name, pages));
        return handle == null ? null : new Held(handle);
    }

    private void perform(Step step, Held it) {
        switch (step.kind()) {
            case EXPORT -> {}
            case DUPLICATE -> duplicate(step, it);
            case CLOSE -> close(step, it);
            case ATTACH -> attach(step, it);
            case DETACH -> detach(step, it);
            case DEVICE_MAP -> mapDevice(step, it);
            case DEVICE_UNMAP -> unmapDevice(step, it);
            case DEVICE_REVOKE -> devices.revoke(step, it);
            case DEVICE_BEGIN -> devices.begin(step, it);
            case DEVICE_WRITE -> devices.write(step, it);
            case DEVICE_READ -> devices.read(step, it);
            case DEVICE_END -> devices.end(step, it);
            case CPU_MAP -> mapCpu(step, it);
            case CPU_UNMAP -> cpu.unmap(step, it);
            case CPU_WRITE -> cpu.write(step, it);
            case CPU_READ -> cpu.read(step, it);
            case CPU_STRAY -> cpu.stray(step, it);
            case BRACKET_BEGIN -> cpu.begin(step, it);
            case BRACKET_END -> cpu.end(it);
            case REFUSED -> refusals.refuse(step, it);
        }
    }

    private static void duplicate(Step step, Held it) {
        BufferHandle handle = Held.pick(it.handles, step.which());
        if (handle != null) {
            BufferHandle twin = handle.duplicate();
            assertThat(twin.buffer()).isSameAs(it.buffer);
            it.handles.add(twin);
        }
    }

    private static void close(Step step, Held it) {
        BufferHandle handle = Held.pick(it.handles, step.which());
        if (handle != null) {
            it.handles.remove(handle);
            handle.close();
        }
    }

    private static void attach(Step step, Held it) {
        BufferHandle handle = Held.pick(it.handles, 0);
        if (handle != null) {
            it.attachments.add(
                    handle.attach(Board.DEVICES.get(step.which() % Board.DEVICES.size())));
        }
    }

    private static void detach(Step step, Held it) {
        Attachment attachment = Held.pick(it.attachments, step.which());
        if (attachment != null) {
            it.attachments.remove(attachment);
            it.uses.removeIf(use -> use.mapping.attachment() == attachment);
            attachment.close();
        }
    }

    private void mapDevice(Step step, Held it) {
        Attachment attachment = Held.pick(it.attachments, step.which());
        Direction direction = DIRECTIONS[step.at() % DIRECTIONS.length];
        if (attachment != null && it.deviceMayBegin(direction)) {
            Use use = refusals.unlessExhausted(() -> new Use(attachment.map(direction)));
            if (use != null) {
                it.uses.add(use);
                it.used = true;
            }
        }
    }

    private static void unmapDevice(Step step, Held it) {
        Use use = Held.pick(it.uses, step.which());
        if (use != null) {
            it.uses.remove(use);
            use.mapping.close();
        }
    }

    private void mapCpu(Step step, Held it) {
        Supplier<Held.Window> call = cpu.mapping(step, it);
        Held.Window window = call == null ? null : refusals.unlessExhausted(call);
        if (window != null) {
            it.windows.add(window);
            it.used = true;
        }
    }

    /** In the end everybody looks at everything: also the CPU, first or last. */
    private void compareAll(Held it) {
        cpu.end(it);
        it.uses.stream().filter(use -> use.begun).forEach(use -> {
            use.begun = false;
            use.mapping.endDevice();
        });
        if (workload.setup().named()) { // as good as at random, and stays as steps are cut
            cpu.readAll(it);
        }
        it.uses.forEach(use -> devices.readAll(use, it));
        cpu.readAll(it);
    }

    private void closeAll(Held it) {
        it.uses.forEach(use -> use.mapping.close());
        it.windows.forEach(window -> window.mapping().close());
        it.attachments.forEach(Attachment::close);
        it.handles.forEach(BufferHandle::close);
    }

    /** All that a refused call might have changed. */
    private List<Object> seen() {
        List<Object> all = new ArrayList<>();
        live().map(held -> held.buffer.info()).forEach(all::add);
        if (board.isNamed()) { // else a first map may have chosen storage, and find no addresses
            all.add(board.heap.report());
        }
        all.add(board.domain.freeBytes());
        return all;
    }
}
