package dev.baton.trace.oracle;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.SyncQueue;
import dev.baton.engine.VirtualTimers;
import dev.baton.fence.Fence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The buffers of a scenario, each a queue, and jobs on them that end with fences. */
final class Buffers {
    /** Of each imported fence; the time never moves. */
    private static final Duration TIMEOUT = Duration.ofHours(1);

    private final Dispatcher dispatcher = new Dispatcher(null, new VirtualTimers());
    private final List<SyncQueue> queues = new ArrayList<>();

    Buffers(int count) {
        for (int i = 0; i < count; i++) {
            queues.add(new SyncQueue("b" + i));
        }
    }

    /** A place in all the queues, until the fence signals. */
    void importFence(List<Use> uses, Fence fence) {
        AccessSet.Builder set = AccessSet.builder();
        uses.forEach(use -> set.add(queue(use), use.mode()));
        dispatcher.importFence(set.build(), fence, TIMEOUT);
    }

    /** What a use would have to wait for now. */
    Fence exportFence(Use use) {
        return dispatcher.exportFence(queue(use), use.mode());
    }

    boolean isReady(Use use) {
        return queue(use).isReady(use.mode());
    }

    /** Of each buffer, whether it could be read, and written. */
    void observe(StringBuilder observation) {
        observation.append("obs p");
        for (SyncQueue queue : queues) {
            observation
                    .append(' ')
                    .append(Answering.digit(queue.isReady(AccessMode.SHARED)))
                    .append(Answering.digit(queue.isReady(AccessMode.EXCLUSIVE)));
        }
    }

    private SyncQueue queue(Use use) {
        return queues.get(use.buffer());
    }
}
