package dev.baton.bench;

import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.YieldingWaitStrategy;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Inbox;
import dev.baton.engine.Job;
import dev.baton.engine.SyncQueue;

import org.jctools.queues.varhandle.MpscLinkedVarHandleQueue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Stream;

/** A way to start work on one thread from another. */
interface HandOff {
    /** Made ready by the sending thread, while nobody measures. */
    default void prepare() {}

    /** By the sending thread. */
    void send();

    /** By the other one: whether it may start. True once for what was sent. */
    boolean arrived();

    /** By the other one: what it started has ended, and nobody measures. */
    default void end() {}

    static Map<String, HandOff> all() {
        Map<String, HandOff> all = new LinkedHashMap<>();
        all.put("pingPong", new Line());
        all.put("jctools", new JcTools());
        all.put("disruptor", new Ring());
        all.put("oneLock", new OneLockToQueue());
        all.put("baton", new BatonToInbox(1));
        all.put("batonFour", new BatonToInbox(4));
        return all;
    }

    /** The control: a cache line. */
    final class Line implements HandOff {
        private volatile boolean sent;

        @Override
        public void send() {
            sent = true;
        }

        @Override
        public boolean arrived() {
            return sent;
        }

        @Override
        public void end() {
            sent = false;
        }
    }

    /** A bare queue, of the class that an {@link Inbox} has. */
    final class JcTools implements HandOff {
        private final Queue<Object> queue = new MpscLinkedVarHandleQueue<>();

        @Override
        public void send() {
            queue.offer(this);
        }

        @Override
        public boolean arrived() {
            return queue.poll() != null;
        }
    }

    /** A bare ring. */
    final class Ring implements HandOff {
        private final RingBuffer<Object> ring =
                RingBuffer.createSingleProducer(Object::new, 1024, new YieldingWaitStrategy());
        private final EventPoller<Object> poller = ring.newPoller();
        private final EventPoller.Handler<Object> handler = (event, sequence, last) -> true;

        private Ring() {
            ring.addGatingSequences(poller.getSequence());
        }

        @Override
        public void send() {
            ring.publish(ring.next());
        }

        @Override
        public boolean arrived() {
            try {
                return poller.poll(handler) == EventPoller.PollState.PROCESSING;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** A job that waits for the one whose release is the sending; its grant goes to a queue. */
    final class OneLockToQueue implements HandOff {
        private final OneLock kds = new OneLock();
        private final ResourceRequest request = ResourceRequest.exclusive(new OneLock.Resource());
        private final Queue<OneLock.ResourceSet> queue = new MpscLinkedVarHandleQueue<>();
        private OneLock.ResourceSet owner;
        private OneLock.ResourceSet granted;

        @Override
        public void prepare() {
            owner = kds.waitAll(request, set -> {});
            kds.waitAll(request, queue::offer);
        }

        @Override
        public void send() {
            kds.release(owner);
        }

        @Override
        public boolean arrived() {
            OneLock.ResourceSet next = queue.poll();
            if (next == null) {
                return false; // and write nothing where the sender reads
            }
            granted = next;
            return true;
        }

        @Override
        public void end() {
            kds.release(granted);
        }
    }

    /** The same with Baton, and its inbox. */
    final class BatonToInbox implements HandOff {
        private final AccessSet set;
        private final Dispatcher dispatcher = new Dispatcher();
        private final Inbox inbox = new Inbox("inbox");
        private Job owner;
        private Job granted;

        private BatonToInbox(int k) {
            set = AccessSet.exclusive(Stream.generate(() -> new SyncQueue("queue"))
                    .limit(k)
                    .toArray(SyncQueue[]::new));
        }

        @Override
        public void prepare() {
            owner = dispatcher.submit(set, job -> {});
            dispatcher.submit(set, inbox);
        }

        @Override
        public void send() {
            owner.release();
        }

        @Override
        public boolean arrived() {
            Job next = inbox.poll();
            if (next == null) {
                return false; // and write nothing where the sender reads
            }
            granted = next;
            return true;
        }

        @Override
        public void end() {
            granted.release();
        }
    }
}
