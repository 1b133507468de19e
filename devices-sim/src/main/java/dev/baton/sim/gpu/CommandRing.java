package dev.baton.sim.gpu;

import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.YieldingWaitStrategy;

import dev.baton.sim.EventLoop;
import dev.baton.sim.Loop;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The way of commands from whoever is told of a grant to the GPU's loop: they are written behind one
 * another, and the doorbell rings.
 */
interface CommandRing {
    /**
     * Writes a command and rings the doorbell.
     *
     * @return false if there is no room
     */
    boolean enter(Command command);

    static CommandRing of(Loop loop, int commandsMax, Consumer<Command> gpu) {
        return loop instanceof EventLoop ? new Inline(gpu) : new Posted(loop, commandsMax, gpu);
    }

    /** In virtual time the loop's thread is the only one, and the doorbell is a call. */
    final class Inline implements CommandRing {
        private final ArrayDeque<Command> commands = new ArrayDeque<>();
        private final Consumer<Command> gpu;
        private boolean answering;

        Inline(Consumer<Command> gpu) {
            this.gpu = gpu;
        }

        @Override
        public boolean enter(Command command) {
            commands.add(command);
            if (!answering) {
                answering = true;
                try {
                    answer();
                } finally {
                    answering = false;
                }
            }
            return true;
        }

        private void answer() {
            Command next = commands.poll();
            while (next != null) {
                gpu.accept(next);
                next = commands.poll();
            }
        }
    }

    /**
     * In real time any thread writes, lock-free, and the loop's thread reads: a Disruptor. The loop
     * sleeps meanwhile; the first writer since it last read wakes it.
     */
    final class Posted implements CommandRing {
        private final Loop loop;
        private final Consumer<Command> gpu;
        private final RingBuffer<Slot> slots;
        private final EventPoller<Slot> poller;
        private final AtomicBoolean rung = new AtomicBoolean();
        private final Runnable answer = this::answer;

        Posted(Loop loop, int commandsMax, Consumer<Command> gpu) {
            this.loop = loop;
            this.gpu = gpu;
            int size = Integer.highestOneBit(2 * commandsMax - 1);
            // Nobody waits in the Disruptor, so its writers need not wake anybody under a lock.
            slots = RingBuffer.createMultiProducer(Slot::new, size, new YieldingWaitStrategy());
            poller = slots.newPoller();
            slots.addGatingSequences(poller.getSequence());
        }

        @Override
        public boolean enter(Command command) {
            if (!slots.tryPublishEvent((slot, at, written) -> slot.command = written, command)) {
                return false;
            }
            if (rung.compareAndSet(false, true)) {
                loop.post(answer);
            }
            return true;
        }

        private void answer() {
            rung.set(false); // before reading: whoever writes from now on rings again
            try {
                poller.poll((slot, sequence, last) -> {
                    gpu.accept(slot.take());
                    return true;
                });
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception impossible) {
                throw new AssertionError("the GPU throws no checked exception", impossible);
            }
        }

        /** A place in the ring. */
        private static final class Slot {
            private @Nullable Command command;

            Command take() {
                Command taken = Objects.requireNonNull(command);
                command = null; // the ring goes round, the job must not stay
                return taken;
            }
        }
    }
}
