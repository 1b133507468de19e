package dev.baton.law;

import dev.baton.event.Event;
import dev.baton.event.EventListener;

import java.util.List;
import java.util.stream.Stream;

/**
 * All laws over the events of one dispatcher, from its first event on. Let it listen, tell it when
 * all is quiet and when all is over, then ask what was broken.
 *
 * <p>Once events were dropped nothing can be judged any more: from then on it ignores everything,
 * {@link #complete} is false, and the violations found before stay.
 *
 * <p><b>Threading:</b> one thread at a time: the one that drives a dispatcher under a virtual
 * clock, or the one that polls an {@link dev.baton.event.EventRecorder}. <b>Cost:</b> see the
 * package.
 *
 * @since 0.1
 */
public final class Laws implements EventListener {
    private final History history;
    private final Violations violations = new Violations();
    private final Exclusion exclusion;
    private final QueueOrder queueOrder;
    private final OneOrder oneOrder;
    private final OneEnd oneEnd;
    private final ReaderConcurrency concurrency;
    private final NothingLeft nothingLeft;
    private final HardwareOrder hardwareOrder;
    private boolean complete = true;
    private boolean ended;

    /** Whether all was quiet after the last event already. */
    private boolean quiet = true;

    private Laws(boolean oneByOne) {
        history = new History(oneByOne);
        exclusion = new Exclusion(history, violations);
        queueOrder = new QueueOrder(history, violations);
        oneOrder = new OneOrder(history, violations);
        oneEnd = new OneEnd(history, violations);
        concurrency = new ReaderConcurrency(history, violations);
        nothingLeft = new NothingLeft(history, violations);
        hardwareOrder = new HardwareOrder(history, violations);
    }

    /**
     * All laws there are, before the first event.
     *
     * @return fresh laws, for one dispatcher
     */
    public static Laws all() {
        return new Laws(false);
    }

    /**
     * The laws for a history that was written elsewhere, whose jobs may ask for one buffer after the
     * other: a {@link Event.Submitted} of a job that has not ended adds to what it wants. No grant is
     * told of the job: it owns all it wants when every access is available. In words a job is what
     * its events call their client. Who stands behind a job that has not ended is remembered.
     *
     * @return fresh laws, for one history; those of hardware hand-overs are not among them
     */
    public static Laws oneByOne() {
        return new Laws(true);
    }

    @Override
    public void on(Event event) {
        if (!isJudging()) {
            return;
        }
        quiet = false;
        LiveJob job = history.take(event);
        // Each by its own class, as a call through their common one costs more than most
        // judgements.
        exclusion.on(event, job);
        queueOrder.on();
        oneOrder.on();
        oneEnd.on(event, job);
        hardwareOrder.on(event, job);
    }

    @Override
    public void dropped(long count) {
        complete &= count == 0;
    }

    /**
     * Says that no operation on the dispatcher is in flight now, and that every event published so
     * far has been heard. What should have happened by itself must have happened.
     */
    public void quiescent() {
        if (isJudging() && !quiet) {
            quiet = true;
            oneOrder.quiescent();
            concurrency.quiescent();
            nothingLeft.quiescent();
        }
    }

    /**
     * Says that the run is over: as {@link #quiescent}, and nothing comes any more. Every job must
     * have ended. Later events are ignored.
     */
    public void end() {
        quiescent();
        if (isJudging()) {
            nothingLeft.end();
        }
        ended = true;
    }

    /**
     * What is judged.
     *
     * @return the names of all laws
     */
    public List<String> checked() {
        return Stream.of(
                        exclusion,
                        queueOrder,
                        oneOrder,
                        oneEnd,
                        concurrency,
                        nothingLeft,
                        hardwareOrder)
                .filter(law -> law != hardwareOrder || !history.oneByOne)
                .map(Law::name)
                .toList();
    }

    /**
     * What was broken.
     *
     * @return the first violations, up to a bound, in the order in which they were found
     */
    public List<Violation> violations() {
        return violations.kept();
    }

    /**
     * How often a law was broken, beyond those {@link #violations} too.
     *
     * @return 0 if all laws hold so far
     */
    public long broken() {
        return violations.count();
    }

    /**
     * Whether all events were heard.
     *
     * @return false once some were dropped
     */
    public boolean complete() {
        return complete;
    }

    /**
     * Unordered accesses, which are counted and not judged (S2).
     *
     * @return how many were submitted so far
     */
    public long unordered() {
        return history.unordered();
    }

    /**
     * How many jobs are kept in memory: those that live, the last of each queue, and those that a
     * law needs to judge others by.
     *
     * @return their number
     */
    public int remembered() {
        return history.remembered();
    }

    private boolean isJudging() {
        return complete && !ended;
    }
}
