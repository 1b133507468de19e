package dev.baton.engine;

import dev.baton.law.WaitForGraph;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What the queues and jobs of a dispatcher were like while everything ran: who owns what, and who
 * waits for whom, why, since when, and what would end it.
 *
 * <p><b>Consistent:</b> all {@link #links} held together, at one instant during the call; so a {@link
 * #cycle} was real, and lasts until something outside of it ends: a cancel, a timeout, an eager
 * client that gives a buffer back early. On each queue, owners and waiters are in the order of the
 * queue, and nobody owns beside an exclusive owner. <b>Not consistent:</b> queues and jobs are read
 * one after the other, each as it was at its own instant. What came after a queue was read is
 * missing, and so may be cycles through it: take another. Jobs that are over are left out, and so is
 * what signals a fence that is neither a job's nor a merge of such.
 *
 * <p>Immutable, for any thread.
 *
 * @param nanos when, by the dispatcher's timers; {@link #UNKNOWN_NANOS} without any
 * @param queues those that are in use, by id
 * @param jobs those that were not over
 * @param links who waits for whom; each job that is not over is the waiter of one at least
 * @since 0.1
 */
public record Snapshot(long nanos, List<QueueState> queues, List<JobState> jobs, List<Link> links) {
    /** A time that nobody knows or that is not set. */
    public static final long UNKNOWN_NANOS = -1;

    /**
     * A snapshot of these.
     *
     * @param nanos when
     * @param queues the queues
     * @param jobs the jobs
     * @param links who waits for whom
     */
    public Snapshot {
        queues = List.copyOf(queues);
        jobs = List.copyOf(jobs);
        links = List.copyOf(links);
    }

    /**
     * What waits or is waited for: a job, the end of an open-ended one, a fence, a client, a time.
     *
     * @param number told apart by this, within one snapshot
     * @param name its name; a job without id is numbered: "job #3 (gpu)"
     * @param job the job, or whose end it is; null if it is neither
     */
    public record Node(int number, String name, @Nullable Job job) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Who owns a queue. */
    public enum State {
        /** Nobody; with waiters, it is just being handed on. */
        IDLE,
        /** Readers. */
        SHARED,
        /** One writer. */
        EXCLUSIVE
    }

    /**
     * One queue.
     *
     * @param id its id
     * @param name its name
     * @param state who owns it
     * @param owners the jobs that own it, in the order of the queue
     * @param waiters the jobs behind those, in order
     * @param closed whether it is closed for new jobs (S17)
     * @param poison why its content is in doubt (S15); null if it is not
     */
    public record QueueState(
            long id,
            String name,
            State state,
            List<Node> owners,
            List<Node> waiters,
            boolean closed,
            @Nullable Throwable poison) {
        @Override
        public String toString() {
            return "queue " + name + ": " + state
                    + (owners.isEmpty() ? "" : " by " + owners)
                    + (waiters.isEmpty() ? "" : ", waiting " + waiters)
                    + (closed ? ", closed" : "")
                    + (poison == null ? "" : ", poisoned by " + poison);
        }
    }

    /** How far a job was. */
    public enum Phase {
        /** It takes no place before its gates are open (S9). */
        GATED,
        /** A thread is submitting it. */
        IN_SUBMIT,
        /** It waits in its queues. */
        WAITING,
        /** It waits, too, but in the hands of its client's hardware (S12). */
        HANDED_OVER,
        /** Its client owns all its buffers. */
        GRANTED,
        /** It stands for foreign work, which is under way (S10). */
        FOREIGN,
        /** Its end is decided and not in effect. */
        ENDING
    }

    /**
     * One job.
     *
     * @param node the job
     * @param phase how far it was
     * @param submittedNanos since when it waits, and
     * @param ownedNanos since when its client owns some of its buffers; both known if the dispatcher
     *     has timers, and an observer or options that are not the default ones
     * @param options its gates, its "not before", and what else it was submitted with
     */
    public record JobState(
            Node node, Phase phase, long submittedNanos, long ownedNanos, JobOptions options) {}

    /** Why something waits, and what would end that. */
    public enum Kind {
        /** For what is ahead in a queue. */
        QUEUE("waits for queue", "when that has ended or released it", "its expiry"),
        /** As that, in the hands of hardware that waits for what is ahead by itself. */
        HARDWARE(
                "waits in hardware domain",
                "when that has passed its semaphore and its end is reported",
                ""),
        /** For a fence, to take its place. */
        GATE("takes no place before", "when that signals", "its expiry"),
        /** For a fence, holding its place. */
        HELD_GATE("holds its place for", "when that signals", "its timeout"),
        /** For its time, "not before". */
        TIME("is not granted before", "at that time", ""),
        /** Foreign work for its fence. */
        FOREIGN("stands for", "when that signals", "its timeout"),
        /** The fence of a job for its end. */
        FENCE("signals with", "when that ends", ""),
        /** The end of an open-ended job, for the next of its succession. */
        OPEN_END("comes with", "when that is granted", ""),
        /** The end of an open-ended job, for its own grant. */
        UNGRANTED("comes after the grant of", "when that is granted", ""),
        /** A granted job, for its client. */
        OWNER("is owned by", "when that releases it", "its hold watchdog"),
        /** The owner of a job, whose thread is blocked for another job or for a fence (S19). */
        BLOCKED("is blocked for", "when that is granted or signals", ""),
        /** The end of an open-ended job whose next one is granted, for its client. */
        DUE("is due from the owner of", "when that releases it", ""),
        /** For a thread in submit. */
        SUBMIT("is being submitted by", "when that goes on", ""),
        /** For a thread that tells the grant. */
        GRANT("waits for nothing but", "when that goes on", ""),
        /** For a thread that ends it. */
        END("is being ended by", "when that goes on", "");

        final String words;
        private final String ends;
        private final String limit;

        Kind(String words, String ends, String limit) {
            this.words = words;
            this.ends = ends;
            this.limit = limit;
        }
    }

    /**
     * One wait, as a sentence.
     *
     * @param kind why it waits
     * @param waiter who waits
     * @param reason what stands between the two names in words
     * @param holder for whom
     * @param sinceNanos since when, or {@link #UNKNOWN_NANOS}
     * @param untilNanos when an expiry, a timeout or the hold watchdog ends it at the latest, or
     *     {@link #UNKNOWN_NANOS}
     */
    public record Link(
            Kind kind, Node waiter, String reason, Node holder, long sinceNanos, long untilNanos) {
        /** The sentence. */
        @Override
        public String toString() {
            String since = sinceNanos < 0 ? "" : ", since " + millis(sinceNanos);
            String until =
                    untilNanos < 0 ? "" : ", or with " + kind.limit + " at " + millis(untilNanos);
            return waiter + " " + reason + " " + holder + since + "; this ends " + kind.ends + until
                    + ".";
        }
    }

    /**
     * Looks for a deadlock.
     *
     * @return the links of a cycle, each for the waiter of the next and the last for the first;
     *     {@link WaitForGraph#inWords} tells it; empty if there is none
     */
    public List<WaitForGraph.Wait<Node>> cycle() {
        return graph(links).cycle();
    }

    /**
     * The wait-for graph as a picture.
     *
     * @return a directed graph in DOT, the language of Graphviz
     */
    public String toDot() {
        return graph(links).toDot();
    }

    /**
     * Everything in words: a line for each queue, then a sentence for each link.
     *
     * @return lines, each ended
     */
    public String describe() {
        List<Object> lines = new ArrayList<>(queues);
        lines.addAll(links);
        return lines(lines);
    }

    static WaitForGraph<Node> graph(List<Link> links) {
        WaitForGraph<Node> graph = new WaitForGraph<>();
        links.forEach(link -> graph.add(link.waiter, link.reason, link.holder));
        return graph;
    }

    static String lines(List<?> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.3f ms", nanos / 1e6);
    }
}
