package dev.baton.event;

import dev.baton.engine.AccessMode;
import dev.baton.engine.DispatchObserver;
import dev.baton.engine.Outcome;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Writes every transition into the flight recording of the JVM that runs, as events named {@code
 * dev.baton.*}: {@code JobSubmitted}, {@code AccessAvailable}, {@code JobGranted}, whose duration is
 * the wait since the submission, {@code JobHandedOver}, whose duration is the wait in hardware until
 * the grant, or the end if there is none, {@code AccessReleased}, {@code AccessDowngraded}, and {@code
 * JobEnded}, whose duration is the time the job was owned. The closing of a queue is a job of the
 * client "closing". {@code jfr print --events 'dev.baton.*'} shows them.
 *
 * <p>A job is followed from its submission: of one that was submitted before the recording started,
 * nothing is told.
 *
 * <p><b>Threading:</b> directly behind an {@link EventStream}, so that an event's thread is the one
 * that made the transition. <b>Cost:</b> while nothing is recorded, none beside the stream's; a
 * dispatcher made with {@link #observer()} then has no stream either. While it is: a few objects and
 * an entry in a concurrent map for each job that is not over.
 *
 * @since 0.1
 */
public final class JfrListener implements EventListener {
    private final Map<Long, Followed> followed = new ConcurrentHashMap<>();

    /** A listener that follows no job yet. */
    public JfrListener() {}

    /**
     * For a dispatcher whose jobs are to be recorded if the JVM was started with a recording.
     *
     * @return an observer; null if no recording takes Baton's events now, so that jobs pay nothing.
     *     For a recording that is started later, give the dispatcher an {@link EventStream} with a
     *     {@link JfrListener}
     */
    public static @Nullable DispatchObserver observer() {
        return JfrEvents.areRecorded() ? new EventStream(() -> 0, new JfrListener()) : null;
    }

    @Override
    public void on(Event event) {
        if (event instanceof Event.Submitted submitted) {
            if (JfrEvents.areRecorded()) {
                submitted(submitted);
            }
        } else if (!followed.isEmpty()) {
            boolean end = event instanceof Event.End;
            Followed job = end ? followed.remove(event.job()) : followed.get(event.job());
            if (job != null && end) {
                job.ended(event);
            } else if (job != null) {
                job.on(event);
            }
        }
    }

    private void submitted(Event.Submitted event) {
        JfrEvents.JobSubmitted told = new JfrEvents.JobSubmitted();
        told.job = event.job();
        told.client = event.client();
        told.accesses = event.accesses().stream()
                .map(access -> access.queueName() + " " + words(access.mode()))
                .collect(Collectors.joining(", "));
        told.commit();
        followed.put(event.job(), new Followed(event));
    }

    private static String words(AccessMode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    /** A job that is not over. Its transitions come one after the other, but for its accesses'. */
    private static final class Followed {
        private final Event.Submitted submitted;
        private final JfrEvents.JobGranted waiting = new JfrEvents.JobGranted();
        private final JfrEvents.JobEnded owned = new JfrEvents.JobEnded();
        private JfrEvents.@Nullable JobHandedOver handed;
        private boolean isWaitOver;

        Followed(Event.Submitted submitted) {
            this.submitted = submitted;
            waiting.begin();
        }

        void on(Event event) {
            if (event instanceof Event.Granted) {
                waiting.job = event.job();
                waiting.client = submitted.client();
                waiting.commit();
                owned.granted = true;
                owned.begin();
                endWaitInHardware();
            } else if (event instanceof Event.HandedOver to) {
                handedOver(to);
            } else if (event instanceof Event.Available available) {
                commit(new JfrEvents.AccessAvailable(), available.queue());
            } else if (event instanceof Event.AccessReleased released) {
                commit(new JfrEvents.AccessReleased(), released.queue());
            } else if (event instanceof Event.Downgraded downgraded) {
                commit(new JfrEvents.AccessDowngraded(), downgraded.queue());
            }
        }

        /** Perhaps while another thread tells of the grant. */
        private synchronized void handedOver(Event.HandedOver to) {
            JfrEvents.JobHandedOver now = new JfrEvents.JobHandedOver();
            now.job = to.job();
            now.client = submitted.client();
            now.domain = to.domain();
            now.begin();
            handed = now;
            if (isWaitOver) {
                now.commit();
            }
        }

        private synchronized void endWaitInHardware() {
            if (handed != null && !isWaitOver) {
                handed.commit();
            }
            isWaitOver = true;
        }

        private void commit(JfrEvents.OfAccess event, long queue) {
            event.job = submitted.job();
            event.client = submitted.client();
            for (Event.SubmittedAccess access : submitted.accesses()) {
                if (access.queue() == queue) {
                    event.queue = access.queueName();
                }
            }
            event.commit();
        }

        void ended(Event event) {
            endWaitInHardware();
            owned.job = event.job();
            owned.client = submitted.client();
            if (event instanceof Event.Cancelled cancelled) {
                owned.outcome = Outcome.CANCELLED.name();
                owned.reason = cancelled.reason().name();
            } else if (event instanceof Event.Failed failed) {
                owned.outcome = Outcome.FAILED.name();
                owned.reason = failed.cause();
            } else if (event instanceof Event.Abandoned abandoned) {
                owned.outcome = Outcome.ABANDONED.name();
                owned.reason = abandoned.cause();
            } else {
                boolean completed = event instanceof Event.Released;
                owned.outcome = (completed ? Outcome.COMPLETED : Outcome.TIMED_OUT).name();
            }
            owned.commit();
        }
    }
}
