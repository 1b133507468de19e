package dev.baton.proptests.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.Device;
import dev.baton.buffers.Revocable;
import dev.baton.buffers.Segment;
import dev.baton.proptests.sharing.Held.Use;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;

/** The devices' clients: they use what they own by DMA, between begin and end. */
final class DeviceClient {
    private final Board board;
    private final CpuClient cpu;
    private int compared;

    /** Not the CPU's. */
    private int salt = 128;

    DeviceClient(Board board, CpuClient cpu) {
        this.board = board;
        this.cpu = cpu;
    }

    int compared() {
        return compared;
    }

    void begin(Step step, Held it) {
        Use use = it.pickUse(
                step.which(), each -> !each.begun && it.deviceMayBegin(each.mapping.direction()));
        if (use != null) {
            use.begun = true;
            use.mapping.beginDevice();
        }
    }

    void end(Step step, Held it) {
        Use use = it.pickUse(step.which(), each -> each.begun);
        if (use != null) {
            use.begun = false;
            use.mapping.endDevice();
        }
    }

    void write(Step step, Held it) {
        Use use = it.pickUse(step.which(), Use::mayWrite);
        if (use != null) {
            int offset = step.at() % it.right.length;
            byte[] bytes = Bytes.written(salt++, 1 + step.length() % (it.right.length - offset));
            board.bus.write(use.mapping, offset, bytes);
            System.arraycopy(bytes, 0, it.right, offset, bytes.length);
        }
    }

    void read(Step step, Held it) {
        Use use = it.pickUse(step.which(), Use::mayRead);
        if (use != null) {
            int offset = step.at() % it.right.length;
            compare(use, it, offset, 1 + step.length() % (it.right.length - offset));
        }
    }

    void readAll(Use use, Held it) {
        if (use.mapping.direction().deviceReads()) {
            use.mapping.beginDevice();
            compare(use, it, 0, it.right.length);
            use.mapping.endDevice();
        }
    }

    private void compare(Use use, Held it, int offset, int length) {
        byte[] bytes = new byte[length];
        board.bus.read(use.mapping, offset, bytes);
        compared++;
        Bytes.compare(use.mapping.attachment().device().name(), it, offset, bytes);
    }

    /**
     * Takes a mapping, or all of a device, in the middle of an access. The next owner waits for that
     * to end, and then has to see what the access has written late.
     */
    void revoke(Step step, Held it) {
        Use use = Held.pick(it.uses, step.which());
        if (use == null) {
            return;
        }
        boolean all = step.at() % 2 == 1;
        Attachment attachment = use.mapping.attachment();
        Revocable taken = all ? attachment : use.mapping;
        CompletableFuture<Void> next = use.mapping.access(() -> underWay(step, it, use, taken));
        it.uses.removeIf(each -> each == use || all && each.mapping.attachment() == attachment);
        if (all) {
            it.attachments.remove(attachment);
        }
        assertThat(next).as("a revoke ends with the last access").isDone();
        next.join();
    }

    private CompletableFuture<Void> underWay(Step step, Held it, Use use, Revocable taken) {
        Device device = use.mapping.attachment().device();
        Segment first = use.mapping.segments().get(0);
        byte[] late = late(step, use, first);
        if (late != null) {
            System.arraycopy(late, 0, it.right, 0, late.length);
        }
        use.begun = false;
        CompletableFuture<Void> next =
                taken.revoke().thenRun(() -> cpu.readAll(it)).toCompletableFuture();
        if (late != null) {
            board.bus.write(device, first.address(), late);
        }
        return next;
    }

    private byte @Nullable [] late(Step step, Use use, Segment first) {
        return use.mayWrite()
                ? Bytes.written(salt++, 1 + step.length() % (int) first.length())
                : null;
    }
}
