package dev.baton.event;

import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.RingBuffer;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Carries events from the threads that publish them to one thread of the user's that polls: a
 * Disruptor of many producers and one consumer. It never holds a publisher up; what finds the ring
 * full is dropped and counted, and the polling listener is told before anything that came later.
 *
 * <p><b>Threading:</b> {@link #on} any thread; {@link #poll} one thread at a time; {@link #dropped}
 * any thread. <b>Memory:</b> what happens-before {@code on} happens-before the polled listener's
 * {@code on} for that event; places in the ring are claimed inside {@code on}, so their order
 * agrees with happens-before. <b>Progress:</b> {@code on} is lock-free; a publisher suspended
 * inside it hides later events from the poller, who sees them when it goes on. <b>Cost:</b> one CAS
 * per event; the ring keeps an event until it is polled.
 *
 * @since 0.1
 */
public final class EventRecorder implements EventListener {
    private final RingBuffer<Slot> ring;
    private final EventPoller<Slot> poller;
    private final AtomicLong dropped = new AtomicLong();

    /**
     * An empty recorder.
     *
     * @param capacity how many events it holds between polls; a power of two
     */
    public EventRecorder(int capacity) {
        ring = RingBuffer.createMultiProducer(Slot::new, capacity);
        poller = ring.newPoller();
        ring.addGatingSequences(poller.getSequence());
    }

    @Override
    public void on(Event event) {
        if (!ring.tryPublishEvent((slot, sequence, told) -> slot.event = told, event)) {
            // Before this call returns, so whoever publishes because of it publishes after this.
            dropped.incrementAndGet();
        }
    }

    /**
     * How many events found the ring full.
     *
     * @return the count so far
     */
    public long dropped() {
        return dropped.get();
    }

    /**
     * Hands over what was published up to now, in order.
     *
     * @param listener told of each event on this thread; if it throws, the poll throws the same,
     *     and the next one begins with that event again
     * @return how many events were handed over
     */
    public int poll(EventListener listener) {
        Handover handover = new Handover(listener);
        try {
            poller.poll(handover);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("listeners declare no checked exception", e);
        }
        handover.tellDropped();
        return handover.count;
    }

    /** A place in the ring. */
    private static final class Slot {
        private @Nullable Event event;
    }

    /** One poll. */
    private final class Handover implements EventPoller.Handler<Slot> {
        private final EventListener listener;
        private long told;
        private int count;

        Handover(EventListener listener) {
            this.listener = Objects.requireNonNull(listener, "listener");
        }

        @Override
        public boolean onEvent(Slot slot, long sequence, boolean endOfBatch) {
            // Read after the slot was published: a loss that this event comes after is in here.
            tellDropped();
            listener.on(Objects.requireNonNull(slot.event));
            slot.event = null; // the ring goes round, the event must not stay
            count++;
            return true;
        }

        void tellDropped() {
            long now = dropped.get();
            if (now != told) {
                told = now;
                listener.dropped(now);
            }
        }
    }
}
