package dev.baton.law;

import dev.baton.engine.AccessMode;
import dev.baton.engine.CancelReason;
import dev.baton.event.Event;

import java.util.List;

/** A history written by hand, judged while it is told. Queues are named by one capital letter. */
final class Story {
    final Laws laws = Laws.all();

    static Event.SubmittedAccess shared(String queue, long predecessor) {
        return access(queue, AccessMode.SHARED, predecessor);
    }

    static Event.SubmittedAccess exclusive(String queue, long predecessor) {
        return access(queue, AccessMode.EXCLUSIVE, predecessor);
    }

    static Event.SubmittedAccess unordered(String queue) {
        return access(queue, AccessMode.UNORDERED, 0);
    }

    private static Event.SubmittedAccess access(String queue, AccessMode mode, long predecessor) {
        return new Event.SubmittedAccess(id(queue), queue, mode, predecessor);
    }

    Story submitted(long job, Event.SubmittedAccess... accesses) {
        String client = List.of("display", "gpu", "camera").get((int) (job % 3));
        return tell(new Event.Submitted(0, job, client, List.of(accesses), false));
    }

    Story openEnded(long job, Event.SubmittedAccess... accesses) {
        return tell(new Event.Submitted(0, job, "display", List.of(accesses), true));
    }

    Story available(long job, String... queues) {
        for (String queue : queues) {
            tell(new Event.Available(0, job, id(queue)));
        }
        return this;
    }

    Story granted(long job) {
        return tell(new Event.Granted(0, job));
    }

    /** Available on all these queues, then granted. */
    Story owns(long job, String... queues) {
        return available(job, queues).granted(job);
    }

    Story accessReleased(long job, String queue) {
        return tell(new Event.AccessReleased(0, job, id(queue)));
    }

    Story released(long... jobs) {
        for (long job : jobs) {
            tell(new Event.Released(0, job));
        }
        return this;
    }

    Story cancelled(long job) {
        return tell(new Event.Cancelled(0, job, CancelReason.CALLER));
    }

    Story timedOut(long job) {
        return tell(new Event.TimedOut(0, job));
    }

    Story failed(long job) {
        return tell(new Event.Failed(0, job, "out of film"));
    }

    Story tell(Event event) {
        laws.on(event);
        return this;
    }

    /** What is broken when all is quiet. */
    List<String> whenQuiet() {
        laws.quiescent();
        return broken();
    }

    /** What is broken when all is over. */
    List<String> atTheEnd() {
        laws.end();
        return broken();
    }

    /** What is broken so far. */
    List<String> broken() {
        return laws.violations().stream().map(Violation::toString).toList();
    }

    private static long id(String queue) {
        return queue.charAt(0) - 'A' + 1L;
    }
}
