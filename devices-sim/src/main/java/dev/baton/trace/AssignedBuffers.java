package dev.baton.trace;

import static dev.baton.trace.Recording.ASSIGNED_BUFFERS;

import dev.baton.engine.AccessMode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives jobs of rings their buffers by rule, if the first of them name none. */
final class AssignedBuffers {
    private final Map<Long, Integer> countOfContext = new HashMap<>();
    private boolean decided;
    private boolean assigning;

    boolean isAssigning() {
        return assigning;
    }

    List<RecordedJob> assigned(List<RecordedJob> jobs) {
        if (!decided) {
            List<RecordedJob> onRings =
                    jobs.stream().filter(job -> job.ring() != null).toList();
            decided = !onRings.isEmpty();
            assigning = decided && onRings.stream().allMatch(job -> job.uses().isEmpty());
        }
        return assigning ? withBuffers(jobs) : jobs;
    }

    private List<RecordedJob> withBuffers(List<RecordedJob> jobs) {
        List<RecordedJob> assigned = new ArrayList<>();
        for (RecordedJob job : jobs) {
            if (job.ring() == null) {
                assigned.add(job);
            } else {
                long context = job.fence().context();
                int count = countOfContext.merge(context, 1, Integer::sum) - 1;
                String buffer = "context " + context + " buffer " + count % ASSIGNED_BUFFERS;
                assigned.add(job.using(new RecordedJob.Use(buffer, AccessMode.EXCLUSIVE)));
            }
        }
        return assigned;
    }
}
