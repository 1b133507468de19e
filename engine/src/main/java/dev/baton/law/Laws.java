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
    private final History history = new History();
    private final Violations violations = new Violations();
    private final Exclusion exclusion = new Exclusion(history, violations);
    private final QueueOrder queueOrder = new QueueOrder(history, violations);
    private final OneOrder oneOrder = new OneOrder(history, violations);
    private final OneEnd oneEnd = new OneEnd(history, violations);
    private final ReaderConcurrency concurrency = new ReaderConcurrency(history, violations);
    private final NothingLeft nothingLeft = new NothingLeft(history, violations);
    private final HardwareOrder hardwareOrder = new HardwareOrder(history, violations);
    private boolean complete = true;
    private boolean ended;

    /** Whether all was quiet after the last event already. */
    private boolean quiet = true;

    private Laws() {}

    /**
     * All laws there are, before the first event.
     *
     * @return fresh laws, for one dispatcher
     */
    public static Laws all() {
        return new Laws();
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

    /** For tests: how many jobs are kept in memory. */
    int remembered() {
        return history.remembered();
    }

    private boolean isJudging() {
        return complete && !ended;
    }
}
