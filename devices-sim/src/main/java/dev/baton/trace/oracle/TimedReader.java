package dev.baton.trace.oracle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads the body of a timed scenario. */
final class TimedReader {
    private final int number;
    private final int buffers;
    private final int deviceQueues;
    private final int declared;
    private final List<TimedJob> jobs = new ArrayList<>();

    /** From the words behind the scenario's number and exporter. */
    TimedReader(int number, Words words) throws DamagedAnswersException {
        this.number = number;
        this.buffers = words.count("buffers", 1, Limits.BUFFERS_MAX);
        this.deviceQueues = words.count("queues", 1, Limits.DEVICE_QUEUES_MAX);
        this.declared = words.count("jobs", 1, Limits.JOBS_MAX);
        words.end();
    }

    void line(Words words) throws DamagedAnswersException {
        words.expect("job");
        int job = words.index('j', declared);
        if (job != jobs.size()) {
            throw words.damage("j" + job + " stands where j" + jobs.size() + " belongs");
        }
        int queue = words.index('q', deviceQueues);
        List<Use> uses = words.uses(buffers);
        long work = micros(words, "dur_us");
        long submit = micros(words, "submit_us");
        long start = micros(words, "start_us");
        long done = micros(words, "done_us");
        micros(words, "fence_us");
        words.expect("in");
        words.foreignList();
        words.end();
        jobs.add(new TimedJob(words.line(), job, queue, uses, work, submit, start, done));
    }

    TimedScenario end(long line) throws DamagedAnswersException {
        if (jobs.size() != declared) {
            throw new DamagedAnswersException(
                    line,
                    "scenario T " + number + " has " + jobs.size() + " jobs, not " + declared);
        }
        // Stable: jobs of one instant were submitted as they are written.
        jobs.sort(Comparator.comparingLong(TimedJob::submitMicros));
        return new TimedScenario(number, List.copyOf(jobs));
    }

    private static long micros(Words words, String name) throws DamagedAnswersException {
        return words.named(name, 0, Limits.MICROS_MAX);
    }
}
