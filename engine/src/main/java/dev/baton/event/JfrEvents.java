package dev.baton.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** What a flight recording shows of jobs. Written on one thread each, before it is committed. */
final class JfrEvents {
    private static final JobSubmitted SUBMITTED = new JobSubmitted();
    private static final JobHandedOver HANDED_OVER = new JobHandedOver();
    private static final JobGranted GRANTED = new JobGranted();
    private static final JobEnded ENDED = new JobEnded();
    private static final OfAccess[] OF_ACCESS = {
        new AccessAvailable(), new AccessReleased(), new AccessDowngraded()
    };

    private JfrEvents() {}

    /** Whether a recording runs that takes any of them. Makes no object. */
    static boolean areRecorded() {
        boolean any = SUBMITTED.isEnabled()
                || HANDED_OVER.isEnabled()
                || GRANTED.isEnabled()
                || ENDED.isEnabled();
        for (OfAccess event : OF_ACCESS) {
            any |= event.isEnabled();
        }
        return any;
    }

    /** What is told of every transition. */
    @Category({"Baton", "Jobs"})
    @StackTrace(false)
    abstract static class OfJob extends jdk.jfr.Event {
        @Label("Job")
        @Description("The job's id, one per dispatcher")
        long job;

        @Label("Client")
        @Description("Whose job it is")
        String client = "";
    }

    /** What is told of an access. */
    abstract static class OfAccess extends OfJob {
        @Label("Queue")
        @Description("The name of the buffer's queue")
        String queue = "";
    }

    @Name("dev.baton.JobSubmitted")
    @Label("Job Submitted")
    @Description("The job has its place in all its queues")
    static final class JobSubmitted extends OfJob {
        @Label("Accesses")
        @Description("The queues it names, and how")
        String accesses = "";
    }

    @Name("dev.baton.AccessAvailable")
    @Label("Access Available")
    @Description("One access is owned")
    static final class AccessAvailable extends OfAccess {}

    @Name("dev.baton.JobHandedOver")
    @Label("Job Handed Over")
    @Description("Hardware that orders itself has the job; the duration is the time to its grant")
    static final class JobHandedOver extends OfJob {
        @Label("Domain")
        @Description("The hardware domain")
        String domain = "";
    }

    @Name("dev.baton.JobGranted")
    @Label("Job Granted")
    @Description("All accesses are owned; the duration is the wait since the submission")
    static final class JobGranted extends OfJob {}

    @Name("dev.baton.AccessReleased")
    @Label("Access Released")
    @Description("One access ends before its job")
    static final class AccessReleased extends OfAccess {}

    @Name("dev.baton.AccessDowngraded")
    @Label("Access Downgraded")
    @Description("An exclusive access becomes a shared one")
    static final class AccessDowngraded extends OfAccess {}

    @Name("dev.baton.JobEnded")
    @Label("Job Ended")
    @Description("The job is over; the duration is the time since its grant")
    static final class JobEnded extends OfJob {
        @Label("Granted")
        @Description("Whether it was granted before")
        boolean granted;

        @Label("Outcome")
        String outcome = "";

        @Label("Reason")
        @Description("Why it was cancelled, or what went wrong")
        String reason = "";
    }
}
