package dev.baton.bench;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * A graph of futures, as one would write it without an engine: under one lock each buffer knows the
 * job that writes it last and those that read it since. A job begins when all it depends on, found
 * there as it is submitted, has completed. A job cannot be withdrawn.
 */
final class FutureDag implements Contender<FutureDag.Use, FutureDag.Task> {
    /** A job: it completes when it ends. */
    static final class Task extends CompletableFuture<Void> {}

    /** What a job asks for. */
    record Use(Buffer[] buffers, BitSet exclusive) {}

    /** Who used a buffer last; guarded by the lock, which is the graph. */
    static final class Buffer {
        private Task writer = new Task();
        private final List<Task> readers = new ArrayList<>();

        private Buffer() {
            writer.complete(null);
        }

        private void write(Task task, List<Task> before) {
            if (readers.isEmpty()) {
                add(writer, before);
            }
            readers.forEach(reader -> add(reader, before));
            readers.clear();
            writer = task;
        }

        private void read(Task task, List<Task> before) {
            add(writer, before);
            readers.add(task);
        }

        /** Unless it is over, or was added just now for the last buffer. */
        private static void add(Task task, List<Task> before) {
            if (!task.isDone() && (before.isEmpty() || before.get(before.size() - 1) != task)) {
                before.add(task);
            }
        }
    }

    private final Buffer[] buffers;

    FutureDag(int buffers) {
        this.buffers = Stream.generate(Buffer::new).limit(buffers).toArray(Buffer[]::new);
    }

    @Override
    public Use set(BitSet exclusive, int... wanted) {
        Buffer[] mine = new Buffer[wanted.length];
        for (int i = 0; i < mine.length; i++) {
            mine[i] = buffers[wanted[i]];
        }
        return new Use(mine, exclusive);
    }

    @Override
    public Task submit(Use use, Grants client) {
        Task task = new Task();
        List<Task> before = place(task, use);
        if (before.isEmpty()) {
            client.tell(task);
        } else if (before.size() == 1) {
            before.get(0).thenRun(() -> client.tell(task));
        } else {
            CompletableFuture.allOf(before.toArray(Task[]::new)).thenRun(() -> client.tell(task));
        }
        return task;
    }

    private synchronized List<Task> place(Task task, Use use) {
        List<Task> before = new ArrayList<>(use.buffers.length);
        for (int i = 0; i < use.buffers.length; i++) {
            if (use.exclusive.get(i)) {
                use.buffers[i].write(task, before);
            } else {
                use.buffers[i].read(task, before);
            }
        }
        return before;
    }

    @Override
    public boolean release(Task task) {
        return task.complete(null);
    }
}
