package dev.baton.bench;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.YieldingWaitStrategy;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import com.lmax.disruptor.util.DaemonThreadFactory;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;

/**
 * A single writer: one thread sends commands through a Disruptor to another, which alone knows the
 * queues and grants. That one uses {@link OneLock}, whose lock nobody contends for there; next to the
 * way from thread to thread it is cheap.
 */
final class RingDispatcher implements Contender<ResourceRequest, RingDispatcher.Task> {
    private static final int COMMANDS_MAX = 1 << 16;

    /** A job. The set is the dispatching thread's. */
    static final class Task implements OneLock.Callback {
        private final ResourceRequest request;
        private final Grants client;
        private OneLock.@Nullable ResourceSet set;

        private Task(ResourceRequest request, Grants client) {
            this.request = request;
            this.client = client;
        }

        @Override
        public void granted(OneLock.ResourceSet granted) {
            client.tell(this);
        }
    }

    /** Submits a task, when it comes first, and then releases it. */
    private static final class Command {
        private @Nullable Task task;
    }

    private final OneLockJobs kds;
    private final Disruptor<Command> disruptor = new Disruptor<>(
            Command::new,
            COMMANDS_MAX,
            DaemonThreadFactory.INSTANCE,
            ProducerType.SINGLE,
            new YieldingWaitStrategy());
    private final RingBuffer<Command> ring = disruptor.getRingBuffer();

    RingDispatcher(int buffers) {
        kds = new OneLockJobs(buffers);
        disruptor.handleEventsWith((command, sequence, endOfBatch) -> obey(command));
        disruptor.start();
    }

    private void obey(Command command) {
        Task task = command.task;
        command.task = null; // the ring must not keep what is over
        if (task.set == null) {
            task.set = kds.waitAll(task.request, task);
        } else {
            kds.release(task.set);
        }
    }

    @Override
    public ResourceRequest set(BitSet exclusive, int... buffers) {
        return kds.set(exclusive, buffers);
    }

    @Override
    public Task submit(ResourceRequest request, Grants client) {
        Task task = new Task(request, client);
        send(task);
        return task;
    }

    @Override
    public boolean release(Task task) {
        send(task);
        return true;
    }

    private void send(Task task) {
        long sequence = ring.next();
        ring.get(sequence).task = task;
        ring.publish(sequence);
    }

    @Override
    public void settle() {
        while (ring.getMinimumGatingSequence() < ring.getCursor()) {
            Thread.yield();
        }
    }

    @Override
    public void close() {
        disruptor.halt();
    }
}
